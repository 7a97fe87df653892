"""A customer's statement: opening, documents and closing agree with the aging."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

import pytest

from arcollect.core.models import Company
from invoices.models import Dispute
from invoices.selectors.aging import aging_now
from invoices.selectors.aging_figures import By
from invoices.selectors.customer_statement import (
    DocumentKind,
    balances,
    customer_statement,
    unnamed_money,
)
from invoices.selectors.scope import LedgerScope
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.record_payment import record_payment
from invoices.services.reverse_payment import reverse_payment
from tests import factories
from tests.dashboards.random_books import RandomBook

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY


def test_a_statement_reads_like_an_account_book():
    customer = factories.customer()
    factories.invoice(
        customer=customer,
        amount="1000.00",
        issued_on=dt.date(2026, 3, 5),
        number="LY-1",
    )
    factories.payment(
        customer=customer, amount="400.00", received_on=dt.date(2026, 4, 2)
    )
    factories.invoice(
        customer=customer,
        amount="250.00",
        issued_on=dt.date(2026, 4, 20),
        number="LY-2",
    )
    found = customer_statement(
        company=customer.company,
        customer_id=customer.pk,
        currency="CNY",
        as_of=dt.date(2026, 4, 30),
        since=dt.date(2026, 4, 1),
    )
    assert found.opening == Decimal("1000.00")
    assert [(line.kind, line.change) for line in found.lines] == [
        (DocumentKind.PAYMENT, Decimal("-400.00")),
        (DocumentKind.INVOICE, Decimal("250.00")),
    ]
    assert found.closing == Decimal("850.00")
    assert found.open_total == Decimal("1250.00")
    assert found.on_account == Decimal("400.00")


def test_what_comes_after_the_day_is_not_there():
    customer = factories.customer()
    invoice = factories.invoice(
        customer=customer, amount="100.00", issued_on=dt.date(2026, 3, 31)
    )
    paid = factories.payment(
        customer=customer, amount="100.00", received_on=dt.date(2026, 4, 1)
    )
    part = AllocationPart(due_item_id=invoice.items.get().pk, amount=Decimal(100))
    allocate(actor=None, source=paid, parts=[part])
    found = customer_statement(
        company=customer.company,
        customer_id=customer.pk,
        currency="CNY",
        as_of=dt.date(2026, 3, 31),
    )
    assert found.closing == Decimal("100.00")
    assert [item.open for item in found.items] == [Decimal("100.00")]


def test_money_nobody_was_named_for_counts_where_it_was_allocated():
    customer = factories.customer()
    invoice = factories.invoice(
        customer=customer, amount="100.00", issued_on=dt.date(2026, 3, 1)
    )
    found_money = record_payment(
        actor=None,
        company=customer.company,
        customer=None,
        reference="unknown sender",
        received_on=dt.date(2026, 3, 10),
        currency="CNY",
        amount=Decimal("60.00"),
    )
    part = AllocationPart(due_item_id=invoice.items.get().pk, amount=Decimal(40))
    allocate(actor=None, source=found_money, parts=[part])
    found = customer_statement(
        company=customer.company, customer_id=customer.pk, currency="CNY", as_of=TODAY
    )
    assert found.closing == found.open_total == Decimal("60.00")
    scope = LedgerScope(company=customer.company)
    assert unnamed_money(scope=scope, as_of=TODAY) == {"CNY": Decimal("20.00")}


def test_a_reversed_payment_leaves_both_lines():
    customer = factories.customer()
    paid = factories.payment(
        customer=customer, amount="50.00", received_on=dt.date(2026, 3, 1)
    )
    reverse_payment(
        actor=None, payment=paid, effective_on=dt.date(2026, 3, 9), reason="bounced"
    )
    found = customer_statement(
        company=customer.company, customer_id=customer.pk, currency="CNY", as_of=TODAY
    )
    assert [line.kind for line in found.lines] == [
        DocumentKind.PAYMENT,
        DocumentKind.REVERSAL,
    ]
    assert found.closing == 0


def test_contested_amounts_stand_beside_the_item():
    customer = factories.customer()
    invoice = factories.invoice(customer=customer, amount="100.00")
    Dispute.objects.create(
        company=customer.company,
        customer=customer,
        due_item=invoice.items.get(),
        currency="CNY",
        amount=Decimal("30.00"),
        reason=Dispute.Reason.PRICE,
        opened_on=TODAY,
        recorded_at=dt.datetime(2026, 6, 30, tzinfo=dt.UTC),
    )
    (item,) = customer_statement(
        company=customer.company, customer_id=customer.pk, currency="CNY", as_of=TODAY
    ).items
    assert item.disputed == Decimal("30.00")


@pytest.mark.parametrize("seed", range(6))
def test_letters_ledger_and_aging_are_equal_to_the_cent(seed):
    company: Company = factories.company()
    chance = random.Random(seed)
    book = RandomBook(company=company, reps=[None], seed=seed)
    book.live(steps=60)
    for as_of in (TODAY, *(book._day() for _ in range(3))):
        scope = LedgerScope(company=company)
        aging = aging_now(scope=scope, as_of=as_of, by=By.CUSTOMER)
        rows = balances(scope=scope, as_of=as_of)
        for currency, line in aging.currencies.items():
            in_rows = sum(row.total for row in rows if row.currency == currency)
            unnamed = unnamed_money(scope=scope, as_of=as_of).get(currency, Decimal(0))
            assert in_rows - unnamed == line.total.amount
        for row in rows:
            since = chance.choice([None, book._day()])
            found = customer_statement(
                company=company,
                customer_id=row.customer_id,
                currency=row.currency,
                as_of=as_of,
                since=since,
            )
            assert found.closing == row.total, (seed, as_of)
            assert found.open_total == row.open
            assert found.on_account == row.on_account
