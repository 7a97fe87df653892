"""Rows of several tables in one query are the rows that each table gives by itself."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection

from arcollect.core.mixed_rows import Wanted, read_together
from arcollect.core.models import AuditEvent, Rep
from arcollect.core.roles import Role
from collection.models import Visit
from customers.models import Customer
from invoices.models import DueItem
from tests import factories
from tests.factories.collection import visit

pytestmark = [pytest.mark.django_db, pytest.mark.databases]


@pytest.fixture(autouse=True)
def _asked_before():
    """SQLite is asked once a process whether it knows JSON; that is not counted."""
    assert connection.features.supports_json_field


@pytest.fixture
def buyer():
    company = factories.company()
    return factories.customer(company=company, name="Suzhou Hengda")


def test_money_days_and_links_come_as_the_models_give_them(
    buyer, django_assert_num_queries
):
    invoice = factories.invoice(
        customer=buyer,
        number="INV-7",
        amount="1234567890.12",
        issued_on=dt.date(2026, 3, 2),
    )
    item = invoice.items.get()
    wanted = [
        Wanted(
            "item",
            DueItem.objects.filter(pk=item.pk),
            ("amount", "issued_on", "invoice__number", "invoice__customer__name"),
        ),
        Wanted("customer", Customer.objects.filter(pk=buyer.pk), ("name", "status")),
    ]

    with django_assert_num_queries(1):
        found = read_together(wanted)
        told, same = found["item", item.pk], found["customer", buyer.pk]
        assert told.amount == Decimal("1234567890.12")
        assert told.issued_on == dt.date(2026, 3, 2)
        assert told.invoice.number == "INV-7"
        assert told.invoice.customer.name == "Suzhou Hengda"
        assert told.invoice_id == invoice.pk
        assert same.get_status_display() == buyer.get_status_display()
    assert same == buyer
    assert len(found) == 2


def test_a_link_that_leads_nowhere_is_none(buyer, django_assert_num_queries):
    rep = factories.rep(company=buyer.company, name="Gu Wei")

    with django_assert_num_queries(1):
        found = read_together(
            [Wanted("rep", Rep.objects.filter(pk=rep.pk), ("name", "user__username"))]
        )
        assert found["rep", rep.pk].user is None


def test_what_is_stored_as_json_keeps_its_shape(buyer):
    event = AuditEvent.objects.create(
        company=buyer.company,
        at=dt.datetime(2026, 3, 2, tzinfo=dt.UTC),
        action="customers.customer.changed",
        object_type="customers.customer",
        object_id=str(buyer.pk),
        before={"name": 'Old "name"', "roles": ["PAYER"], "limit": None},
        after={"name": "新名", "open": True, "days": 30},
    )

    found = read_together(
        [Wanted("edit", AuditEvent.objects.filter(pk=event.pk), ("before", "after"))]
    )

    stored = AuditEvent.objects.get(pk=event.pk)
    assert found["edit", event.pk].before == stored.before
    assert found["edit", event.pk].after == stored.after


def test_a_field_that_was_not_asked_for_is_read_later(buyer, django_assert_num_queries):
    one = visit(customer=buyer, by=_rep_of(buyer))
    found = read_together([Wanted("visit", Visit.objects.filter(pk=one.pk), ("kind",))])

    with django_assert_num_queries(1):
        assert found["visit", one.pk].outcome == one.outcome


def test_nothing_wanted_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert read_together([]) == {}


def _rep_of(buyer):
    return factories.user(role=Role.FINANCE_MANAGER, company=buyer.company)
