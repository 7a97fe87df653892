"""The last day of the law beside an invoice's own due date (rule 3.11)."""

from __future__ import annotations

import datetime as dt

import pytest

from customers.models import Customer
from invoices.models import DueItemState, GoodsMovement
from invoices.selectors.legal_days import LegalDay, legal_day_of
from invoices.services.settle_goods import bill_goods
from tests import factories
from tests.factories import claims

pytestmark = [pytest.mark.django_db, pytest.mark.databases]
SHIPPED = dt.date(2026, 3, 1)


def _legal(*, days: int, protected: bool = True, **file: str) -> LegalDay | None:
    customer = factories.customer()
    for name, value in file.items():
        setattr(customer, name, value)
    customer.save()
    customer.company.is_small_supplier = protected
    customer.company.save()
    invoice = factories.invoice(
        customer=customer,
        issued_on=SHIPPED,
        due_on=SHIPPED + dt.timedelta(days),
        amount="100.00",
    )
    states = DueItemState.objects.filter(due_item__invoice=invoice)
    return legal_day_of(invoice, list(states.select_related("due_item")))


def test_a_public_body_pays_within_sixty_days_whatever_was_agreed() -> None:
    """Delivered on 1 March: 90 days agreed, 60 by law, the last day is 30 April."""
    found = _legal(days=90, kind=Customer.Kind.PUBLIC_BODY)
    assert found is not None
    assert (found.pay_by.on, found.pay_by.capped) == (dt.date(2026, 4, 30), True)


def test_a_shorter_term_stands() -> None:
    found = _legal(days=20, kind=Customer.Kind.PUBLIC_BODY)
    assert found is not None
    assert (found.pay_by.on, found.pay_by.capped) == (dt.date(2026, 3, 21), False)


def test_a_long_term_of_a_large_enterprise_is_a_question_for_a_person() -> None:
    found = _legal(days=90, size_class=Customer.SizeClass.LARGE)
    assert found is not None
    assert found.must_be_reasonable
    assert found.pay_by.on == dt.date(2026, 5, 30)


def test_others_and_unprotected_suppliers_see_nothing() -> None:
    assert _legal(days=90, kind=Customer.Kind.DEALER) is None
    assert _legal(days=90, protected=False, kind=Customer.Kind.PUBLIC_BODY) is None


def test_time_runs_from_the_delivery_that_is_billed() -> None:
    customer = factories.customer()
    customer.kind = Customer.Kind.PUBLIC_BODY
    customer.save()
    customer.company.is_small_supplier = True
    customer.company.save()
    note = claims.goods(
        customer=customer, kind=GoodsMovement.Kind.DELIVERY, moved_on=SHIPPED
    )
    invoice = factories.invoice(
        customer=customer,
        issued_on=SHIPPED + dt.timedelta(10),
        due_on=SHIPPED + dt.timedelta(100),
        amount="100.00",
    )
    bill_goods(actor=None, movement=note, invoice=invoice)
    states = DueItemState.objects.filter(due_item__invoice=invoice)
    found = legal_day_of(invoice, list(states.select_related("due_item")))
    assert found is not None
    assert (found.start, found.pay_by.on) == (SHIPPED, dt.date(2026, 4, 30))
