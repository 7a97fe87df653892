"""BAI2, read by the bai2 library, which checks every control total. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bai2 import bai2
from bai2.exceptions import (
    IntegrityException,
    NotSupportedYetException,
    ParsingException,
)

from invoices.importers.statements.detect import text_of
from invoices.importers.statements.shape import (
    Balance,
    RawEntry,
    RawFile,
    RawStatement,
    RefusedError,
)

_OPENING, _CLOSING = "010", "015"
_SIGNS = {"credit": 1, "debit": -1}
_RECORDS = ("01", "02", "03", "16", "49", "88", "98", "99")
# File, groups, accounts, entries; 88 continues any record.
_ORDER = re.compile(r"01(88)*(02(88)*(03(88)*(16(88)*)*49(88)*)+98(88)*)+99(88)*")
_NO_REFERENCE = {"", "0"}


def read_bai(content: bytes, *, digits: Mapping[str, int]) -> RawFile:
    """Every account of every group; `digits` are the decimals of the currencies.

    Amounts are in the currency's minor unit. Raises `RefusedError`.
    """
    text = text_of(content)
    _check_records(text)
    try:
        file = bai2.parse_from_string(text)
    except IntegrityException as error:
        raise RefusedError("bai_totals", error=str(error)[:200]) from error
    except (ParsingException, NotSupportedYetException) as error:
        raise RefusedError("bai_records", error=str(error)[:200]) from error
    return RawFile(
        format="bai2",
        statements=[
            _statement(group.header, account, digits)
            for group in file.children
            for account in group.children
        ],
    )


def _check_records(text: str) -> None:
    """One record a line, in the order of the format.

    What follows a record's end would be read as its text, and records without their
    trailer keep the library waiting for it for ever.
    """
    codes = []
    for number, line in enumerate(text.splitlines(), start=1):
        record = " ".join(line.split())
        if not record:
            continue
        if record[:2] not in _RECORDS or record[2:3] != ",":
            raise RefusedError("bai_line", line=number, value=record[:40])
        if any(f"/ {code}," in record for code in _RECORDS):
            raise RefusedError("bai_two_records", line=number)
        codes.append(record[:2])
    if not _ORDER.fullmatch("".join(codes)):
        raise RefusedError("bai_order")


def _statement(header: Any, account: Any, digits: Mapping[str, int]) -> RawStatement:
    currency = account.header.currency or header.currency
    if currency not in digits:
        raise RefusedError("currency", value=str(currency)[:10])
    unit = Decimal(1).scaleb(-digits[currency])
    balances = {
        item.type_code.code: Balance(item.amount * unit, currency)
        for item in account.header.summary_items
        if item.type_code is not None and item.amount is not None
    }
    day = header.as_of_date
    return RawStatement(
        account=account.header.customer_account_number or "",
        currency=currency,
        from_on=day,
        until_on=day,
        opening=balances.get(_OPENING),
        closing=balances.get(_CLOSING),
        entries=[_entry(item, day, currency, unit) for item in account.children],
    )


def _entry(item: Any, day: dt.date, currency: str, unit: Decimal) -> RawEntry:
    code = item.type_code
    sign = _SIGNS.get(code.transaction.value if code.transaction else "")
    if sign is None or item.amount is None:
        raise RefusedError("bai_direction", type=code.code)
    available = (item.availability or {}).get("date")
    reference = (item.bank_reference or "").strip()
    return RawEntry(
        booked_on=day,
        value_on=available if isinstance(available, dt.date) else None,
        amount=sign * item.amount * unit,
        currency=currency,
        text=(item.text or "").strip().rstrip("/").strip(),
        bank_reference="" if reference in _NO_REFERENCE else reference,
        payer_reference=(item.customer_reference or "").strip(),
    )
