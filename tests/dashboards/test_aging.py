"""The dashboard as a screen: who may, what is wrong, what is empty, what is shown."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from arcollect.core.models import Company, Rep
from arcollect.core.roles import Role
from customers.models import Customer
from invoices.models import ClassificationProgress
from invoices.services.classify import classify_through
from tests import factories

AGING = reverse("dashboards:aging")
LISTS = [
    reverse(f"dashboards:{name}")
    for name in ("items", "customers", "on_account", "collected")
]
PAGES = [AGING, *LISTS, reverse("dashboards:classes")]
TODAY = factories.TODAY


def text_of(client: Client, url: str = AGING, **query: Any) -> str:
    response = client.get(url, query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def owing(customer: Customer) -> Customer:
    """A customer with two late items, a fresh one and money on account."""
    factories.overdue_invoice(customer=customer, days=45, amount="120.00")
    factories.overdue_invoice(customer=customer, days=400, amount="80.50")
    factories.invoice(customer=customer, issued_on=TODAY, amount="99.50")
    factories.payment(customer=customer, amount="20.00")
    return customer


@pytest.mark.parametrize("url", PAGES)
def test_every_page_opens_for_every_role(
    company: Company, owing: Customer, url: str
) -> None:
    team = factories.team(company=company)
    for role in Role:
        user = factories.user(role=role, company=company, team=team)
        assert factories.signed_in(user).get(url).status_code == 200, role


@pytest.mark.parametrize("url", PAGES)
def test_strangers_log_in_first(company: Company, url: str) -> None:
    answer = Client().get(url)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("core:login"))


@pytest.mark.parametrize("url", PAGES)
def test_nothing_is_sent_to_a_page_that_only_shows(clerk: Client, url: str) -> None:
    assert clerk.post(url).status_code == 405


@pytest.mark.parametrize("url", [AGING, *LISTS])
def test_a_wrong_filter_is_named_and_filters_nothing(
    clerk: Client, owing: Customer, url: str
) -> None:
    page = text_of(clerk, url, as_of="2026-02-31", region="Atlantis", currency="QQQ")
    assert "Enter a valid date." in page
    assert "Atlantis is not one of the available choices" in page
    assert "as of Tue 30 Jun 2026" in page


def test_a_far_date_is_refused_with_the_limits(clerk: Client, owing: Customer) -> None:
    assert "Choose a date between 1990 and 2100." in text_of(clerk, as_of="0001-01-01")


def test_the_past_says_so_and_leads_back(clerk: Client, owing: Customer) -> None:
    page = text_of(clerk, as_of="2026-05-31", region="")
    assert "As of Sun 31 May 2026, with what is known today." in page
    assert "Back to today" in page
    assert "By class on 31 May" in page


def test_the_future_says_what_it_supposes(clerk: Client, owing: Customer) -> None:
    page = text_of(clerk, as_of="2026-12-31")
    assert "if nothing more is paid or posted until then" in page


def test_today_has_no_banner(clerk: Client, owing: Customer) -> None:
    assert "Back to today" not in text_of(clerk)


def test_an_empty_book_offers_the_first_steps(clerk: Client) -> None:
    page = text_of(clerk)
    assert "The books are empty" in page
    assert reverse("invoices:invoice_new") in page


def test_a_rep_without_customers_reads_whose_work_it_is(
    company: Company, owing: Customer
) -> None:
    user = factories.user(role=Role.SALES_REP, company=company)
    factories.rep(company=company, user=user)
    page = text_of(factories.signed_in(user))
    assert "No documents of your customers yet" in page
    assert reverse("invoices:invoice_new") not in page


def test_a_filter_that_leaves_nothing_can_be_cleared(
    company: Company, clerk: Client, owing: Customer
) -> None:
    idle = factories.rep(company=company, name="Idle")
    page = text_of(clerk, rep=idle.pk)
    assert "Nothing fits these filters" in page
    assert f'href="{AGING}"' in page


def test_before_the_first_night_buckets_count_and_classes_wait(
    clerk: Client, owing: Customer
) -> None:
    response = clerk.get(AGING)
    board = response.context["board"]
    assert "Nothing is classified yet." in response.content.decode()
    assert board.unclassified.owed == Decimal("300.00")
    assert response.context["chart"] is None
    assert board.overdue.owed == Decimal("200.50")


def test_what_comes_after_the_night_has_its_class_at_once(
    company: Company, clerk: Client, owing: Customer
) -> None:
    classify_through(company=company, as_of=TODAY)
    before = clerk.get(AGING).context["board"].classes[0].sums.owed
    factories.invoice(customer=owing, issued_on=TODAY, amount="7.00")
    response = clerk.get(AGING)
    board = response.context["board"]
    assert board.unclassified.owed == 0
    assert board.classes[0].sums.owed == before + Decimal("7.00")
    assert "gets its class in the coming night" not in response.content.decode()


def test_what_is_posted_while_a_night_broke_off_waits_for_the_next(
    company: Company, clerk: Client, owing: Customer
) -> None:
    classify_through(company=company, as_of=TODAY)
    progress = ClassificationProgress.objects.filter(company=company)
    progress.update(begun=TODAY + dt.timedelta(days=1))
    factories.invoice(customer=owing, issued_on=TODAY, amount="7.00")
    response = clerk.get(AGING)
    board = response.context["board"]
    assert board.unclassified.owed == Decimal("7.00")
    assert "gets its class in the coming night" in response.content.decode()
    items = clerk.get(reverse("dashboards:items"), {"class": "unclassified"})
    assert items.context["total"].amount == Decimal("7.00")


def test_a_missed_night_still_shows_the_classes_of_the_day(
    company: Company, clerk: Client, owing: Customer
) -> None:
    classify_through(company=company, as_of=TODAY - dt.timedelta(days=40))
    board = clerk.get(AGING).context["board"]
    assert {line.word: line.sums.owed for line in board.classes} == {
        "uncollected": Decimal("99.50"),
        "expedited": Decimal("120.00"),
        "quasi-bad": 0,
        "bad": Decimal("80.50"),
        "dead": 0,
    }
    progress = ClassificationProgress.objects.get(company=company)
    assert progress.through == TODAY - dt.timedelta(days=40)


@pytest.mark.parametrize(
    "query", [{"class": "bad"}, {"bucket": ">365"}, {"stage": "overdue"}]
)
def test_a_part_of_the_board_is_a_list(
    clerk: Client, owing: Customer, query: dict[str, str]
) -> None:
    answer = clerk.get(AGING, {**query, "as_of": "2026-06-01"})
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("dashboards:customers"))
    assert "as_of=2026-06-01" in answer["Location"]


def test_currencies_are_never_summed(clerk: Client, owing: Customer) -> None:
    factories.overdue_invoice(customer=owing, amount="5.00", currency="USD")
    context = clerk.get(AGING).context
    assert context["codes"] == ["CNY", "USD"]
    assert context["board"].total.owed == Decimal("300.00")
    dollars = clerk.get(AGING, {"currency": "usd"}).context["board"]
    assert dollars.total.owed == Decimal("5.00")


def test_the_demo_of_another_company_stays_there(
    clerk: Client, owing: Customer
) -> None:
    other = factories.customer(company=factories.company(), name="Elsewhere")
    factories.overdue_invoice(customer=other, amount="999.00")
    assert clerk.get(AGING).context["board"].total.owed == Decimal("300.00")
    items = clerk.get(reverse("dashboards:items"), {"customer": other.pk})
    assert items.context["total"].rows == 0
    assert "Elsewhere" not in items.content.decode()


def test_a_colleagues_customer_does_not_exist_for_a_rep(
    company: Company, rep: Rep, owing: Customer
) -> None:
    other = factories.customer(
        company=company, rep=factories.rep(company=company), name="Elsewhere"
    )
    factories.overdue_invoice(customer=other, amount="999.00")
    assert rep.user is not None
    own = factories.signed_in(rep.user)
    page = text_of(own, reverse("dashboards:items"), customer=other.pk)
    assert "No open item fits" in page
    assert "Elsewhere" not in page


def test_rows_lead_to_documents_and_customers(
    company: Company, clerk: Client, owing: Customer
) -> None:
    classify_through(company=company, as_of=TODAY)
    page = text_of(clerk, reverse("dashboards:items"))
    for invoice in owing.invoices.all():
        url = reverse("invoices:invoice_detail", args=[invoice.pk])
        assert url in page
    assert reverse("customers:detail", args=[owing.pk]) in page
    sums = text_of(clerk, reverse("dashboards:customers"))
    assert f"customer={owing.pk}" in sums
    money = text_of(clerk, reverse("dashboards:on_account"))
    assert reverse("customers:detail", args=[owing.pk]) in money
    assert "20" in text_of(clerk, reverse("dashboards:collected"))


def test_a_bill_is_no_money_collected_before_it_is_honoured(
    company: Company, clerk: Client, owing: Customer
) -> None:
    address = reverse("dashboards:aging")
    before = clerk.get(address).context["board"].collected
    factories.bill(customer=owing, amount="1000.00")
    assert clerk.get(address).context["board"].collected == before


@pytest.mark.parametrize("name", ["items", "customers"])
def test_the_other_view_of_a_list_keeps_the_filters(
    company: Company, clerk: Client, owing: Customer, name: str
) -> None:
    classify_through(company=company, as_of=TODAY)
    url = reverse(f"dashboards:{name}")
    page = text_of(clerk, url, **{"class": "bad", "as_of": "2026-06-29"})
    for view in ("items", "customers"):
        other = reverse(f"dashboards:{view}")
        assert f'{other}?as_of=2026-06-29&amp;currency=CNY&amp;class=bad"' in page
