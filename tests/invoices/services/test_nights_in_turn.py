"""Two nights of one company at once: neither gives classes behind the other's back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from arcollect.core.models import Company
from customers.models import Customer
from invoices.models import (
    ClassHistory,
    ClassificationPolicy,
    ClassificationProgress,
    DueItem,
    Fact,
)
from invoices.services import classify
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.apply_policy import apply_policy
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
FACT_ON = dt.date(2026, 1, 22)
PAID_ON = dt.date(2026, 1, 24)
NIGHT = dt.date(2026, 6, 1)


def _when_a_day_is_begun(
    monkeypatch: pytest.MonkeyPatch, act: Callable[[dt.date], object]
) -> None:
    """Let `act` happen once, when the next night has chosen its first day."""
    waiting = [act]

    def and_act(
        *, company: Company, policy: ClassificationPolicy, day: dt.date
    ) -> bool:
        if waiting:
            waiting.pop()(day)
        return apply_policy(company=company, policy=policy, day=day)

    monkeypatch.setattr(classify, "apply_policy", and_act)


def _rows(item: DueItem) -> list[tuple[dt.date, int]]:
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


def _run_one_ahead(
    dealer: Customer, monkeypatch: pytest.MonkeyPatch
) -> tuple[list[tuple[dt.date, int]], list[tuple[dt.date, int]]]:
    """History as told by a night that ran ahead, and after the one behind went on.

    One stands before a fact's day; the other goes through it, and on to the payment.
    """
    item, company = item_of(overdue_invoice(dealer, issued_on=JANUARY)), dealer.company
    classify_through(company=company, as_of=THROUGH)
    record_fact(actor=None, customer=dealer, kind=Fact.Kind.ABSCONDED, from_on=FACT_ON)
    paid = money_from(dealer, on=FACT_ON, amount="100.00")
    part = AllocationPart(item.pk, Decimal("100.00"))
    allocate(actor=None, source=paid, parts=[part], effective_on=PAID_ON)
    told: list[tuple[dt.date, int]] = []

    def run_ahead(day: dt.date) -> None:
        assert day == FACT_ON
        classify_through(company=company, as_of=NIGHT)
        told.extend(_rows(item))

    _when_a_day_is_begun(monkeypatch, run_ahead)
    classify_through(company=company, as_of=NIGHT)
    return told, _rows(item)


def test_a_night_left_behind_changes_nothing(
    dealer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead, at_last = _run_one_ahead(dealer, monkeypatch)
    assert at_last == ahead
    assert [day for day, _ in ahead] == [THROUGH, FACT_ON, PAID_ON]
    _assert_sound(dealer.company, NIGHT)


def test_without_looking_it_would_go_back(
    dealer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what the chunks' look at later days prevents."""
    monkeypatch.setattr(classify, "_is_past", lambda _company_id, _day: False)
    ahead, at_last = _run_one_ahead(dealer, monkeypatch)
    assert [day for day, _ in at_last[len(ahead) :]][:1] == [FACT_ON]


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
