"""The factories stand on the product's own services."""

from __future__ import annotations

from decimal import Decimal

import pytest

from invoices.models import DueItemState
from tests import factories

pytestmark = pytest.mark.django_db


def test_an_overdue_invoice_paid_in_part_keeps_the_rest_open():
    invoice = factories.overdue_invoice(days=45, amount="120.00")
    factories.payment(pays=invoice, amount="20.00")

    state = DueItemState.objects.get(due_item__invoice=invoice)
    item = invoice.items.get()

    assert state.open_amount == Decimal("100.00")
    assert (factories.TODAY - item.due_on).days == 45
