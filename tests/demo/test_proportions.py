"""What the pure rule makes of the generator's books: all classes, in sensible shares."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from decimal import Decimal

import pytest

from demo.generator.book import Book, build_book
from demo.generator.rows import FactRow, InvoiceRow
from invoices.domain.aging import age_dates
from invoices.domain.classes import ReceivableClass
from invoices.domain.classification import OverrideInForce, decide
from invoices.domain.facts import ClassFact, FactKind
from invoices.domain.policy import FIELD_DEFAULT

# Percent of what is owed in CNY: least and most.
SHARES = {
    ReceivableClass.UNCOLLECTED: (55, 80),
    ReceivableClass.EXPEDITED: (10, 28),
    ReceivableClass.QUASI_BAD: (4, 16),
    ReceivableClass.BAD: (1, 8),
    ReceivableClass.DEAD: (Decimal("0.4"), 5),
}
LAST_DAY_OF_BUCKET = (0, 30, 60, 90, 180, 365)


def still_open(book: Book) -> dict[str, Decimal]:
    """Open amounts by invoice number."""
    bounced = {row.reference for row in book.reversals}
    left = {
        row.number: Decimal(row.amount)
        for row in book.invoices
        if row.kind == "invoice"
    }
    for row in book.allocations:
        if row.payment_reference not in bounced:
            left[row.invoice_number] -= Decimal(row.amount)
    return {number: amount for number, amount in left.items() if amount > 0}


def class_of(row: InvoiceRow, facts: list[FactRow], book: Book) -> ReceivableClass:
    """The class by the pure rule; the plan is left aside."""
    days = defaultdict(list)
    for fact in facts:
        if fact.verified:
            days[fact.kind].append(fact.from_on)
    override = next(
        (each for each in book.overrides if each.invoice_number == row.number), None
    )
    return decide(
        age_dates(FIELD_DEFAULT, due_on=row.due_on, term_days=row.term_days),
        as_of=book.as_of,
        is_open=True,
        rules=FIELD_DEFAULT,
        facts=[
            ClassFact(FactKind(fact.kind), fact.from_on, fact.until_on)
            for fact in facts
            if fact.kind in set(FactKind)
        ],
        override=OverrideInForce(
            ReceivableClass.from_severity(override.severity),
            override.from_on,
            override.until_on,
        )
        if override
        else None,
        supply_stopped_on=min(days["supply_stopped"], default=None),
        bounced_bills=days["bill_bounced"],
        limitation_last_day=min(days["limitation_last_day"], default=None),
    ).cls


@pytest.mark.parametrize(
    "as_of",
    [
        dt.date(2026, 11, 21),
        dt.date(2026, 12, 31),
        dt.date(2027, 2, 14),
        dt.date(2027, 6, 18),
        dt.date(2028, 9, 1),
    ],
)
def test_classes_and_buckets_are_filled_in_sensible_shares(as_of: dt.date):
    book = build_book(as_of=as_of)
    invoices = {row.number: row for row in book.invoices}
    facts = defaultdict(list)
    for fact in book.facts:
        facts[fact.customer_code].append(fact)
    owed: Counter[ReceivableClass] = Counter()
    buckets = set()
    for number, amount in still_open(book).items():
        row = invoices[number]
        if row.currency != "CNY":
            continue
        reaching = [
            fact
            for fact in facts[row.customer_code]
            if fact.invoice_number in ("", number)
        ]
        owed[class_of(row, reaching, book)] += amount
        late = (as_of - row.due_on).days
        buckets.add(sum(late > last for last in LAST_DAY_OF_BUCKET))
    total = sum(owed.values())
    assert Decimal(15_000_000) < total < Decimal(80_000_000)
    for cls, (least, most) in SHARES.items():
        assert least <= owed[cls] * 100 / total <= most, (cls, owed[cls], total)
    assert buckets == set(range(len(LAST_DAY_OF_BUCKET) + 1))
