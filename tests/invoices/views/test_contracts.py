"""A contract from draft to close, over the pages, and what is printed of it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from arcollect.core.dates import NO_DATE_YET
from arcollect.core.models import AuditEvent
from arcollect.core.roles import Role
from customers.models import (
    ClauseText,
    Contract,
    ContractClause,
    ContractRules,
    Customer,
    Guarantee,
    Milestone,
)
from invoices.models import ContractAdvance, DocumentDraft, DueItemState, Invoice
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.post_invoice import NoContractError
from tests import factories
from tests.books.contracts import contract_with, invoice_under

pytestmark = [pytest.mark.django_db, pytest.mark.databases]
TODAY = factories.TODAY
NET_30 = {"type": "NET", "days": 30}


@pytest.fixture
def customer() -> Customer:
    company = factories.company()
    rep = factories.rep(company=company, name="Zhou Min")
    return factories.customer(company=company, rep=rep, name="Suzhou Hengda")


@pytest.fixture
def head(customer: Customer) -> Client:
    user = factories.user(role=Role.FINANCE_MANAGER, company=customer.company)
    return factories.signed_in(user)


def page(client: Client, name: str, *args: int, **query: str) -> str:
    answer = client.get(reverse(f"invoices:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def form_of(**values: object) -> dict[str, object]:
    """A contract with a deposit of 30 % and 5 % retention, as typed."""
    return {
        "number": "HT-7",
        "kind": "sale",
        "sales_mode": "CREDIT",
        "document_level": "full",
        "signed_on": "",
        "currency": "CNY",
        "amount": "1000",
        "settlement_place": "bank",
        "settlement_mode": "transfer",
        "late_interest_bp": "5.5",
        "retention_bp": "5",
        "retention_months": "12",
        "long_stop_days": "60",
        "terms-TOTAL_FORMS": "1",
        "terms-INITIAL_FORMS": "0",
        "terms-0-type": "DEPOSIT_BALANCE",
        "terms-0-share_bp": "30",
        "terms-0-days": "60",
        "terms-0-base": "invoice",
        "terms-0-due_roll": "following",
        "terms-0-grace_base": "nominal",
        **values,
    }


def test_from_draft_over_the_checklist_to_signed(
    customer: Customer, head: Client
) -> None:
    ClauseText.objects.create(
        company=customer.company,
        clause="late_interest",
        text="5.5 % a year from the day after the due date.",
        required=True,
    )
    new = reverse("customers:contract_new", args=[customer.pk])
    answer = head.post(new, form_of())
    contract = Contract.objects.get()
    assert answer.status_code == 302
    assert (contract.state, contract.late_interest_bp) == ("draft", 550)
    term = contract.terms.get()
    assert (term.type, term.share_bp, term.days) == ("DEPOSIT_BALANCE", 3000, 60)

    sign = reverse("customers:contract_sign", args=[contract.pk])
    refused = head.post(sign, {"signed_on": "2026-06-01"})
    assert refused.status_code == 422
    assert "Late interest" in refused.content.decode()
    contract.refresh_from_db()
    assert contract.state == "draft"

    clauses = reverse("customers:contract_clauses", args=[contract.pk])
    head.post(clauses, {"has_late_interest": "on", "text_late_interest": ""})
    assert "5.5 %" in ContractClause.objects.get().text
    head.post(sign, {"signed_on": "2026-06-01"})
    contract.refresh_from_db()
    assert (contract.state, contract.signed_on) == ("signed", dt.date(2026, 6, 1))
    assert head.post(clauses, {}).status_code == 422
    assert ContractClause.objects.count() == 1
    assert AuditEvent.objects.filter(action="customers.contract.moved").exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"retention_months": ""}, "Say both"),
        ({"terms-0-share_bp": ""}, "which share"),
        ({"terms-0-share_bp": "100"}, "At most 99.99 percent"),
        ({"terms-0-type": "INSTALMENTS", "terms-0-count": "1"}, "2 or more"),
        ({"terms-0-type": "EOM_PLUS", "terms-0-days": ""}, "how many days"),
    ],
)
def test_bad_input_says_why_and_adds_nothing(
    customer: Customer, head: Client, changes: dict[str, str], sentence: str
) -> None:
    new = reverse("customers:contract_new", args=[customer.pk])
    answer = head.post(new, form_of(**changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Contract.objects.exists()


def test_a_signed_contract_begins_with_its_first_invoice_and_ends_at_zero(
    customer: Customer, head: Client
) -> None:
    contract = contract_with(
        customer, NET_30, state="signed", signed_on=dt.date(2026, 6, 1)
    )
    invoice = invoice_under(contract, "100.00", issued_on=dt.date(2026, 6, 2))
    contract.refresh_from_db()
    assert contract.state == "performing"
    assert "The sale is not complete: CNY 100.00" in page(
        head, "contract_detail", contract.pk
    )
    close = reverse("invoices:contract_close", args=[contract.pk])
    refused = head.post(close, {"ended_on": TODAY.isoformat()})
    assert refused.status_code == 422
    assert "complete only when nothing is open" in refused.content.decode()

    factories.payment(pays=invoice, amount="100.00")
    assert "The sale is complete" in page(head, "contract_detail", contract.pk)
    assert "The sale is complete" in page(head, "invoice_detail", invoice.pk)
    head.post(close, {"ended_on": TODAY.isoformat()})
    contract.refresh_from_db()
    assert (contract.state, contract.ended_on) == ("closed", TODAY)


def test_no_credit_without_a_contract_marked_or_refused(
    customer: Customer, head: Client
) -> None:
    slip = contract_with(customer, NET_30, document_level="iou_only")
    invoice = invoice_under(slip, "100.00", issued_on=dt.date(2026, 6, 2))
    assert "without a signed contract or an order" in page(
        head, "invoice_detail", invoice.pk
    )
    assert invoice.number in page(head, "contract_watch")
    library = reverse("customers:clause_library")
    assert head.get(library).status_code == 200
    head.post(library, {"gate": "block", "warn_days": "30"})
    assert ContractRules.objects.get().gate == "block"
    with pytest.raises(NoContractError):
        invoice_under(slip, "100.00", issued_on=dt.date(2026, 6, 2))
    assert Invoice.objects.count() == 1
    # Cash on delivery is no credit.
    cash = contract_with(customer, {"type": "COD"}, document_level="none")
    invoice_under(cash, "10.00", issued_on=dt.date(2026, 6, 2))


def test_milestones_advances_and_securities_on_the_page(
    customer: Customer, head: Client
) -> None:
    contract = contract_with(customer, {"type": "MILESTONE", "days": 10})
    add = reverse("customers:milestone_new", args=[contract.pk])
    head.post(add, {"name": "Delivery", "share_bp": "60", "criteria": "on site"})
    over = head.post(add, {"name": "Too much", "share_bp": "50"})
    assert over.status_code == 422
    head.post(add, {"name": "Handover", "share_bp": "40"})
    invoice = invoice_under(contract, "1000.00", issued_on=dt.date(2026, 3, 2))
    shown = page(head, "contract_detail", contract.pk)
    assert "no date yet" in shown
    # Sixty days have passed: an exception, owned by the customer's rep.
    assert "Zhou Min" in page(head, "contract_watch")

    detail = head.get(reverse("customers:detail", args=[customer.pk]))
    assert "no date yet" in detail.content.decode()

    step = Milestone.objects.get(sequence=1)
    accept = reverse("invoices:milestone_accept", args=[step.pk])
    assert head.post(accept, {"accepted_on": "2026-06-01"}).status_code == 422
    head.post(accept, {"accepted_on": "2026-06-01", "certificate": "CERT-1"})
    dates = DueItemState.objects.order_by("pk").values_list("due_on", flat=True)
    assert list(dates) == [dt.date(2026, 6, 11), NO_DATE_YET]
    withdraw = reverse("invoices:milestone_withdraw", args=[step.pk])
    head.post(withdraw, {"reason": "wrong project"})
    assert set(dates.all()) == {NO_DATE_YET}

    advance = reverse("invoices:advance_new", args=[contract.pk])
    data = {
        "kind": "deposit",
        "amount": "300",
        "received_on": "2026-06-03",
        "reference": "deposit",
        "method": "transfer",
        "request_key": "k1",
    }
    head.post(advance, data)
    assert head.post(advance, data).status_code == 422
    assert ContractAdvance.objects.get().payment.amount == Decimal(300)

    guarantee = reverse("customers:guarantee_new", args=[contract.pk])
    data = {
        "kind": "personal",
        "giver": "Mr Shen",
        "currency": "CNY",
        "amount": "500",
        "from_on": "2026-01-01",
        "until_on": TODAY.isoformat(),
        "rank": "1",
    }
    head.post(guarantee, data)
    assert "Mr Shen" in page(head, "contract_watch")
    given = reverse("customers:guarantee_release", args=[Guarantee.objects.get().pk])
    head.post(given, {"released_on": TODAY.isoformat(), "reason": "paid"})
    assert "Mr Shen" not in page(head, "contract_watch")
    assert "Mr Shen" in page(head, "contract_detail", contract.pk)
    assert invoice.number in page(head, "payment_calendar", contract.pk)


def test_sheet_calendar_and_statement_as_table(
    customer: Customer, head: Client
) -> None:
    contract = contract_with(
        customer,
        {"type": "DEPOSIT_BALANCE", "share_bp": 3000, "days": 60},
        signed_on=dt.date(2026, 6, 1),
    )
    invoice = invoice_under(contract, "1000.00", issued_on=dt.date(2026, 6, 2))
    money = factories.payment(customer=customer, amount="300.00")
    deposit = invoice.items.get(kind="deposit")
    allocate(actor=None, source=money, parts=[AllocationPart(deposit.pk, Decimal(300))])

    def rows(name: str, *args: int, **query: str) -> list[tuple[object, ...]]:
        url = reverse(f"invoices:{name}", args=args)
        answer = head.get(url, {"export": "xlsx", **query})
        content = b"".join(answer)  # type: ignore[call-overload]
        return list(load_workbook(BytesIO(content)).active.values)

    calendar = rows("payment_calendar", contract.pk)
    assert [row[5:] for row in calendar[1:]] == [(300, 300, 0), (700, 0, 700)]
    later = rows("payment_calendar", contract.pk, since="2026-07-01")
    assert [row[5:] for row in later[1:]] == [(700, 0, 700)]
    period = {"since": "2026-06-02", "until": "2026-06-30"}
    account = rows("customer_statement", customer.pk, **period)
    assert [row[6] for row in account[1:]] == [0, 1000, 700]
    nothing = rows("customer_statement", customer.pk, until="2026-06-01")
    assert [row[6] for row in nothing[1:]] == [0]
    assert rows("contract_sheet", contract.pk)[0][:2] == ("Contract", contract.number)
    wrong = page(
        head, "customer_statement", customer.pk, since="2026-07-01", until="2026-06-01"
    )
    assert "ends before it begins" in wrong
    assert "Contract sheet" in page(head, "contract_sheet", contract.pk)


def test_goods_leave_when_the_cash_is_there(customer: Customer, head: Client) -> None:
    contract = contract_with(customer, {"type": "COD"}, sales_mode="CASH_SPOT")
    invoice = invoice_under(contract, "80.00", issued_on=dt.date(2026, 6, 2))
    shown = page(head, "invoice_detail", invoice.pk)
    assert "the goods stay until nothing is open" in shown
    base = reverse("invoices:invoice_base_date", args=[invoice.pk])
    head.post(base, {"awaits": "delivery", "on": "2026-06-03"})
    assert DueItemState.objects.get().due_on == dt.date(2026, 6, 3)
    assert (
        head.post(base, {"awaits": "delivery", "on": "2026-06-03"}).status_code == 422
    )
    release = reverse("invoices:goods_release", args=[invoice.pk])
    data = {"released_on": TODAY.isoformat()}
    assert head.post(release, data).status_code == 422
    factories.payment(pays=invoice, amount="80.00")
    head.post(release, data)
    assert "The goods were released on" in page(head, "invoice_detail", invoice.pk)


def test_an_invoice_that_knows_its_delivery_waits_for_nothing(
    customer: Customer, head: Client
) -> None:
    contract = contract_with(customer, {"type": "COD"})
    data = {
        "customer": customer.code,
        "contract": contract.pk,
        "issued_on": "2026-06-02",
        "delivered_on": "2026-06-04",
        "currency": "CNY",
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0",
        "lines-0-description": "Fans",
        "lines-0-amount": "80",
    }
    confirm = head.post(reverse("invoices:invoice_new"), data, follow=True)
    assert "no date yet" not in confirm.content.decode()
    draft = DocumentDraft.objects.get()
    head.post(reverse("invoices:draft_post", args=[draft.pk]))
    assert DueItemState.objects.get().due_on == dt.date(2026, 6, 4)


def test_sold_goods_by_statement_and_back(customer: Customer, head: Client) -> None:
    contract = contract_with(customer, {"type": "SELL_THROUGH", "days": 10})
    invoice_under(contract, "500.00", issued_on=dt.date(2026, 5, 2))
    sold = reverse("invoices:sell_through_new", args=[contract.pk])
    too_much = head.post(sold, {"agreed_on": "2026-05-31", "amount": "500.01"})
    assert too_much.status_code == 422
    head.post(sold, {"agreed_on": "2026-05-31", "amount": "350"})
    shown = page(head, "contract_detail", contract.pk)
    assert "2026-06-10" in shown
    statement = contract.statements.get()
    back = reverse("invoices:statement_reverse", args=[statement.pk])
    head.post(back, {"effective_on": "2026-06-01", "reason": "counted twice"})
    open_left = DueItemState.objects.filter(open_amount__gt=0).get()
    assert (open_left.open_amount, open_left.due_on) == (Decimal(500), NO_DATE_YET)


def test_a_list_of_many_costs_what_a_list_of_one_costs(
    customer: Customer, head: Client
) -> None:
    def cost(name: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            page(head, name)
        return len(queries)

    def more(count: int) -> None:
        for _ in range(count):
            contract = contract_with(
                customer, {"type": "SELL_THROUGH"}, document_level="none"
            )
            invoice_under(contract, "1.00", issued_on=dt.date(2026, 3, 2))

    more(1)
    once = {name: cost(name) for name in ("contract_list", "contract_watch")}
    more(24)
    for name, expected in once.items():
        assert cost(name) <= expected + 1, name
