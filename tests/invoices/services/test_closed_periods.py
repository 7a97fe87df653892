"""Nothing is posted in a closed period, by whatever way; late facts go to the open one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from arcollect.core import clock
from arcollect.core.models import AuditEvent, ClosedBooks, Company, User
from arcollect.core.roles import Role
from arcollect.core.services.close_period import (
    PeriodRefusedError,
    close_period,
    reopen_period,
)
from customers.models import Customer
from invoices.models import Allocation, CreditNote, Invoice, Payment
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.open_period import PeriodClosedError
from invoices.services.reverse_invoice import reverse_invoice
from invoices.services.reverse_payment import reverse_credit_note, reverse_payment
from invoices.services.undo_allocation import undo_allocation
from invoices.verify.run import verify
from tests import factories

pytestmark = pytest.mark.django_db
MAY, MAY_31, JUNE_1 = dt.date(2026, 5, 10), dt.date(2026, 5, 31), dt.date(2026, 6, 1)
ALL = (Invoice, CreditNote, Payment, Allocation)


@pytest.fixture
def company(monkeypatch: pytest.MonkeyPatch) -> Company:
    noon = dt.datetime(2026, 6, 30, 4, tzinfo=dt.UTC)
    monkeypatch.setattr(clock, "now", lambda: noon)
    return factories.company()


@pytest.fixture
def customer(company: Company) -> Customer:
    return factories.customer(company=company)


@pytest.fixture
def boss(company: Company) -> User:
    return factories.user(role=Role.FINANCE_MANAGER, company=company)


def rows() -> list[int]:
    return [model.objects.count() for model in ALL]  # type: ignore[attr-defined]


def close(company: Company, boss: User, through: dt.date = MAY_31) -> None:
    close_period(actor=boss, company=company, through=through, seen=None)


@pytest.fixture
def posted(customer: Customer) -> dict[str, Any]:
    """May's documents, posted while May was open."""
    bill = factories.invoice(customer=customer, issued_on=MAY)
    money = factories.payment(customer=customer, received_on=MAY, pays=bill)
    return {
        "invoice": bill,
        "other": factories.invoice(customer=customer, issued_on=MAY),
        "payment": money,
        "left": factories.payment(customer=customer, received_on=MAY),
        "note": factories.credit_note(customer=customer, issued_on=MAY),
        "allocation": money.allocations.get(),
    }


def _part(posted: dict[str, Any]) -> list[AllocationPart]:
    return [AllocationPart(posted["other"].items.get().pk, Decimal("10.00"))]


ACTS: dict[str, Callable[[Customer, dict[str, Any]], object]] = {
    "invoice": lambda c, _p: factories.invoice(customer=c, issued_on=MAY),
    "credit note": lambda c, _p: factories.credit_note(customer=c, issued_on=MAY_31),
    "payment": lambda c, _p: factories.payment(customer=c, received_on=MAY_31),
    "allocation": lambda _c, p: allocate(
        actor=None, source=p["left"], parts=_part(p), effective_on=MAY_31
    ),
    "undo": lambda _c, p: undo_allocation(
        actor=None, allocation=p["allocation"], effective_on=MAY_31
    ),
    "reversed invoice": lambda _c, p: reverse_invoice(
        actor=None, invoice=p["invoice"], effective_on=MAY_31, reason="x"
    ),
    "reversed payment": lambda _c, p: reverse_payment(
        actor=None, payment=p["payment"], effective_on=MAY_31, reason="x"
    ),
    "reversed credit note": lambda _c, p: reverse_credit_note(
        actor=None, credit_note=p["note"], effective_on=MAY_31, reason="x"
    ),
}


@pytest.mark.parametrize("act", list(ACTS))
def test_every_way_of_posting_is_refused_and_told_the_first_open_day(
    customer: Customer, boss: User, posted: dict[str, Any], act: str
) -> None:
    close(customer.company, boss)
    before = rows()
    with pytest.raises(PeriodClosedError, match="2026-06-01"):
        ACTS[act](customer, posted)
    assert rows() == before


def test_late_facts_go_to_the_first_open_day(
    customer: Customer, boss: User, posted: dict[str, Any]
) -> None:
    close(customer.company, boss)
    (made,) = allocate(actor=None, source=posted["left"], parts=_part(posted))
    assert made.effective_on == JUNE_1
    undone = undo_allocation(actor=None, allocation=posted["allocation"])
    assert undone.effective_on == JUNE_1
    factories.invoice(customer=customer, issued_on=JUNE_1)
    assert verify(company=customer.company) == []


@pytest.mark.parametrize(
    ("model", "field"),
    [
        (Invoice, "issued_on"),
        (CreditNote, "issued_on"),
        (Payment, "received_on"),
        (Allocation, "effective_on"),
    ],
)
def test_the_database_refuses_what_forgets_to_ask(
    customer: Customer, boss: User, posted: dict[str, Any], model: Any, field: str
) -> None:
    """Raw rows, as a script or an import would write them."""
    close(customer.company, boss)
    row = model.objects.filter(company=customer.company).first()
    row.pk = None
    for name, value in (("number", "raw"), ("reference", "raw")):
        if hasattr(row, name):
            setattr(row, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.bulk_create([row])
    setattr(row, field, JUNE_1)
    model.objects.bulk_create([row])


def test_another_companys_books_stay_open(company: Company, boss: User) -> None:
    close(company, boss)
    factories.invoice(customer=factories.customer(), issued_on=MAY)


def test_closing_and_reopening_are_audited(
    company: Company, customer: Customer, boss: User
) -> None:
    close(company, boss)
    with pytest.raises(PeriodRefusedError, match="why"):
        reopen_period(
            actor=boss, company=company, through=None, seen=MAY_31, reason=" "
        )
    april = dt.date(2026, 4, 30)
    reopen_period(
        actor=boss,
        company=company,
        through=april,
        seen=MAY_31,
        reason="The auditor found a missing invoice",
    )
    factories.invoice(customer=customer, issued_on=MAY)
    told = AuditEvent.objects.filter(action__startswith="core.period.").order_by("pk")
    assert [event.action for event in told] == [
        "core.period.closed",
        "core.period.reopened",
    ]
    assert told[1].reason == "The auditor found a missing invoice"


def test_only_days_that_are_over_and_only_forwards(
    company: Company, boss: User
) -> None:
    for day in (dt.date(2026, 6, 30), dt.date(2026, 12, 31)):
        with pytest.raises(PeriodRefusedError):
            close(company, boss, through=day)
    close(company, boss)
    with pytest.raises(PeriodRefusedError):
        close_period(actor=boss, company=company, through=MAY, seen=MAY_31)
    with pytest.raises(PeriodRefusedError, match="meanwhile"):
        close(company, boss, through=JUNE_1)
    assert ClosedBooks.objects.get(company=company).through == MAY_31


def test_the_guards_stand_in_both_databases() -> None:
    from arcollect.core.insert_only import missing_triggers

    assert missing_triggers(connection) == []
