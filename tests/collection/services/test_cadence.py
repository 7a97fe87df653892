"""Planned contacts: what the night plans and closes, and what a visit does to them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from arcollect.core.models import Absence
from arcollect.core.services.keep_absences import record_absence
from collection.models import CadenceStep
from collection.services.mark_steps import StepRefusedError, mark_step_done
from collection.services.plan_steps import plan_steps
from collection.services.record_promise import Promised
from customers.models import Customer
from invoices.models import Invoice
from tests import factories
from tests.collection.services.conftest import Travel
from tests.factories.customer_files import flag

pytestmark = pytest.mark.django_db
Result = CadenceStep.Result
JULY = dt.date(2026, 7, 1)


@pytest.fixture
def customer(on_day: Travel) -> Customer:
    """A customer of a rep in a team with a manager; 30 days from 1 June."""
    on_day(dt.date(2026, 6, 10))
    company = factories.company()
    team = factories.team(company=company)
    factories.user(role="sales_manager", company=company, team=team)
    user = factories.user(role="sales_rep", company=company)
    return factories.customer(rep=factories.rep(company=company, user=user, team=team))


@pytest.fixture
def invoice(customer: Customer) -> Invoice:
    return factories.invoice(customer=customer, amount="900.00", due_on=JULY)


def night(customer: Customer, day: dt.date, on_day: Travel) -> dict[str, str]:
    on_day(day)
    plan_steps(company=customer.company, as_of=day)
    return results()


def results() -> dict[str, str]:
    return dict(CadenceStep.objects.values_list("step", "result"))


def june(day: int) -> dt.date:
    return dt.date(2026, 6, day)


def test_three_contacts_are_planned_once(
    invoice: Invoice, customer: Customer, on_day: Travel
) -> None:
    for day in (10, 10, 11):
        night(customer, june(day), on_day)
    found = CadenceStep.objects.order_by("planned_on")
    assert [(one.step, one.planned_on) for one in found] == [
        ("T-7", june(24)),
        ("T-3", june(26)),
        ("T-0", JULY),
    ]


def test_items_with_one_settlement_date_make_one_contact(
    customer: Customer, on_day: Travel
) -> None:
    for day in (4, 5, 6):  # Saturday, Sunday, Monday
        factories.invoice(customer=customer, due_on=dt.date(2026, 7, day))
    night(customer, june(15), on_day)
    assert CadenceStep.objects.filter(step="T-0").count() == 1


def test_a_step_is_missed_when_the_next_ones_day_has_come(
    invoice: Invoice, customer: Customer, on_day: Travel
) -> None:
    night(customer, june(20), on_day)
    assert night(customer, june(25), on_day)["T-7"] == Result.PLANNED
    assert night(customer, june(26), on_day)["T-7"] == Result.MISSED
    assert night(customer, JULY, on_day)["T-3"] == Result.MISSED
    final = invoice.items.get().state.final_on
    assert night(customer, final, on_day)["T-0"] == Result.PLANNED
    after = final + dt.timedelta(days=1)
    assert night(customer, after, on_day)["T-0"] == Result.MISSED


def test_days_that_passed_before_the_plan_are_not_held_against_anybody(
    invoice: Invoice, customer: Customer, on_day: Travel
) -> None:
    found = night(customer, dt.date(2026, 7, 3), on_day)
    assert found == {
        "T-7": Result.SKIPPED,
        "T-3": Result.SKIPPED,
        "T-0": Result.PLANNED,
    }


def test_what_is_paid_needs_no_visit(
    invoice: Invoice, customer: Customer, on_day: Travel
) -> None:
    night(customer, june(20), on_day)
    factories.payment(pays=invoice, amount="900.00", received_on=june(20))
    assert set(night(customer, june(21), on_day).values()) == {Result.SKIPPED}


def test_a_visit_does_what_was_planned_and_fixes_the_day(
    invoice: Invoice, customer: Customer, on_day: Travel
) -> None:
    night(customer, june(20), on_day)
    on_day(june(26))
    promised = Promised(
        currency="CNY", amount=Decimal(900), promised_on=dt.date(2026, 7, 4)
    )
    visit = factories.visit(
        customer=customer, on=june(26), outcome="promised", promised=promised
    )
    done = CadenceStep.objects.get(step="T-3")
    assert (done.result, done.done_on, done.visit) == (Result.DONE, june(26), visit)
    assert done.named_on == dt.date(2026, 7, 4)
    visit_day = CadenceStep.objects.get(step="T-0")
    assert visit_day.planned_on == dt.date(2026, 7, 6), "Saturday rolls to Monday"


def test_a_step_is_done_once(
    invoice: Invoice, customer: Customer, on_day: Travel
) -> None:
    night(customer, june(20), on_day)
    step = CadenceStep.objects.select_related("company", "customer").get(step="T-7")
    actor = factories.user(company=customer.company)
    mark_step_done(actor=actor, step=step, done_on=june(20), named_on=JULY)
    with pytest.raises(StepRefusedError):
        mark_step_done(actor=actor, step=step, done_on=june(20))


def test_the_stand_in_goes_and_the_manager_where_he_is_away_too(
    invoice: Invoice, customer: Customer, on_day: Travel
) -> None:
    night(customer, june(20), on_day)
    assert customer.rep is not None
    assert customer.rep.user is not None
    colleague = factories.user(role="sales_rep", company=customer.company)
    away = {"company": customer.company, "from_on": JULY, "until_on": JULY}
    record_absence(actor=None, user=customer.rep.user, stand_in=colleague, **away)
    night(customer, june(21), on_day)
    step = CadenceStep.objects.get(step="T-0")
    assert (step.acting, step.stand_in) == ("colleague", colleague)
    record_absence(actor=None, user=colleague, **away)
    night(customer, june(22), on_day)
    step.refresh_from_db()
    assert step.acting == "manager"
    assert step.stand_in is not None
    assert CadenceStep.objects.get(step="T-7").acting == "rep"
    Absence.objects.all().delete()
    night(customer, june(23), on_day)
    step.refresh_from_db()
    assert (step.acting, step.stand_in) == ("rep", None)


def test_customers_without_a_rep_have_no_contacts(on_day: Travel) -> None:
    on_day(june(20))
    invoice = factories.invoice(due_on=JULY)
    assert night(invoice.customer, june(20), on_day) == {}


def test_a_customer_put_under_watch_is_seen_once_more_the_day_before(
    invoice: Invoice, customer: Customer, on_day: Travel
) -> None:
    night(customer, june(10), on_day)
    flag(customer=customer, from_on=june(12))
    assert "T-1" not in night(customer, june(11), on_day)
    for day in (12, 13):
        assert night(customer, june(day), on_day)["T-1"] == Result.PLANNED
    assert CadenceStep.objects.get(step="T-1").planned_on == june(30)
    assert CadenceStep.objects.count() == 4


def test_a_day_agreed_the_day_before_moves_the_visit(
    invoice: Invoice, customer: Customer, on_day: Travel
) -> None:
    flag(customer=customer, from_on=june(1))
    night(customer, june(15), on_day)
    mark_step_done(
        actor=factories.user(role="sales_rep", company=customer.company),
        step=CadenceStep.objects.get(step="T-1"),
        done_on=june(30),
        named_on=dt.date(2026, 7, 4),  # a Saturday
    )
    assert CadenceStep.objects.get(step="T-0").planned_on == dt.date(2026, 7, 6)
