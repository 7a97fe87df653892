"""Claims whose last day is near are brought to mind, and every day after it."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from arcollect.core.roles import Role
from invoices.models import Deduction, Dispute
from invoices.selectors.claims_due import claims_due
from tests import factories
from tests.factories import claims

pytestmark = [pytest.mark.django_db, pytest.mark.databases]
TODAY = factories.TODAY


def _claims(customer, *, due_in: int):
    """A deduction and a dispute of 10.00, both to be decided in so many days."""
    on = TODAY + dt.timedelta(due_in)
    item = factories.overdue_invoice(customer=customer).items.get()
    deduction = claims.deduction(item=item, claimed_on=TODAY - dt.timedelta(60))
    Deduction.objects.filter(pk=deduction.pk).update(deadline_on=on)
    dispute = factories.dispute(item=item, amount="10.00")
    Dispute.objects.filter(pk=dispute.pk).update(target_on=on)
    return deduction, dispute


@pytest.mark.parametrize(
    ("due_in", "shown", "late"),
    [(4, 0, False), (3, 2, False), (0, 2, False), (-1, 2, True)],
)
def test_three_days_ahead_until_somebody_decides(due_in, shown, late):
    customer = factories.customer()
    _claims(customer, due_in=due_in)
    clerk = factories.user(role=Role.FINANCE, company=customer.company)
    found = claims_due(company=customer.company, user=clerk, today=TODAY, most=10)
    assert [one.late for one in found] == [late] * shown
    assert {one.is_deduction for one in found} == ({True, False} if shown else set())


def test_what_is_decided_and_what_is_a_colleagues_is_not_there():
    company = factories.company()
    rep = factories.user(role=Role.SALES_REP, company=company)
    own = factories.customer(rep=factories.rep(company=company, user=rep))
    _claims(factories.customer(company=company), due_in=0)
    deduction, dispute = _claims(own, due_in=0)
    found = claims_due(company=company, user=rep, today=TODAY, most=10)
    assert [one.label for one in found] == [
        deduction.number,
        dispute.due_item.invoice.number,
    ]
    Deduction.objects.filter(pk=deduction.pk).update(
        state="rejected", approved_amount=0, decided_on=TODAY
    )
    Dispute.objects.filter(pk=dispute.pk).update(
        state="resolved_ours", resolved_on=TODAY, resolution="Paid in full"
    )
    assert claims_due(company=company, user=rep, today=TODAY, most=10) == []


def test_today_shows_them():
    customer = factories.customer()
    deduction, _dispute = _claims(customer, due_in=-1)
    clerk = factories.user(role=Role.FINANCE, company=customer.company)
    with time_machine.travel(dt.datetime.combine(TODAY, dt.time(4, tzinfo=dt.UTC))):
        page = factories.signed_in(clerk).get(reverse("collections:my_day"))
    html = page.content.decode()
    assert reverse("invoices:deduction_detail", args=[deduction.pk]) in html
    assert "late since" in html
