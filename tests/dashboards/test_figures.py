"""Every figure of the dashboard equals the list it opens, and the documents."""

from __future__ import annotations

import datetime as dt
import html
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from arcollect.core.models import Company, Rep
from arcollect.core.roles import Role
from customers.models import Customer
from invoices.domain.classes import ReceivableClass
from invoices.selectors.aging_figures import By
from invoices.selectors.aging_from_documents import aging_from_documents
from tests import factories
from tests.dashboards.random_books import RandomBook
from tests.levels import at_level

AGING = reverse("dashboards:aging")
TODAY = factories.TODAY
DAYS = (
    TODAY,
    TODAY - dt.timedelta(days=7),
    dt.date(2026, 2, 28),
    TODAY + dt.timedelta(days=45),
)
SEEDS = range(at_level(ci=2, everything=30))


def ask(client: Client, url: str = AGING, **query: Any) -> Any:
    response = client.get(url, query)
    assert response.status_code == 200, response.status_code
    return response.context


@pytest.fixture(params=SEEDS)
def book(request: pytest.FixtureRequest, company: Company, rep: Rep) -> RandomBook:
    other = factories.rep(company=company, name="Li Na")
    made = RandomBook(company=company, reps=[rep, other, None], seed=request.param)
    made.live(steps=40)
    return made


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_figures_are_those_of_the_documents(
    book: RandomBook, clerk: Client, day: dt.date
) -> None:
    by_class = aging_from_documents(company=book.company, as_of=day, by=By.CLASS)
    by_bucket = aging_from_documents(company=book.company, as_of=day)
    for currency, line in by_bucket.currencies.items():
        if not line.open.items and not line.on_account.items:
            continue
        board = ask(clerk, as_of=day.isoformat(), currency=currency)["board"]
        assert board.currency == currency
        assert board.total.owed == line.open.amount
        assert board.total.items == line.open.items
        assert board.on_account.owed == line.on_account.amount
        assert board.on_account.items == line.on_account.items
        assert board.net == line.total.amount
        shown = {each.word: each.sums.owed for each in board.buckets}
        assert shown == {name: part.amount for name, part in line.parts.items()}
        classes = by_class.currencies[currency].parts
        for each in board.classes:
            name = ReceivableClass.from_severity(each.label).value
            assert each.sums.owed == classes[name].amount, name
            assert each.sums.items == classes[name].items, name


def test_the_weeks_are_those_of_the_documents(book: RandomBook, clerk: Client) -> None:
    context = ask(clerk)
    board = context["board"]
    assert [week.on for week in board.weeks][-1] == TODAY
    for week in board.weeks:
        aging = aging_from_documents(company=book.company, as_of=week.on, by=By.CLASS)
        line = aging.currencies[board.currency]
        expected = {name: part.amount for name, part in line.parts.items()}
        shown = {
            cls.value: week.classes.get(cls.severity, Decimal(0))
            for cls in ReceivableClass
            if cls.severity
        }
        assert shown == expected, week.on
        assert week.total == line.open.amount


@pytest.mark.parametrize("day", DAYS[:2], ids=str)
def test_a_clicked_figure_is_the_sum_of_its_list(
    book: RandomBook, clerk: Client, day: dt.date
) -> None:
    context = ask(clerk, as_of=day.isoformat())
    board, links = context["board"], context["links"]
    clicks = [
        (links["total"], board.total.owed),
        (links["overdue"], board.overdue.owed),
        (links["past_final"], board.past_final.owed),
        (links["on_account"], board.on_account.owed),
        (links["collected"], board.collected.owed),
        *((line.url, line.sums.owed) for line in board.classes),
        *((line.url, line.sums.owed) for line in board.buckets),
        *((one.url, one.overdue) for one in board.biggest),
    ]
    for url, amount in clicks:
        total = ask(clerk, url)["total"]
        assert total.amount == amount, url
        assert sum_of_export(clerk, url) == amount, url


def test_customers_lead_to_their_items(book: RandomBook, clerk: Client) -> None:
    url = reverse("dashboards:customers")
    rows = ask(clerk, url, stage="overdue")["page_obj"].object_list
    items = reverse("dashboards:items")
    for row in rows:
        context = ask(clerk, items + row["items_query"])
        assert context["total"].amount == row["owed"]
        assert context["total"].items == row["items"]
        assert [step["label"] for step in context["trail"]][1:3] == [
            "Overdue",
            row["customer__name"],
        ]


def sum_of_export(client: Client, url: str) -> Decimal:
    """Adds up the amounts of the list's CSV; they stand in one column with cents."""
    joined = "&" if "?" in url else "?"
    response = client.get(f"{url}{joined}export=csv")
    text = response.getvalue().decode("utf-8-sig")
    head, *lines = text.splitlines()
    names = head.split(",")
    column = next(
        names.index(name)
        for name in ("Owed", "Open", "Left to allocate", "Amount")
        if name in names
    )
    return sum((Decimal(line.split(",")[column]) for line in lines), Decimal(0))


def test_a_rep_sees_the_sums_of_his_own_customers(
    book: RandomBook, rep: Rep, clerk: Client
) -> None:
    assert rep.user is not None
    own = factories.signed_in(rep.user)
    mine = ask(own)
    filtered = ask(clerk, rep=rep.pk, currency=mine["board"].currency)
    assert mine["scope"] == "Your customers"
    for name in ("total", "overdue", "past_final", "on_account", "collected"):
        assert getattr(mine["board"], name) == getattr(filtered["board"], name), name
    everybody = ask(clerk, currency=mine["board"].currency)["board"]
    assert mine["board"].total.items < everybody.total.items
    names = set(Customer.objects.exclude(rep=rep).values_list("name", flat=True))
    page = html.unescape(own.get(AGING).content.decode())
    assert not [name for name in names if re.search(rf"\b{name}\b", page)]


def test_a_manager_sees_his_team(book: RandomBook, rep: Rep, clerk: Client) -> None:
    manager = factories.user(
        role=Role.SALES_MANAGER, company=book.company, team=rep.team
    )
    mine = ask(factories.signed_in(manager))
    filtered = ask(clerk, team=rep.team_id, currency=mine["board"].currency)
    assert mine["scope"] == "East"
    assert mine["board"].total == filtered["board"].total


def test_regions_narrow_every_figure(book: RandomBook, clerk: Client) -> None:
    whole = ask(clerk)["board"]
    parts = []
    for region in ("East", "South"):
        board = ask(clerk, region=region, currency=whole.currency).get("board")
        if board is not None:
            assert board.currency == whole.currency
            parts.append(board.total.owed)
    without = Customer.objects.filter(region="").values_list("pk", flat=True)
    url = reverse("dashboards:items")
    for pk in without:
        rest = ask(clerk, url, customer=pk, currency=whole.currency)["total"]
        parts.append(rest.amount)
    assert sum(parts, Decimal(0)) == whole.total.owed
