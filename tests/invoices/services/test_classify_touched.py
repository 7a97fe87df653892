"""What a service touches has its class at once: the one its night would give again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from arcollect.core.models import AuditEvent, Company
from customers.models import Customer
from invoices.domain.classes import ReceivableClass
from invoices.models import (
    ClassHistory,
    ClassificationProgress,
    ClassOverride,
    DueItem,
    DueItemState,
    Fact,
)
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.approve_override import approve_override, withdraw_override
from invoices.services.classify import classify_through
from invoices.services.post_invoice import DueItemInput, post_invoice
from invoices.services.record_fact import record_fact, withdraw_fact
from invoices.services.reverse_invoice import reverse_invoice
from invoices.services.reverse_payment import reverse_payment
from invoices.services.undo_allocation import undo_allocation
from invoices.verify.run import verify
from tests.books import known
from tests.books.openings import (
    item_of,
    money_from,
    open_company,
    open_customer,
    overdue_invoice,
)
from tests.books.steps import START, STEPS, Book
from tests.levels import at_level

pytestmark = [pytest.mark.django_db, pytest.mark.databases]
SEEDS = range(at_level(ci=6, everything=600))
NIGHT = dt.date(2026, 6, 1)
FACTS = (Fact.Kind.ABSCONDED, Fact.Kind.INSOLVENCY_SIGNS, Fact.Kind.SUPPLY_STOPPED)
UNCOLLECTED, EXPEDITED, BAD = (
    ReceivableClass.UNCOLLECTED.severity,
    ReceivableClass.EXPEDITED.severity,
    ReceivableClass.BAD.severity,
)


@pytest.fixture
def dealer() -> Customer:
    """Of a company whose books were classified through `NIGHT`."""
    company = open_company()
    classify_through(company=company, as_of=NIGHT)
    return open_customer(company)


def _late(dealer: Customer) -> DueItem:
    """An item of 100.00 that is EXPEDITED on `NIGHT`."""
    return item_of(
        overdue_invoice(dealer, issued_on=NIGHT - dt.timedelta(days=60), days=30)
    )


def _pay(item: DueItem, *, on: dt.date = NIGHT, amount: str = "100.00") -> Any:
    payment = money_from(item.customer, on=on, amount=amount)
    part = AllocationPart(item.pk, Decimal(amount))
    return payment, allocate(actor=None, source=payment, parts=[part])[0]


def _told(item: DueItem) -> list[tuple[object, ...]]:
    rows = ClassHistory.objects.filter(due_item=item).order_by("pk")
    return list(rows.values_list("changed_on", "from_severity", "to_severity"))


def _kept(item: DueItem) -> tuple[int | None, str, dt.date | None]:
    state = DueItemState.objects.get(pk=item.pk)
    return state.severity, state.decided_by, state.class_since


def _rows(company: Company) -> list[Any]:
    """Everything a night may write."""
    states = DueItemState.objects.filter(company=company).order_by("pk")
    history = ClassHistory.objects.filter(company=company).order_by("pk")
    return [*states.values(), *history.values()]


def _assert_as_the_rule(company: Company, day: dt.date) -> None:
    stored = {
        pk: known.Expected(severity, by)
        for pk, severity, by in DueItemState.objects.filter(
            company=company, severity__isnull=False
        ).values_list("pk", "severity", "decided_by")
    }
    assert stored == known.pure_classes(company, day)


def _assert_as_the_night(company: Company, day: dt.date) -> None:
    """The rule's classes, sound books, and nothing left for that night to do again."""
    _assert_as_the_rule(company, day)
    assert verify(company=company) == []
    before = _rows(company)
    assert classify_through(company=company, as_of=day).changed == 0
    assert _rows(company) == before


def test_a_posted_invoice_has_its_class_with_its_history(dealer: Customer) -> None:
    item = _late(dealer)
    assert _kept(item) == (EXPEDITED, "age", NIGHT)
    assert _told(item) == [(NIGHT, None, EXPEDITED)]
    _assert_as_the_night(dealer.company, NIGHT)


def test_money_settles_it_and_takes_its_class_along(dealer: Customer) -> None:
    item = _late(dealer)
    _pay(item, amount="40.00")
    assert _kept(item)[0] == EXPEDITED
    _payment, rest = _pay(item, amount="60.00")
    assert _kept(item)[0] == 0
    undo_allocation(actor=None, allocation=rest)
    assert _kept(item)[0] == EXPEDITED
    days = [(None, EXPEDITED), (EXPEDITED, 0), (0, EXPEDITED)]
    assert _told(item) == [(NIGHT, before, after) for before, after in days]
    _assert_as_the_night(dealer.company, NIGHT)


def test_a_reversed_payment_brings_the_class_back(dealer: Customer) -> None:
    item = _late(dealer)
    payment, _allocation = _pay(item)
    reverse_payment(actor=None, payment=payment, effective_on=NIGHT, reason="bounced")
    assert _kept(item)[0] == EXPEDITED
    _assert_as_the_night(dealer.company, NIGHT)


def test_a_reversal_tells_no_class_in_between(dealer: Customer) -> None:
    item = _late(dealer)
    _pay(item)
    before = _told(item)
    reverse_invoice(
        actor=None, invoice=item.invoice, effective_on=NIGHT, reason="never delivered"
    )
    assert _kept(item)[0] == 0
    assert _told(item) == before
    _assert_as_the_night(dealer.company, NIGHT)


def test_a_fact_and_its_withdrawal_reach_every_item(dealer: Customer) -> None:
    items = [_late(dealer), _late(dealer)]
    other = _late(open_customer(dealer.company))
    kind = Fact.Kind.ABSCONDED
    fact = record_fact(actor=None, customer=dealer, kind=kind, from_on=NIGHT)
    assert [_kept(item)[0] for item in items] == [BAD, BAD]
    _assert_as_the_night(dealer.company, NIGHT)
    withdraw_fact(actor=None, fact=fact, reason="another dealer of that name")
    assert [_kept(item)[0] for item in [*items, other]] == [EXPEDITED] * 3
    _assert_as_the_night(dealer.company, NIGHT)


def test_an_override_and_its_withdrawal_count_at_once(dealer: Customer) -> None:
    item = _late(dealer)
    override = approve_override(
        actor=None,
        due_item=item,
        cls=ReceivableClass.UNCOLLECTED,
        from_on=NIGHT,
        until_on=NIGHT + dt.timedelta(days=5),
        reason="the cheque is in the post",
    )
    assert _kept(item) == (UNCOLLECTED, "override", NIGHT)
    withdraw_override(actor=None, override=override, reason="it was not")
    assert _kept(item)[0] == EXPEDITED
    assert ClassOverride.objects.count() == 2
    _assert_as_the_night(dealer.company, NIGHT)


def test_days_to_come_are_left_to_their_nights(dealer: Customer) -> None:
    item = _late(dealer)
    _pay(item, on=NIGHT + dt.timedelta(days=2))
    tomorrow = item_of(overdue_invoice(dealer, issued_on=NIGHT + dt.timedelta(days=1)))
    assert _kept(item)[0] == EXPEDITED
    assert _kept(tomorrow)[0] is None
    _assert_as_the_night(dealer.company, NIGHT)
    for days in (1, 2):
        day = NIGHT + dt.timedelta(days=days)
        classify_through(company=dealer.company, as_of=day)
        _assert_as_the_night(dealer.company, day)


def test_before_the_first_night_any_day_may_still_be_the_first() -> None:
    company = open_company()
    item = _late(open_customer(company))
    _pay(item)
    assert _kept(item)[0] is None
    first = NIGHT - dt.timedelta(days=25)
    assert classify_through(company=company, as_of=first).changed == 1
    assert _told(item) == [(first, None, UNCOLLECTED)]


def test_a_night_under_way_keeps_what_is_touched_to_itself(dealer: Customer) -> None:
    settled, company = _late(dealer), dealer.company
    progress = ClassificationProgress.objects.filter(company=company)
    tomorrow = NIGHT + dt.timedelta(days=1)
    progress.update(begun=tomorrow)
    new = _late(dealer)
    _pay(settled)
    assert (_kept(new)[0], _kept(settled)[0]) == (None, EXPEDITED)
    assert verify(company=company) == []
    classify_through(company=company, as_of=tomorrow)
    assert _told(new) == [(tomorrow, None, EXPEDITED)]
    _assert_as_the_night(company, tomorrow)
    assert _kept(_late(dealer))[0] == EXPEDITED


def test_a_night_comes_back_to_what_was_touched_meanwhile(
    dealer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from invoices.services import classify

    posted: list[DueItem] = []
    day_done = classify._classify_day

    def and_somebody_posts(*given: Any, **named: Any) -> int:
        changed = day_done(*given, **named)
        # The night has advanced: as when the posting looked before and ends after.
        progress = ClassificationProgress.objects.filter(company=dealer.company)
        progress.update(begun=NIGHT + dt.timedelta(days=9))
        posted.append(_late(dealer))
        progress.update(begun=tomorrow)
        return changed

    tomorrow = NIGHT + dt.timedelta(days=1)
    monkeypatch.setattr(classify, "_classify_day", and_somebody_posts)
    item = _late(dealer)
    _pay(item, on=tomorrow)
    result = classify_through(company=dealer.company, as_of=tomorrow)
    assert [_kept(each)[0] for each in posted] == [EXPEDITED]
    assert result.changed == 2
    events = AuditEvent.objects.filter(action="invoices.classes.changed")
    assert events.latest("pk").after["changed"] == 2


@pytest.mark.parametrize("seed", SEEDS)
def test_random_books_are_classified_after_every_step(seed: int) -> None:
    book = Book(seed)
    day = START
    classify_through(company=book.company, as_of=day)
    acts: list[Callable[[], object]] = [
        *[book.post_invoice, book.receive, book.allocate] * 3,
        *[book.undo, book.allocate_and_undo, book.reverse_source] * 2,
        *[book.reverse_invoice, book.post_credit_note, book.next_day],
        *[lambda: _learn(book, day), lambda: _forget(book)],
    ]
    for step in range(1, STEPS + 1):
        book.random.choice(acts)()
        if book.day > day and book.random.random() < 0.5:
            day = book.day
            classify_through(company=book.company, as_of=day)
        _assert_as_the_rule(book.company, day)
        if step % 8 == 0:
            _assert_as_the_night(book.company, day)


def _learn(book: Book, day: dt.date) -> None:
    random: Random = book.random
    if random.random() < 0.3:
        _set_by_hand(book, day)
        return
    record_fact(
        actor=None,
        customer=random.choice(book.customers),
        kind=random.choice(FACTS),
        from_on=day + dt.timedelta(days=random.choice([-20, -1, 0, 1, 3])),
    )


def _set_by_hand(book: Book, day: dt.date) -> None:
    items = list(DueItem.objects.filter(company=book.company))
    if items:
        from_on = day + dt.timedelta(days=book.random.choice([-2, 0, 2]))
        approve_override(
            actor=None,
            due_item=book.random.choice(items),
            cls=book.random.choice([*ReceivableClass][1:]),
            from_on=from_on,
            until_on=from_on + dt.timedelta(days=4),
            reason="seen",
        )


def _forget(book: Book) -> None:
    facts = Fact.objects.filter(
        company=book.company, withdrawn=False, superseded_by__isnull=True
    )
    if facts:
        withdraw_fact(actor=None, fact=facts[0], reason="a mistake")


def _queries(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as found:
        act()
    return len(found)


def test_it_costs_the_same_for_one_item_and_for_fifty(dealer: Customer) -> None:
    def post(number: int) -> None:
        day = NIGHT - dt.timedelta(days=60)
        post_invoice(
            actor=None,
            company=dealer.company,
            customer=dealer,
            issued_on=day,
            currency="CNY",
            number=f"q{number}",
            items=[
                DueItemInput(
                    due_on=day + dt.timedelta(days=term),
                    term_days=term,
                    amount=Decimal("1.00"),
                )
                for term in range(number)
            ],
        )

    def learn() -> None:
        kind = Fact.Kind.ABSCONDED
        fact = record_fact(actor=None, customer=dealer, kind=kind, from_on=NIGHT)
        withdraw_fact(actor=None, fact=fact, reason="a mistake")

    post(1)
    one = _queries(learn)
    post(50)
    assert _queries(learn) == one
