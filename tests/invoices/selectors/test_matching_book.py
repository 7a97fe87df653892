"""What the law looks at where the payer names no debt: security and interest."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from customers.models import Customer, Guarantee
from invoices.domain.legal_order import debts_of, in_legal_order
from invoices.models import DueItem
from invoices.selectors.matching_book import read_book
from tests import factories
from tests.factories import credit

pytestmark = [pytest.mark.django_db, pytest.mark.databases]
TODAY = factories.TODAY


def _owed(
    customer: Customer, number: str, *, interest_bp: int | None = None
) -> DueItem:
    """100.00 due ten days ago under a contract of its own."""
    contract = credit.contract(customer=customer, number=number)
    contract.late_interest_bp = interest_bp
    contract.save()
    invoice = factories.invoice(
        customer=customer,
        contract=contract,
        amount="100.00",
        due_on=TODAY - dt.timedelta(10),
    )
    item: DueItem = invoice.items.get()
    return item


def _secure(item: DueItem, *, until: dt.date | None) -> Guarantee:
    contract = item.invoice.contract
    assert contract is not None
    return Guarantee.objects.create(
        company=item.company,
        customer=item.customer,
        contract=contract,
        kind=Guarantee.Kind.BANK,
        giver="Bank",
        currency="CNY",
        amount=Decimal(100),
        from_on=TODAY - dt.timedelta(90),
        until_on=until,
    )


def _paid(customer: Customer, amount: int) -> dict[int, int]:
    book = read_book(company=customer.company, currency="CNY")
    debts = debts_of(book.items.of_customer(customer.pk))
    return in_legal_order(amount, debts, on=TODAY)


def test_the_unsecured_debt_is_paid_first_then_the_one_that_costs_most() -> None:
    customer = factories.customer()
    secured = _owed(customer, "A", interest_bp=1_800)
    plain = _owed(customer, "B")
    costly = _owed(customer, "C", interest_bp=600)
    _secure(secured, until=None)
    assert _paid(customer, 15_000) == {costly.pk: 10_000, plain.pk: 5_000}
    assert _paid(customer, 30_000) == {
        costly.pk: 10_000,
        plain.pk: 10_000,
        secured.pk: 10_000,
    }


def test_a_security_that_was_given_back_or_ended_secures_nothing() -> None:
    customer = factories.customer()
    ended, plain = _owed(customer, "A", interest_bp=600), _owed(customer, "B")
    given_back = _secure(ended, until=None)
    _secure(ended, until=TODAY - dt.timedelta(20))
    given_back.released_on = TODAY - dt.timedelta(30)
    given_back.save()
    assert _paid(customer, 12_000) == {ended.pk: 10_000, plain.pk: 2_000}
