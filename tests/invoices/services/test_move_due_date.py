"""A due date moves before it has passed; age, class and known_at follow it exactly."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest
from django.db import IntegrityError, transaction

from arcollect.core import clock
from arcollect.core.dates import NO_DATE_YET
from invoices.models import DueDateChange, DueItem, DueItemState
from invoices.selectors.aging_figures import By
from invoices.selectors.aging_from_documents import aging_from_documents
from invoices.selectors.classes import explanation
from invoices.services.classify import classify_through
from invoices.services.move_due_date import (
    DueDateRefusedError,
    move_due_date,
    reverse_due_date,
)
from invoices.verify.run import verify
from tests.books.openings import item_of, open_company, open_customer, overdue_invoice

pytestmark = pytest.mark.django_db
JAN_1, JAN_20, JAN_31 = dt.date(2026, 1, 1), dt.date(2026, 1, 20), dt.date(2026, 1, 31)
MAR_15, JUN_1 = dt.date(2026, 3, 15), dt.date(2026, 6, 1)


def _item() -> DueItem:
    return item_of(overdue_invoice(open_customer(open_company()), issued_on=JAN_1))


def _moved(item: DueItem, *, on: dt.date = JAN_20, to: dt.date = MAR_15) -> object:
    return move_due_date(
        actor=None,
        due_item=item,
        cause=DueDateChange.Cause.EXTENSION,
        effective_on=on,
        new_due_on=to,
    )


def test_age_counts_from_the_new_date_and_the_first_term_keeps_its_grace() -> None:
    item = _item()
    classify_through(company=item.company, as_of=dt.date(2026, 2, 20))
    assert DueItemState.objects.get(pk=item.pk).severity == 2
    _moved(item)
    state = DueItemState.objects.get(pk=item.pk)
    assert (state.due_on, state.final_on) == (MAR_15, dt.date(2026, 3, 25))
    # Known late, effective before the first date: the class follows at once.
    assert state.severity == 1
    assert verify(company=item.company) == []
    told = explanation(item=item, as_of=dt.date(2026, 3, 20))
    assert told.due_on == MAR_15


def test_what_was_known_before_keeps_its_answer() -> None:
    item = _item()
    before = clock.now()
    _moved(item)
    feb_20 = dt.date(2026, 2, 20)

    def bucket(known_at: dt.datetime | None) -> list[str]:
        aging = aging_from_documents(
            company=item.company, as_of=feb_20, known_at=known_at
        )
        parts = aging.currencies["CNY"].parts
        return [name for name, figure in parts.items() if figure.items]

    assert bucket(before) == ["1-30"]
    assert bucket(None) == ["not_due"]


def test_taken_back_it_is_as_if_it_had_never_been() -> None:
    item = _item()
    classify_through(company=item.company, as_of=dt.date(2026, 2, 20))
    before = DueItemState.objects.filter(pk=item.pk).values().get()
    change = _moved(item)
    assert isinstance(change, DueDateChange)
    reverse_due_date(actor=None, change=change, reason="signed by the wrong person")
    after = DueItemState.objects.filter(pk=item.pk).values().get()
    moved = {name for name in before if before[name] != after[name]}
    assert moved <= {"class_since"}
    assert verify(company=item.company) == []
    with pytest.raises(DueDateRefusedError):
        reverse_due_date(actor=None, change=change, reason="again")


@pytest.mark.parametrize(
    ("on", "to"),
    [
        (dt.date(2026, 2, 1), MAR_15),  # agreed after the old date
        (JAN_20, dt.date(2026, 1, 19)),  # into the past
        (dt.date(2025, 12, 31), MAR_15),  # before there was an invoice
        (JAN_20, NO_DATE_YET),
    ],
)
def test_a_date_that_would_change_the_past_is_refused(on: dt.date, to: dt.date) -> None:
    item = _item()
    with pytest.raises(DueDateRefusedError):
        _moved(item, on=on, to=to)
    assert not DueDateChange.objects.exists()
    assert DueItemState.objects.get(pk=item.pk).due_on == JAN_31


def test_one_agreed_too_late_is_kept_and_counted_but_moves_nothing() -> None:
    item = _item()
    move_due_date(
        actor=None,
        due_item=item,
        cause=DueDateChange.Cause.EXTENSION,
        effective_on=dt.date(2026, 2, 5),
        new_due_on=MAR_15,
        moves_age=False,
    )
    assert DueItemState.objects.get(pk=item.pk).due_on == JAN_31
    assert item.due_changes.count() == 1
    assert verify(company=item.company) == []


@pytest.mark.parametrize("seed", range(6))
def test_random_moves_and_nights_leave_sound_books(seed: int) -> None:
    random = Random(seed)
    company = open_company()
    customer = open_customer(company)
    day = JAN_1
    items = []
    for _ in range(12):
        day += dt.timedelta(days=random.randrange(1, 20))
        invoice = overdue_invoice(customer, issued_on=day, days=random.randrange(60))
        items.append(item_of(invoice))
        for item in random.sample(items, min(4, len(items))):
            due_on = DueItemState.objects.get(pk=item.pk).due_on
            on = day - dt.timedelta(days=random.randrange(10))
            newest = item.due_changes.order_by("-sequence").first()
            if newest and random.random() < 0.3:
                if newest.reverses_id is None:
                    reverse_due_date(actor=None, change=newest, reason="error")
            elif item.issued_on <= on <= due_on:
                try:
                    _moved(item, on=on, to=on + dt.timedelta(days=random.randrange(50)))
                except DueDateRefusedError:
                    assert newest is not None
                    assert newest.effective_on > on
        classify_through(company=company, as_of=day)
        assert verify(company=company) == [], seed
    assert DueDateChange.objects.count() > 3


def test_past_days_answer_alike_whichever_date_is_read() -> None:
    """The constraint behind `DueDateChange`: no day before a change can tell."""
    item = _item()
    days = [JAN_1 + dt.timedelta(days=n) for n in range(19)]

    def answers() -> list[object]:
        return [
            aging_from_documents(company=item.company, as_of=day, by=by).currencies
            for day in days
            for by in (By.BUCKET, By.CLASS)
        ]

    before = answers()
    _moved(item)
    assert answers() == before


def test_the_database_refuses_a_move_into_the_past() -> None:
    item = _item()
    with pytest.raises(IntegrityError), transaction.atomic():
        DueDateChange.objects.create(
            company=item.company,
            due_item=item,
            sequence=1,
            cause="extension",
            effective_on=dt.date(2026, 2, 1),
            old_due_on=JAN_31,
            new_due_on=MAR_15,
            recorded_at=clock.now(),
        )
    assert not DueDateChange.objects.exists()
