"""Two nights of one company at once: neither gives classes behind the other's back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from arcollect.core.models import Company
from customers.models import Customer
from invoices.models import ClassHistory, ClassificationProgress, DueItem, Fact
from invoices.services import classify
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.classify import classify_through
from invoices.services.record_fact import record_fact
from invoices.verify.run import verify
from tests.books import known
from tests.books.openings import (
    item_of,
    money_from,
    open_company,
    open_customer,
    overdue_invoice,
)

pytestmark = [pytest.mark.django_db, pytest.mark.databases]
JANUARY = dt.date(2026, 1, 1)
THROUGH = dt.date(2026, 1, 21)
NIGHT = dt.date(2026, 6, 1)


def _when_a_day_is_begun(
    monkeypatch: pytest.MonkeyPatch, act: Callable[[dt.date], object]
) -> None:
    """Let `act` happen once, when the next night has chosen its first day."""
    apply_policy, waiting = classify.apply_policy, [act]

    def and_act(*, company: Company, policy: object, day: dt.date) -> bool:
        if waiting:
            waiting.pop()(day)
        return apply_policy(company=company, policy=policy, day=day)

    monkeypatch.setattr(classify, "apply_policy", and_act)


def _first_rows(item: DueItem) -> list[tuple[dt.date, int]]:
    rows = ClassHistory.objects.filter(due_item=item).order_by("pk")
    return list(rows.values_list("changed_on", "to_severity"))


def _assert_sound(company: Company, day: dt.date) -> None:
    assert verify(company=company) == []
    pure = known.pure_classes(company, day)
    rows = ClassHistory.objects.filter(company=company).order_by("pk")
    stored = dict(rows.values_list("due_item", "to_severity"))
    assert stored == {pk: each.severity for pk, each in pure.items()}


@pytest.fixture
def dealer() -> Customer:
    return open_customer(open_company())


@pytest.mark.parametrize("back", [1, 5, 20, 45])
def test_a_night_does_not_step_over_what_another_one_has_yet_to_reach(
    dealer: Customer, monkeypatch: pytest.MonkeyPatch, back: int
) -> None:
    """An invoice of February is posted when one night is in March, another behind it.

    It gets worse on 19 March; the first night goes on with 23 March.
    """
    overdue_invoice(dealer, issued_on=JANUARY, days=60)
    company = dealer.company
    classify_through(company=company, as_of=THROUGH)

    def post_and_run_behind(day: dt.date) -> None:
        assert day == dt.date(2026, 3, 23)
        overdue_invoice(dealer, issued_on=dt.date(2026, 2, 6), days=30)
        classify_through(company=company, as_of=day - dt.timedelta(days=back))

    _when_a_day_is_begun(monkeypatch, post_and_run_behind)
    classify_through(company=company, as_of=NIGHT)
    _assert_sound(company, NIGHT)


def test_a_night_left_behind_changes_nothing(
    dealer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One stands before a fact's day; another goes through it, and on to the payment."""
    item, company = item_of(overdue_invoice(dealer, issued_on=JANUARY)), dealer.company
    classify_through(company=company, as_of=THROUGH)
    start = THROUGH + dt.timedelta(days=1)
    record_fact(actor=None, customer=dealer, kind=Fact.Kind.ABSCONDED, from_on=start)
    paid = money_from(dealer, on=start, amount="100.00")
    part = AllocationPart(item.pk, Decimal("100.00"))
    later = start + dt.timedelta(days=2)
    allocate(actor=None, source=paid, parts=[part], effective_on=later)
    told: list[list[tuple[dt.date, int]]] = []

    def run_ahead(day: dt.date) -> None:
        assert day == start
        classify_through(company=company, as_of=NIGHT)
        told.append(_first_rows(item))

    _when_a_day_is_begun(monkeypatch, run_ahead)
    classify_through(company=company, as_of=NIGHT)
    assert [_first_rows(item)] == told
    assert [day for day, _ in told[0]] == [THROUGH, start, later]
    _assert_sound(company, NIGHT)


def test_a_day_that_broke_off_is_finished_first(
    dealer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    overdue_invoice(dealer, issued_on=JANUARY, days=0)
    company = dealer.company
    classify_through(company=company, as_of=THROUGH)

    def break_off(_day: dt.date) -> None:
        raise InterruptedError

    _when_a_day_is_begun(monkeypatch, break_off)
    with pytest.raises(InterruptedError):
        classify_through(company=company, as_of=NIGHT)
    progress = ClassificationProgress.objects.get(company=company)
    assert progress.through == THROUGH
    begun = progress.begun
    assert begun is not None
    assert begun > THROUGH
    overdue_invoice(dealer, issued_on=THROUGH + dt.timedelta(days=1), days=0)
    classify_through(company=company, as_of=begun - dt.timedelta(days=1))
    progress.refresh_from_db()
    assert progress.through == begun
    classify_through(company=company, as_of=NIGHT)
    _assert_sound(company, NIGHT)
