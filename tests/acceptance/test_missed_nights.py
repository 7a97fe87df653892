"""A missed week leaves the history that each night would have left."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from arcollect.core.models import Company
from customers.models import Customer
from invoices.domain.classes import ReceivableClass
from invoices.domain.policy import FIELD_DEFAULT
from invoices.models import ClassHistory, DueItem, Fact, Payment
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.approve_override import approve_override
from invoices.services.publish_policy import publish_policy
from invoices.services.record_fact import record_fact
from invoices.services.reverse_payment import reverse_payment
from invoices.services.undo_allocation import undo_allocation
from tests.acceptance.desk import Desk
from tests.factories import company

FIRST = dt.date(2026, 3, 1)
HEADER = "number|customer_code|issued_on|term_days|currency|amount"
# Terms of 30 days: F is day 40 from the issue, quasi-bad from day 121.
ITEMS = {
    "GRACE": FIRST - dt.timedelta(days=38),
    "LATE": FIRST - dt.timedelta(days=60),
    "QUASI": FIRST - dt.timedelta(days=118),
    "BAD": FIRST - dt.timedelta(days=393),
    "PAID-LATER": FIRST - dt.timedelta(days=50),
    "BOUNCED": FIRST - dt.timedelta(days=70),
    "UNDONE": FIRST - dt.timedelta(days=70),
    "NEW": FIRST + dt.timedelta(days=4),
    "OVERRIDDEN": FIRST - dt.timedelta(days=130),
}


def _day(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=number)


def _open_books(desk: Desk, code: str) -> Company:
    rows = [f"{name}|C1|{day}|30|CNY|100.00" for name, day in ITEMS.items()]
    rows.append(f"DEBTOR|C2|{_day(-40)}|60|CNY|100.00")
    desk.table("invoices.csv", HEADER, *rows)
    books = company(code=code)
    desk.must_import(company=code)
    return books


def _item(books: Company, number: str) -> DueItem:
    return DueItem.objects.get(company=books, invoice__number=number)


def _pay(
    books: Company, number: str, on: dt.date, effective_on: dt.date | None = None
) -> Payment:
    from invoices.services.record_payment import record_payment

    item = _item(books, number)
    payment = record_payment(
        actor=None,
        company=books,
        customer=item.customer,
        reference=f"for {number}",
        received_on=on,
        currency="CNY",
        amount=Decimal(100),
    )
    part = AllocationPart(due_item_id=item.pk, amount=Decimal(100))
    allocate(actor=None, source=payment, parts=[part], effective_on=effective_on)
    return payment


def _week_of_news(books: Company) -> None:
    """Everything that happens in the week, recorded after the night of `FIRST`."""
    _pay(books, "PAID-LATER", _day(-1), _day(3))
    bounced = _pay(books, "BOUNCED", _day(1))
    reverse_payment(actor=None, payment=bounced, effective_on=_day(5), reason="bounced")
    undone = _pay(books, "UNDONE", _day(2)).allocations.get()
    undo_allocation(actor=None, allocation=undone, effective_on=_day(4))
    debtor = Customer.objects.get(company=books, code="C2")
    kinds = Fact.Kind
    for kind, on, until in (
        (kinds.INSOLVENCY_SIGNS, _day(2), _day(6)),
        (kinds.BANKRUPTCY_DECLARED, _day(4), None),
    ):
        record_fact(actor=None, customer=debtor, kind=kind, from_on=on, until_on=until)
    approve_override(
        actor=None,
        due_item=_item(books, "OVERRIDDEN"),
        cls=ReceivableClass.EXPEDITED,
        from_on=_day(1),
        until_on=_day(5),
        reason="a bank guarantee is on its way",
    )
    strict = FIELD_DEFAULT.to_dict() | {"grace_num": 0}
    publish_policy(
        actor=None, company=books, name="no grace", rules=strict, from_on=_day(6)
    )


def _history(books: Company) -> list[Any]:
    rows = ClassHistory.objects.filter(company=books).values_list(
        "due_item__invoice__number",
        "changed_on",
        "from_severity",
        "to_severity",
        "decided_by",
        "policy__version",
    )
    return sorted(rows, key=lambda row: [str(cell) for cell in row])


@pytest.mark.parametrize("beginning", [0, 3], ids=["in step", "news late by days"])
def test_a_missed_week_is_made_up_night_by_night(desk: Desk, beginning: int) -> None:
    each = _open_books(desk, "EACH")
    missed = _open_books(desk, "MISSED")
    for books in (each, missed):
        desk.nightly(_day(0), company=books.code)
        if beginning:
            desk.nightly(_day(beginning), company=books.code)
        _week_of_news(books)
    changed = [
        desk.nightly(_day(number), company="EACH") for number in range(beginning + 1, 9)
    ]
    assert desk.nightly(_day(8), company="MISSED") == sum(changed)
    assert _history(missed) == _history(each)
    assert len(_history(each)) > len(ITEMS) + 6
    for books in (each, missed):
        assert desk.nightly(_day(8), company=books.code) == 0
        assert desk.verify(company=books.code) == []
    figures = [
        desk.aging(_day(8), by="class", company=code) for code in ("EACH", "MISSED")
    ]
    assert figures[0] == figures[1]
