"""Sums over rows that are sums themselves: each counts once, on both databases."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db.models import F, Sum

from arcollect.core.grouped_select import grouped_select
from invoices.models import DueItem
from invoices.services.allocate import AllocationPart, allocate
from tests.books.openings import item_of, money_from, open_company, open_customer
from tests.books.openings import overdue_invoice as invoice

pytestmark = [pytest.mark.django_db, pytest.mark.databases]
DAY = dt.date(2026, 1, 1)


def test_rows_with_several_joined_rows_count_once() -> None:
    dealer = open_customer(open_company())
    for amounts in (["10.00", "20.00"], ["5.00"], ["3.00"]):
        item = item_of(invoice(dealer, issued_on=DAY))
        for amount in amounts:
            payment = money_from(dealer, on=DAY, amount=amount)
            part = AllocationPart(item.pk, Decimal(amount))
            allocate(actor=None, source=payment, parts=[part])
    rows = DueItem.objects.annotate(paid=Sum("allocations__amount"))
    found = grouped_select(
        rows.filter(paid__gt=Decimal("4.00")),
        keys=[F("currency"), F("customer_id")],
        total=F("paid"),
    )
    assert [(group.keys, group.rows, int(group.total)) for group in found] == [
        (("CNY", dealer.pk), 2, 350_000)
    ]


def test_nothing_gives_no_group() -> None:
    rows = DueItem.objects.all()
    assert grouped_select(rows, keys=[F("currency")], total=F("amount")) == []
