"""The register off the books: past days and what was known stay answered the same."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from arcollect.core import clock
from arcollect.core.roles import Role
from invoices.selectors.off_books import list_off_books, off_books_totals
from invoices.services.approve_decision import approve_decision, reverse_decision
from invoices.services.propose_decision import WriteOffTerms
from invoices.services.record_recovery import record_recovery
from invoices.services.reverse_payment import reverse_payment
from tests import factories
from tests.invoices.services.by_hand import D, pay

pytestmark = pytest.mark.django_db
JUNE, JULY = dt.date(2026, 6, 30), dt.date(2026, 7, 31)


@pytest.fixture
def company():
    return factories.company()


@pytest.fixture
def head(company):
    return factories.user(company=company, role=Role.FINANCE_MANAGER)


def sums(company, head, as_of, known_at=None):
    rows = list_off_books(company=company, user=head, as_of=as_of, known_at=known_at)
    return [
        (one.written_off, one.recovered, one.claimed) for one in off_books_totals(rows)
    ]


def test_the_register_by_day_and_by_what_was_known(company, head):
    customer = factories.customer(company=company)
    invoice = factories.overdue_invoice(customer=customer, amount="120.00")
    item = invoice.items.get()
    with time_machine.travel(dt.datetime(2026, 7, 1, tzinfo=dt.UTC)) as machine:
        decision = factories.decision(
            item=item, amount="100.00", terms=WriteOffTerms("court")
        )
        approve_decision(actor=head, decision=decision)
        assert sums(company, head, JUNE - dt.timedelta(days=1)) == []
        assert sums(company, head, JUNE) == [(D(100), 0, D(100))]

        machine.shift(dt.timedelta(days=20))
        recovery = record_recovery(
            actor=head,
            decision=decision,
            due_item_id=item.pk,
            amount=D("30.00"),
            received_on=dt.date(2026, 7, 10),
            reference="RC",
        )
        in_july = clock.now()
        assert sums(company, head, JULY) == [(D(100), D(30), D(70))]
        assert sums(company, head, JUNE) == [(D(100), 0, D(100))]

        machine.shift(dt.timedelta(days=20))
        reverse_payment(
            actor=head,
            payment=recovery.allocation.payment,
            effective_on=dt.date(2026, 7, 12),
            reason="bounced",
        )
        assert sums(company, head, JULY) == [(D(100), 0, D(100))]
        assert sums(company, head, dt.date(2026, 7, 11)) == [(D(100), D(30), D(70))]
        assert sums(company, head, JULY, in_july) == [(D(100), D(30), D(70))]

        # Money that nobody called a recovery: no more is claimed than is open.
        money = factories.payment(
            customer=customer, amount="90.00", received_on=dt.date(2026, 7, 20)
        )
        pay(money, invoice, "90.00")
        assert sums(company, head, JULY) == [(D(100), 0, D(30))]

        reverse_decision(
            actor=head,
            decision=decision,
            effective_on=dt.date(2026, 7, 25),
            reason="wrong",
        )
        assert sums(company, head, JULY) == []
        assert sums(company, head, dt.date(2026, 7, 24)) == [(D(100), 0, D(30))]
        assert sums(company, head, JULY, in_july) == [(D(100), D(30), D(70))]
