"""Explanations and previews against the rule, day by day."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from random import Random

import pytest

from invoices.domain.classes import ReceivableClass
from invoices.domain.policy import FIELD_DEFAULT, PRESETS, STRICT_ONE_THIRD
from invoices.models import ClassificationPolicy, DueItem
from invoices.selectors.classes import explanation, story_of
from invoices.selectors.policy_preview import Shift, policy_preview
from invoices.selectors.scope import LedgerScope
from invoices.services.classify import classify_through
from tests.books import known
from tests.books.openings import item_of, open_company, open_customer, overdue_invoice
from tests.books.random_book import random_book

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 2, 11)
UNCOLLECTED, EXPEDITED, QUASI_BAD = (
    ReceivableClass.UNCOLLECTED,
    ReceivableClass.EXPEDITED,
    ReceivableClass.QUASI_BAD,
)


@pytest.mark.parametrize("seed", range(6))
def test_since_and_next_are_the_days_the_rule_finds(seed: int) -> None:
    random = Random(seed)
    company, items = random_book(random)
    day = known.some_day(random)
    for item in DueItem.objects.filter(pk__in=[each.pk for each in items[:6]]):
        if item.issued_on > day:
            continue
        told = explanation(item=item, as_of=day)
        pure = known.pure_classes(company, day)[item.pk]
        assert (told.cls.severity, told.decided_by) == pure
        story = story_of(item)
        back = day
        while back > item.issued_on and (
            story.classification_on(back - dt.timedelta(days=1)).cls is told.cls
        ):
            back -= dt.timedelta(days=1)
        assert told.since_on == back
        ahead = [day + dt.timedelta(days=n) for n in range(1, 700)]
        other = ((d, story.classification_on(d).cls) for d in ahead)
        first = next((pair for pair in other if pair[1] is not told.cls), None)
        if first is not None:
            assert (told.next_on, told.next_cls) == first


def test_an_expedited_item_is_explained() -> None:
    company = open_company()
    item = item_of(
        overdue_invoice(open_customer(company), issued_on=dt.date(2026, 1, 1))
    )
    told = explanation(item=item, as_of=DAY)
    assert (told.cls, told.decided_by, told.grace_days) == (EXPEDITED, "age", 10)
    assert told.since_on == DAY
    assert told.final_on == dt.date(2026, 2, 10)
    assert (told.next_on, told.next_cls) == (dt.date(2026, 5, 2), QUASI_BAD)


def test_preview_counts_what_would_change() -> None:
    company = open_company()
    dealer = open_customer(company)
    overdue_invoice(dealer, issued_on=DAY - dt.timedelta(days=35), amount="5.00")
    overdue_invoice(dealer, issued_on=DAY - dt.timedelta(days=45), amount="7.00")
    overdue_invoice(dealer, issued_on=DAY, amount="1000.00")
    classify_through(company=company, as_of=DAY)
    scope = LedgerScope(company)
    found = policy_preview(scope=scope, rules=STRICT_ONE_THIRD, as_of=DAY)
    assert found == [
        Shift("CNY", UNCOLLECTED, EXPEDITED, 1, Decimal("5.00")),
        Shift("CNY", EXPEDITED, QUASI_BAD, 1, Decimal("7.00")),
    ]
    assert policy_preview(scope=scope, rules=FIELD_DEFAULT, as_of=DAY) == []


@pytest.mark.parametrize("name", PRESETS)
def test_preview_is_what_the_night_under_the_draft_does(name: str) -> None:
    company, _items = random_book(Random(3))
    day = known.START + dt.timedelta(days=400)
    classify_through(company=company, as_of=day)
    before = known.pure_classes(company, day)
    rules = PRESETS[name]
    preview = policy_preview(scope=LedgerScope(company), rules=rules, as_of=day)
    ClassificationPolicy.objects.create(
        company=company,
        version=99,
        name=name,
        rules=rules.to_dict(),
        from_on=day,
        recorded_at=dt.datetime.now(dt.UTC),
    )
    after = known.pure_classes(company, day)
    moved = [pk for pk in before if before[pk].severity != after[pk].severity]
    assert sum(shift.items for shift in preview) == len(moved)
