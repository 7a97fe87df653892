"""Yearly framework contracts of the customers that have them."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from demo.generator.account import Account
from demo.generator.cast import CustomerSpec
from demo.generator.rows import ContractRow, amount_text
from demo.generator.trade import weekday

# Contract volumes are agreed in steps of 100,000.00.
STEP = 10_000_000
# Term types whose days the import knows how to read.
WITH_DAYS = ("NET", "EOM_PLUS")


def contract_number(spec: CustomerSpec, year: int) -> str:
    """Number of the contract for goods invoiced in that year; empty without one."""
    return f"HT-{year}-{spec.code}" if spec.with_contract else ""


def list_contracts(account: Account) -> list[ContractRow]:
    """One per year of trade, signed in the December before it."""
    spec = account.spec
    if not spec.with_contract:
        return []
    volumes: dict[int, int] = {}
    for sale in account.sales:
        year = sale.issued_on.year
        volumes[year] = volumes.get(year, 0) + sale.amount
    return [_contract(spec, year, volume) for year, volume in sorted(volumes.items())]


def _contract(spec: CustomerSpec, year: int, volume: int) -> ContractRow:
    rng = Random(f"{spec.code}:{year}")
    signed_on = weekday(date(year - 1, 12, 8) + timedelta(days=rng.randrange(20)))
    # The day and month of a fixed pay day have no column in the import.
    fixed_day = spec.term.type == "FIXED_DAY"
    return ContractRow(
        number=contract_number(spec, year),
        customer_code=spec.code,
        signed_on=signed_on,
        currency=spec.currency,
        amount=amount_text((volume * 11 // 10 // STEP + 1) * STEP),
        sales_mode=spec.term.sales_mode,
        term_type="" if fixed_day else spec.term.type,
        term_days=spec.term.days if spec.term.type in WITH_DAYS else None,
    )
