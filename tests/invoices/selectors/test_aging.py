"""Aging from documents, from the state rows, and by plain Python: one answer."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from decimal import Decimal
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command

from arcollect.core.models import Company
from invoices.domain.classes import ReceivableClass
from invoices.models import Allocation, CreditNote, DueItem, Payment
from invoices.selectors.aging import aging_now, customer_sums, open_items
from invoices.selectors.aging_figures import Aging, By
from invoices.selectors.aging_from_documents import aging_from_documents
from invoices.selectors.scope import LedgerScope
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.classify import classify_through
from invoices.services.reverse_payment import reverse_payment
from tests.books import known
from tests.books.openings import (
    item_of,
    money_from,
    open_company,
    open_customer,
    overdue_invoice,
)
from tests.books.random_book import random_book
from tests.levels import at_level

pytestmark = pytest.mark.django_db
SEEDS = range(at_level(ci=12, everything=500))
DAY = dt.date(2026, 3, 31)


def _without_empty(aging: Aging) -> dict[str, object]:
    found = aging.as_dict()["currencies"]
    return {
        currency: line
        for currency, line in found.items()
        if line["total"]["items"] or line["on_account"]["items"]
    }


def _by_hand(company: Company, day: dt.date) -> dict[str, list[Decimal]]:
    """Open per bucket edge by reading every document."""
    paid: dict[int, Decimal] = defaultdict(Decimal)
    for row in Allocation.objects.filter(company=company, effective_on__lte=day):
        paid[row.due_item_id] += row.amount
    found: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 7)
    for item in DueItem.objects.filter(company=company, issued_on__lte=day):
        late = (day - item.due_on).days
        bucket = sum(late > edge for edge in (0, 30, 60, 90, 180, 365))
        found[item.currency][bucket] += item.amount - paid[item.pk]
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_every_way_gives_the_same_figures(seed: int) -> None:
    random = Random(seed)
    company, _items = random_book(random)
    scope = LedgerScope(company)
    classify_through(company=company, as_of=known.START + dt.timedelta(days=100))
    for _ in range(6):
        day = known.some_day(random, span=known.SPAN + 300)
        for by in By:
            slow = aging_from_documents(company=company, as_of=day, by=by)
            fast = aging_now(scope=scope, as_of=day, by=by)
            assert _without_empty(slow) == _without_empty(fast), (seed, day, by)
        hand = _by_hand(company, day)
        ours = aging_from_documents(company=company, as_of=day)
        for currency, line in ours.currencies.items():
            assert [f.amount for f in line.parts.values()] == hand[currency]
        _check_classes(company, day)


def _check_classes(company: Company, day: dt.date) -> None:
    pure = known.pure_classes(company, day)
    rows = open_items(scope=LedgerScope(company), as_of=day)
    found = {row.pk: (row.new_severity, row.new_by) for row in rows}
    assert found == {pk: each for pk, each in pure.items() if each.severity > 0}
    sums = customer_sums(scope=LedgerScope(company), as_of=day)
    assert sum(row["items"] for row in sums) == len(found)


def test_json_is_what_the_command_promises() -> None:
    company = open_company(currency="USD")
    dealer = open_customer(company)
    for days_late, amount in ((0, "10.00"), (1, "1.50"), (366, "7.25")):
        overdue_invoice(
            dealer,
            issued_on=DAY - dt.timedelta(days=30 + days_late),
            amount=amount,
            currency="USD",
        )
    money_from(dealer, on=DAY, amount="3.25", currency="USD")
    out = StringIO()
    call_command("aging", "--as-of", DAY.isoformat(), "--json", stdout=out)
    none = {"items": 0, "amount": "0.00"}
    assert json.loads(out.getvalue()) == {
        "as_of": "2026-03-31",
        "currencies": {
            "USD": {
                "not_due": {"items": 1, "amount": "10.00"},
                "1-30": {"items": 1, "amount": "1.50"},
                "31-60": none,
                "61-90": none,
                "91-180": none,
                "181-365": none,
                ">365": {"items": 1, "amount": "7.25"},
                "on_account": {"items": 1, "amount": "3.25"},
                "total": {"items": 3, "amount": "15.50"},
            }
        },
    }


def test_by_class_and_by_customer() -> None:
    company = open_company()
    dealer = open_customer(company)
    overdue_invoice(dealer, issued_on=DAY - dt.timedelta(days=41), amount="9.00")
    by_class = aging_from_documents(company=company, as_of=DAY, by=By.CLASS).as_dict()
    line = by_class["currencies"]["CNY"]
    assert list(line) == [
        *(cls.value for cls in ReceivableClass if cls.severity),
        "on_account",
        "total",
    ]
    assert line["EXPEDITED"] == {"items": 1, "amount": "9.00"}
    by_customer = aging_from_documents(company=company, as_of=DAY, by=By.CUSTOMER)
    customers = by_customer.as_dict()["currencies"]["CNY"]["customers"]
    assert customers[dealer.code]["1-30"] == {"items": 1, "amount": "9.00"}


def test_what_was_known_then_stays_as_it_was() -> None:
    company = open_company()
    dealer = open_customer(company)
    item = item_of(overdue_invoice(dealer, issued_on=DAY - dt.timedelta(days=9)))
    payment = money_from(dealer, on=DAY, amount="60.00")
    before = Payment.objects.get(pk=payment.pk).recorded_at
    then = aging_from_documents(company=company, as_of=DAY, known_at=before).as_dict()
    allocate(
        actor=None,
        source=payment,
        parts=[AllocationPart(item.pk, Decimal("60.00"))],
    )
    now = aging_from_documents(company=company, as_of=DAY).as_dict()
    assert now["currencies"]["CNY"]["on_account"]["items"] == 0
    again = aging_from_documents(company=company, as_of=DAY, known_at=before).as_dict()
    assert again == then
    assert now != then
    # One day earlier nothing was paid, whatever is known.
    earlier = DAY - dt.timedelta(days=1)
    line = aging_now(scope=LedgerScope(company), as_of=earlier).currencies["CNY"]
    assert (line.total.amount, line.on_account.items) == (Decimal("100.00"), 0)


def test_a_reversed_payment_is_on_account_until_its_reversal() -> None:
    company = open_company()
    dealer = open_customer(company)
    payment = money_from(dealer, on=DAY, amount="60.00")
    later = DAY + dt.timedelta(days=5)
    reverse_payment(actor=None, payment=payment, effective_on=later, reason="bounced")
    assert CreditNote.objects.count() == 0
    for day, left in ((DAY, 1), (later - dt.timedelta(days=1), 1), (later, 0)):
        slow = aging_from_documents(company=company, as_of=day).currencies["CNY"]
        assert slow.on_account.items == left
        fast = aging_now(scope=LedgerScope(company), as_of=day)
        assert ("CNY" in fast.currencies) == bool(left)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--as-of", "31.3.2026"],
        ["--as-of", "2026-03-31", "--known-at", "2026-03-31T10:00:00"],
        ["--as-of", "2026-03-31", "--by", "colour"],
        ["--as-of", "2026-03-31", "--company", "nobody"],
        ["--as-of", "2026-03-31"],
    ],
)
def test_wrong_usage_is_refused(arguments: list[str]) -> None:
    open_company()
    open_company()
    with pytest.raises(CommandError) as refusal:
        call_command("aging", *arguments)
    assert refusal.value.returncode in (1, 2)
    if "--company" in arguments or (len(arguments) == 2 and "." not in arguments[1]):
        assert refusal.value.returncode == 2


def test_text_is_aligned_and_names_the_day() -> None:
    company = open_company()
    overdue_invoice(open_customer(company), issued_on=DAY, amount="1234.50")
    out = StringIO()
    call_command("aging", "--as-of", DAY.isoformat(), stdout=out)
    lines = out.getvalue().splitlines()
    assert "2026-03-31" in lines[0]
    assert len({len(line) for line in lines[2:]}) == 1
    assert "1,234.50" in out.getvalue()
