"""Exports hold what the screen shows, and pages cost the same at any length."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arcollect.core.models import Company, Rep
from customers.models import Customer
from invoices.models import Fact
from invoices.services.classify import classify_through
from invoices.services.record_fact import record_fact
from tests import factories

MOST_QUERIES = 25
TODAY = factories.TODAY
LISTS = ("items", "customers", "on_account", "collected")


def grow(company: Company, rep: Rep, *, number: int, since: int = 0) -> None:
    for n in range(number):
        one = factories.customer(company=company, rep=rep, name=f"Dealer {n:02}")
        paid = factories.overdue_invoice(
            customer=one, days=n * 9 + since, amount="100.00"
        )
        factories.payment(pays=paid, amount="30.00")
        factories.payment(customer=one, amount="5.00")


def rows_of(client: Client, url: str, **query: str) -> list[list[str]]:
    response = client.get(url, {**query, "export": "csv"})
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def queries(client: Client, url: str, **query: str) -> int:
    client.get(url, query)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url, query).status_code == 200
    return len(captured)


@pytest.mark.above_database
@pytest.mark.parametrize("name", ["aging", *LISTS])
@pytest.mark.parametrize("day", ["", "2026-04-30"])
def test_fifty_rows_cost_what_one_costs(
    company: Company, rep: Rep, customer: Customer, clerk: Client, name: str, day: str
) -> None:
    url = reverse(f"dashboards:{name}")
    grow(company, rep, number=1, since=120)
    record_fact(
        actor=None,
        customer=customer,
        kind=Fact.Kind.INSOLVENCY_SIGNS,
        from_on=TODAY - dt.timedelta(days=60),
    )
    classify_through(company=company, as_of=TODAY)
    few = queries(clerk, url, as_of=day)
    grow(company, rep, number=49, since=120)
    classify_through(company=company, as_of=TODAY)
    assert queries(clerk, url, as_of=day) == few
    assert few <= MOST_QUERIES


@pytest.mark.parametrize("name", LISTS)
def test_an_export_is_every_page_of_the_screen(
    company: Company, rep: Rep, clerk: Client, name: str
) -> None:
    grow(company, rep, number=30)
    classify_through(company=company, as_of=TODAY)
    url = reverse(f"dashboards:{name}")
    first = clerk.get(url).context
    assert len(first["page_obj"].object_list) == 25
    head, *rows = rows_of(clerk, url)
    assert len(rows) == first["page_obj"].paginator.count == first["total"].rows
    amount = max(n for n, title in enumerate(head) if title in AMOUNTS)
    total = sum((Decimal(row[amount]) for row in rows), Decimal(0))
    assert total == first["total"].amount


AMOUNTS = {"Owed", "Open", "Left to allocate", "Amount"}


def test_a_filtered_export_keeps_the_filter(
    company: Company, rep: Rep, clerk: Client
) -> None:
    grow(company, rep, number=12)
    classify_through(company=company, as_of=TODAY)
    url = reverse("dashboards:items")
    shown = clerk.get(url, {"class": "expedited", "sort": "customer"}).context
    _head, *rows = rows_of(clerk, url, **{"class": "expedited", "sort": "customer"})
    names = [row.customer.name for row in shown["page_obj"]]
    assert names
    assert [row[2] for row in rows] == names
    assert {row[10] for row in rows} == {"Expedited"}


def test_the_board_as_a_spreadsheet_has_its_figures(
    company: Company, rep: Rep, clerk: Client
) -> None:
    grow(company, rep, number=8)
    classify_through(company=company, as_of=TODAY)
    board = clerk.get(reverse("dashboards:aging")).context["board"]
    answer = clerk.get(reverse("dashboards:aging"), {"export": "xlsx"})
    content = answer.getvalue()
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    found = {(row[0], row[1]): row for row in sheet.iter_rows(values_only=True)}
    for line in board.buckets:
        row = found["By days past due", str(line.label)]
        assert Decimal(str(row[3])) == line.sums.owed
        assert row[6] == line.sums.items
    assert Decimal(str(found["By days past due", "Total"][3])) == board.net
    assert Decimal(str(found["By class", "Total"][3])) == board.total.owed
