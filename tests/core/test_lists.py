"""Pages of lists: what they show, and what they read for it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import Count, Value
from django.db.models.functions import Length
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from arcollect.core.lists import PAGE_SIZE, page_of
from customers.models import Customer
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_page_keeps_the_order_and_reads_its_own_rows_alone():
    company = factories.company()
    for number in range(PAGE_SIZE + 5):
        factories.customer(company=company, code=f"C{number:03}")
    rows = Customer.objects.annotate(long=Length("name")).order_by("-code")
    request = RequestFactory().get("/", {"page": 2})

    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = page_of(rows.annotate(dear=Count("invoices")), request)

    assert [row.code for row in page] == [f"C{number:03}" for number in (4, 3, 2, 1, 0)]
    assert page.paginator.count == PAGE_SIZE + 5
    # The dear column is worked out for the page, not for what is sorted.
    ordered = next(q["sql"] for q in asked if "ORDER BY" in q["sql"])
    assert "dear" not in ordered


def test_a_column_of_the_order_is_worked_out_for_it():
    company = factories.company()
    for name in ("ccc", "a", "bb"):
        factories.customer(company=company, name=name)
    rows = Customer.objects.annotate(long=Length("name"), one=Value(1))

    page = page_of(rows.order_by("-long"), RequestFactory().get("/"))

    assert [row.name for row in page] == ["ccc", "bb", "a"]


def test_values_and_plain_sequences_are_cut_as_they_are():
    company = factories.company()
    factories.customer(company=company, code="C1")

    assert list(page_of([3, 2, 1], RequestFactory().get("/"))) == [3, 2, 1]
    rows = Customer.objects.order_by("code").values("code")
    assert list(page_of(rows, RequestFactory().get("/"))) == [{"code": "C1"}]
