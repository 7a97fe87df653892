"""Lines of bank statements, as an import leaves them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import count

from arcollect.core import clock
from arcollect.core.models import Company
from invoices.models import BankEntry, BankEntryState, BankStatement
from tests.factories.ledger import TODAY

_number = count(1)


def bank_line(
    *,
    company: Company,
    amount: str | Decimal = "100.00",
    currency: str = "CNY",
    booked_on: dt.date = TODAY,
    payer: str = "",
    account: str = "",
    text: str = "",
    bank_reference: str | None = None,
) -> BankEntry:
    """One credit line of a statement of its own, still to be matched."""
    number = next(_number)
    statement = BankStatement.objects.create(
        company=company,
        account="6222000011118841",
        format=BankStatement.Format.CAMT053,
        number=f"{number}",
        currency=currency,
        entries_stated=1,
        fingerprint=f"statement-{number}",
        file_name="statement.xml",
        file_path="",
        file_sha256="",
        recorded_at=clock.now(),
    )
    entry = BankEntry.objects.create(
        statement=statement,
        company=company,
        position=1,
        booked_on=booked_on,
        value_on=booked_on,
        currency=currency,
        amount=Decimal(amount),
        payer_name=payer,
        payer_account=account,
        text=text,
        bank_reference=f"REF{number}" if bank_reference is None else bank_reference,
        fingerprint=f"line-{number}",
    )
    BankEntryState.objects.create(entry=entry, company=company, booked_on=booked_on)
    return entry
