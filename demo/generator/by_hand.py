"""What people enter on the screens instead of importing it: the latest documents.

Invoices get their lines this way and credit notes their reason, for which the canonical
files have no column.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from demo.generator.account import Account
from demo.generator.habits import LARGE
from demo.generator.rows import LineRow, PaymentRow, StrayRow, amount_text
from demo.generator.terms import NET_90
from demo.generator.trade import Line, Sale, weekday

INVOICE_DAYS = 30
CREDIT_NOTE_DAYS = 180
# Days ago, amount, payer and note of money nobody has found an owner for.
UNKNOWN_MONEY = (
    (2, "38600.00", "沈国庆", "个人转账，附言“货款”"),
    (6, "12480.00", "惠民电器", "同名客户两家，待核"),
    (15, "5000.00", "", "柜台现金缴存"),
)
ENTERED_TWICE_AFTER = 9


def entered_lines(accounts: Iterable[Account]) -> dict[str, tuple[LineRow, ...]]:
    """Lines by invoice number, of the invoices of the last weeks."""
    found = {}
    for account in accounts:
        since = account.as_of - timedelta(days=INVOICE_DAYS)
        paid = {id(each.sale) for each in account.applications}
        for sale in account.sales:
            if sale.issued_on > since:
                split = account.spec.buying is LARGE and id(sale) not in paid
                found[sale.number] = _lines(sale, split=split)
    return found


def _lines(sale: Sale, *, split: bool) -> tuple[LineRow, ...]:
    """With `split`, the last of several lines is on the longer term of new models."""
    last = len(sale.lines) - 1
    return tuple(
        _line(sale, line, longer=split and place == last and place > 0)
        for place, line in enumerate(sale.lines)
    )


def _line(sale: Sale, line: Line, *, longer: bool) -> LineRow:
    return LineRow(
        description=line.description,
        pieces=line.pieces,
        unit_price=amount_text(line.price),
        amount=amount_text(line.amount),
        term_days=NET_90.nominal_days(sale.issued_on) if longer else sale.term_days,
        due_on=NET_90.due_on(sale.issued_on) if longer else sale.due_on,
    )


def credit_reasons(accounts: Iterable[Account]) -> dict[str, str]:
    """Reasons by number, of the credit notes of the last months."""
    return {
        credit.number: credit.reason
        for account in accounts
        for credit in account.credit_notes
        if credit.on > account.as_of - timedelta(days=CREDIT_NOTE_DAYS)
    }


def list_strays(payments: Iterable[PaymentRow], *, as_of: date) -> tuple[StrayRow, ...]:
    """Money without an owner, and one payment that was entered twice."""
    strays = []
    for place, (days, amount, payer, note) in enumerate(UNKNOWN_MONEY, start=1):
        day = weekday(as_of - timedelta(days=days), back=True)
        reference = f"BK-{day:%y%m%d}-9{place:02d}"
        strays.append(StrayRow(reference, "", day, "CNY", amount, payer, note))
    last_day = as_of - timedelta(days=ENTERED_TWICE_AFTER)
    twin = max(
        (
            row
            for row in payments
            if row.received_on <= last_day and row.currency == "CNY"
        ),
        key=lambda row: row.reference,
    )
    strays.append(
        StrayRow(
            reference=f"{twin.reference}-2",
            customer_code=twin.customer_code,
            received_on=twin.received_on,
            currency=twin.currency,
            amount=twin.amount,
            payer_name="",
            note="",
            reversed_on=weekday(twin.received_on + timedelta(days=1)),
            reason="同一笔进账重复录入",
        )
    )
    return tuple(strays)
