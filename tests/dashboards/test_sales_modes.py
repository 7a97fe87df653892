"""The report of sales modes: shares, days, cost and loss, month by month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from arcollect.core.models import Company
from arcollect.core.roles import Role
from arcollect.dashboards.selectors.sales_modes import (
    SalesModeReport,
    sales_mode_report,
)
from customers.models import Contract, Customer
from invoices.models import Invoice
from invoices.selectors.visible_ledger import VisibleLedger
from invoices.services.classify import classify_through
from invoices.services.post_invoice import DueItemInput, post_invoice
from invoices.services.reverse_invoice import reverse_invoice
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.databases]
MONTHS = [dt.date(2026, 1, 1), dt.date(2026, 2, 1), dt.date(2026, 3, 1)]
PAGE = "/sales-modes/"
_numbers = iter(range(1, 10_000))


def day(month: int, of_month: int) -> dt.date:
    return dt.date(2026, month, of_month)


@pytest.fixture
def customer() -> Iterator[Customer]:
    with time_machine.travel(dt.datetime(2026, 4, 9, 4, tzinfo=dt.UTC), tick=False):
        yield factories.customer()


def sold(
    customer: Customer,
    amount: str,
    *,
    mode: str = "",
    issued_on: dt.date,
    due_on: dt.date,
) -> Invoice:
    number = next(_numbers)
    contract = None
    if mode:
        contract = Contract.objects.create(
            company=customer.company,
            customer=customer,
            number=f"V-{number}",
            sales_mode=mode,
            currency="CNY",
        )
    item = DueItemInput(
        due_on=due_on, term_days=(due_on - issued_on).days, amount=Decimal(amount)
    )
    return post_invoice(
        actor=None,
        company=customer.company,
        customer=customer,
        contract=contract,
        issued_on=issued_on,
        currency="CNY",
        items=[item],
        number=f"S-{number}",
    )


def report_of(company: Company, *, rate_bp: int = 365) -> SalesModeReport:
    user = factories.user(role=Role.FINANCE, company=company)
    return sales_mode_report(
        ledger=VisibleLedger(user=user, company=company),
        currency="CNY",
        months=MONTHS,
        rate_bp=rate_bp,
    )


def test_shares_days_and_cost_by_mode(customer: Customer) -> None:
    """At 3.65 % a year 10,000 cost exactly 1.00 a day."""
    cash = sold(
        customer, "6000.00", mode="CASH_SPOT", issued_on=day(1, 10), due_on=day(1, 10)
    )
    factories.payment(pays=cash, amount="6000.00", received_on=day(1, 10))
    credit = sold(
        customer, "10000.00", mode="CREDIT", issued_on=day(1, 22), due_on=day(2, 21)
    )
    factories.payment(pays=credit, amount="10000.00", received_on=day(3, 3))
    sold(customer, "4000.00", issued_on=day(3, 31), due_on=day(4, 30))
    report = report_of(customer.company)
    by_mode = {line.mode: line for line in report.modes}
    assert [line.mode for line in report.modes] == [
        "CASH_SPOT",
        "CREDIT",
        "CONSIGNMENT",
        "SELL_THROUGH",
        "",
    ]
    assert by_mode["CASH_SPOT"].share == report.cash_share == Decimal("0.3")
    assert (by_mode["CASH_SPOT"].days, by_mode["CASH_SPOT"].cost) == (0, 0)
    # Open from 22 January to 2 March: 40 days; past due from 22 February: 9 of them.
    line = by_mode["CREDIT"]
    assert (line.days, line.cost, line.late_cost) == (40, 40, 9)
    assert by_mode[""].cost == Decimal("0.40")
    months = [month.total.cost for month in report.months]
    assert months == [10, 28, Decimal("2.40")]
    assert [month.total.sales for month in report.months] == [16_000, 0, 4_000]
    assert report.total.sales == 20_000


def test_what_was_open_before_the_span_costs_as_well(customer: Customer) -> None:
    old = sold(
        customer,
        "10000.00",
        mode="CONSIGNMENT",
        issued_on=dt.date(2025, 6, 1),
        due_on=dt.date(2025, 7, 1),
    )
    factories.payment(pays=old, amount="5000.00", received_on=dt.date(2025, 12, 1))
    classify_through(company=customer.company, as_of=day(4, 8))
    line = report_of(customer.company).modes[2]
    # 5,000 for 90 days, all of it past due; quasi-bad is no loss yet.
    assert (line.sales, line.cost, line.late_cost, line.loss) == (0, 45, 45, 0)


def test_bad_and_dead_at_the_end_are_the_loss(customer: Customer) -> None:
    sold(
        customer,
        "700.00",
        mode="CREDIT",
        issued_on=dt.date(2024, 6, 1),
        due_on=dt.date(2024, 7, 1),
    )
    classify_through(company=customer.company, as_of=day(4, 8))
    report = report_of(customer.company)
    assert report.modes[1].loss == report.total.loss == 700


def test_reversed_invoices_are_no_sales(customer: Customer) -> None:
    wrong = sold(
        customer, "900.00", mode="CREDIT", issued_on=day(2, 1), due_on=day(3, 1)
    )
    reverse_invoice(
        actor=None, invoice=wrong, effective_on=day(2, 3), reason="wrong customer"
    )
    report = report_of(customer.company)
    assert report.total.sales == 0
    assert report.cash_share is None


def test_the_page_the_workbook_and_another_cost_of_funds(customer: Customer) -> None:
    sold(customer, "10000.00", mode="CREDIT", issued_on=day(3, 1), due_on=day(3, 31))
    user = factories.user(role=Role.FINANCE, company=customer.company)
    client = factories.signed_in(user)
    page = client.get(PAGE)
    assert page.context["report"].rate_bp == 450
    assert "Cost of credit" in page.content.decode()
    page = client.get(PAGE, {"funds": "3.65", "months": "3"})
    assert page.context["report"].total.cost == 31
    wrong = client.get(PAGE, {"funds": "dear", "months": "7", "currency": "XXX"})
    assert wrong.status_code == 200
    assert "not an amount" in wrong.content.decode()
    assert len(wrong.context["report"].months) == 12
    response = client.get(PAGE, {"export": "xlsx", "months": "3", "funds": "3.65"})
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[-1][:7] == ("Total", "Total", "CNY", 10000, 100, None, 31)
    assert len(rows) == 1 + 4 * 5


def test_a_rep_sees_his_customers_alone(customer: Customer) -> None:
    sold(customer, "10000.00", mode="CREDIT", issued_on=day(3, 1), due_on=day(3, 31))
    user = factories.user(role=Role.SALES_REP, company=customer.company)
    rep = factories.rep(company=customer.company, user=user)
    own = factories.customer(company=customer.company, rep=rep)
    sold(own, "100.00", mode="CASH_SPOT", issued_on=day(3, 1), due_on=day(3, 1))
    page = factories.signed_in(user).get(PAGE)
    assert page.context["report"].total.sales == 100
    assert "Your customers" in page.content.decode()


def test_more_months_and_rows_cost_no_more_queries(customer: Customer) -> None:
    user = factories.user(role=Role.FINANCE, company=customer.company)
    client = factories.signed_in(user)

    def queries(months: str) -> int:
        client.get(PAGE, {"months": months})
        with CaptureQueriesContext(connection) as caught:
            client.get(PAGE, {"months": months})
        return len(caught)

    sold(customer, "1.00", mode="CREDIT", issued_on=day(3, 1), due_on=day(3, 31))
    few = queries("3")
    for number in range(1, 10):
        invoice = sold(
            customer,
            "1.00",
            mode="CREDIT",
            issued_on=day(2, number),
            due_on=day(3, number),
        )
        factories.payment(pays=invoice, amount="1.00", received_on=day(3, 9 + number))
    assert queries("24") == few
