"""Worked examples of contracts, as a bookkeeper would check them by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from arcollect.core.dates import NO_DATE_YET
from arcollect.core.models import Company
from customers.models import Contract, Customer
from customers.services.certify_milestone import MilestoneRefusedError
from invoices.models import AwaitedDate, DueItemState, Invoice, OnAccount
from invoices.selectors.aging_figures import By
from invoices.selectors.aging_from_documents import aging_from_documents
from invoices.selectors.classes import explanation
from invoices.services.accept_milestone import accept_milestone, withdraw_acceptance
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.classify import classify_through
from invoices.services.errors import LedgerRefusedError
from invoices.services.give_due_date import record_base_date
from invoices.services.release_goods import release_goods
from invoices.services.reverse_invoice import reverse_invoice
from invoices.services.settle_sell_through import (
    reverse_sell_through,
    settle_sell_through,
)
from invoices.services.take_advance import take_advance
from invoices.verify.run import verify
from tests.books.contracts import contract_with, invoice_under, milestones_of
from tests.books.openings import money_from, open_company, open_customer

pytestmark = [pytest.mark.django_db, pytest.mark.databases]
D = Decimal
MAR_10, MAR_31 = dt.date(2026, 3, 10), dt.date(2026, 3, 31)
NET_30 = {"type": "NET", "days": 30}


@pytest.fixture
def company() -> Company:
    return open_company()


@pytest.fixture
def dealer(company: Company) -> Customer:
    return open_customer(company)


def owed(invoice: Invoice) -> list[tuple[str, str, str]]:
    """Kind, open amount and due date of each item, in order."""
    states = DueItemState.objects.filter(due_item__invoice=invoice)
    return [
        (
            state.due_item.kind,
            str(state.open_amount.quantize(D("0.01"))),
            "no date yet" if state.due_on == NO_DATE_YET else state.due_on.isoformat(),
        )
        for state in states.select_related("due_item").order_by("due_item__position")
    ]


def buckets(company: Company, on: dt.date) -> dict[str, str]:
    aging = aging_from_documents(company=company, as_of=on)
    parts = aging.currencies["CNY"].parts
    return {name: f"{part.amount:.2f}" for name, part in parts.items() if part.items}


def test_month_end_30_days(company: Company, dealer: Customer) -> None:
    """月结30天: whatever March day, due on 30 April; tolerated until 10 May."""
    contract = contract_with(dealer, {"type": "EOM_PLUS", "days": 30})
    invoice = invoice_under(contract, "12000.00", issued_on=MAR_10)
    assert owed(invoice) == [("goods", "12000.00", "2026-04-30")]
    state = DueItemState.objects.get(due_item__invoice=invoice)
    assert state.final_on == dt.date(2026, 5, 10)
    assert state.expedited_from == dt.date(2026, 5, 11)


def test_one_invoice_with_products_of_different_terms(dealer: Customer) -> None:
    contract = contract_with(
        dealer,
        NET_30,
        {"type": "EOM_PLUS", "days": 60},
        {"type": "FIXED_DAY", "day_of_month": 25, "months": 1},
    )
    invoice = invoice_under(contract, "6000.00", "3500.50", "499.50", issued_on=MAR_10)
    assert invoice.amount == D("10000.00")
    assert owed(invoice) == [
        ("goods", "6000.00", "2026-04-09"),
        ("goods", "3500.50", "2026-05-30"),
        ("goods", "499.50", "2026-04-25"),
    ]


def test_deposit_as_credit_and_balance(company: Company, dealer: Customer) -> None:
    """30 % before production, the rest 60 days after the invoice."""
    contract = contract_with(
        dealer, {"type": "DEPOSIT_BALANCE", "share_bp": 3000, "days": 60}
    )
    advance = take_advance(
        actor=None,
        contract=contract,
        reference="deposit HT",
        received_on=dt.date(2026, 2, 1),
        currency="CNY",
        amount=D("300.00"),
    )
    # Until there is an invoice it is the customer's credit.
    left = OnAccount.objects.get(payment=advance.payment)
    assert left.unallocated == D("300.00")
    invoice = invoice_under(contract, "1000.00", issued_on=MAR_10)
    deposit = invoice.items.get(kind="deposit")
    allocate(
        actor=None,
        source=advance.payment,
        parts=[AllocationPart(deposit.pk, D("300.00"))],
    )
    assert owed(invoice) == [
        ("deposit", "0.00", "2026-03-10"),
        ("goods", "700.00", "2026-05-09"),
    ]
    assert verify(company=company) == []


def test_retention_released(company: Company, dealer: Customer) -> None:
    """5 % stays for a year; it is not late before, and late without grace after."""
    contract = contract_with(dealer, NET_30, retention_bp=500, retention_months=12)
    invoice = invoice_under(contract, "200000.00", issued_on=MAR_10)
    assert owed(invoice) == [
        ("goods", "190000.00", "2026-04-09"),
        ("retention", "10000.00", "2027-03-10"),
    ]
    goods, held = invoice.items.order_by("position")
    money = money_from(dealer, on=dt.date(2026, 4, 9), amount="190000.00")
    allocate(actor=None, source=money, parts=[AllocationPart(goods.pk, D("190000.00"))])
    day_of_release = dt.date(2027, 3, 10)
    assert buckets(company, day_of_release) == {"not_due": "10000.00"}
    assert buckets(company, day_of_release + dt.timedelta(1)) == {"1-30": "10000.00"}
    told = explanation(item=held, as_of=day_of_release + dt.timedelta(1))
    assert (told.final_on, told.term_days) == (day_of_release, 0)


def test_sell_through_month(company: Company, dealer: Customer) -> None:
    """Invoiced 500,000; 350,000 sold in March, the other 150,000 next time (S25)."""
    contract = contract_with(dealer, {"type": "SELL_THROUGH", "days": 10})
    invoice = invoice_under(contract, "500000.00", issued_on=MAR_10)
    assert owed(invoice) == [("consignment", "500000.00", "no date yet")]

    march = settle_sell_through(
        actor=None,
        contract=contract,
        agreed_on=MAR_31,
        currency="CNY",
        amount=D("350000.00"),
    )
    assert march.invoice is not None
    assert owed(invoice) == [("consignment", "150000.00", "no date yet")]
    assert owed(march.invoice) == [("consignment", "350000.00", "2026-04-10")]
    # What is owed in all is the same as before.
    assert buckets(company, MAR_31) == {"not_due": "500000.00"}
    assert buckets(company, dt.date(2026, 4, 11)) == {
        "not_due": "150000.00",
        "1-30": "350000.00",
    }
    # April: the rest. It keeps its invoice and its age from the statement.
    settle_sell_through(
        actor=None,
        contract=contract,
        agreed_on=dt.date(2026, 4, 30),
        currency="CNY",
        amount=D("150000.00"),
    )
    assert owed(invoice) == [("consignment", "150000.00", "2026-05-10")]
    with pytest.raises(LedgerRefusedError, match=r"Only 0\.00 CNY"):
        settle_sell_through(
            actor=None,
            contract=contract,
            agreed_on=dt.date(2026, 4, 30),
            currency="CNY",
            amount=D("0.01"),
        )
    classify_through(company=company, as_of=dt.date(2026, 6, 1))
    assert verify(company=company) == []


def test_a_statement_reversed_waits_again_to_the_cent(
    company: Company, dealer: Customer
) -> None:
    contract = contract_with(dealer, {"type": "SELL_THROUGH", "days": 10})
    first = invoice_under(contract, "100.00", issued_on=MAR_10)
    second = invoice_under(contract, "50.00", issued_on=dt.date(2026, 3, 12))
    statement = settle_sell_through(
        actor=None,
        contract=contract,
        agreed_on=MAR_31,
        currency="CNY",
        amount=D("120.00"),
    )
    assert statement.invoice is not None
    assert owed(first) == [("consignment", "100.00", "2026-04-10")]
    assert owed(second) == [("consignment", "30.00", "no date yet")]
    sold = statement.invoice.items.get()
    money = money_from(dealer, on=dt.date(2026, 4, 2), amount="20.00")
    allocate(actor=None, source=money, parts=[AllocationPart(sold.pk, D("20.00"))])
    reverse_sell_through(
        actor=None,
        statement=statement,
        effective_on=dt.date(2026, 4, 3),
        reason="counted twice",
    )
    assert owed(first) == [("consignment", "100.00", "no date yet")]
    assert owed(second) == [("consignment", "50.00", "no date yet")]
    assert owed(statement.invoice) == [("consignment", "0.00", "2026-04-10")]
    assert OnAccount.objects.get(payment=money).unallocated == D("20.00")
    classify_through(company=company, as_of=dt.date(2026, 6, 1))
    assert verify(company=company) == []
    with pytest.raises(LedgerRefusedError):
        reverse_sell_through(
            actor=None, statement=statement, effective_on=MAR_31, reason="again"
        )


def test_a_milestone_falls_due_when_it_is_accepted(
    company: Company, dealer: Customer
) -> None:
    contract = contract_with(dealer, {"type": "MILESTONE", "days": 15})
    delivery, handover = milestones_of(contract, 7000, 3000)
    invoice = invoice_under(contract, "1000.00", issued_on=MAR_10)
    assert owed(invoice) == [
        ("milestone", "700.00", "no date yet"),
        ("milestone", "300.00", "no date yet"),
    ]
    # However old, what has no date is not due, and nothing reminds of it.
    far = dt.date(2027, 3, 10)
    classify_through(company=company, as_of=far)
    assert buckets(company, far) == {"not_due": "1000.00"}
    assert set(DueItemState.objects.values_list("severity", flat=True)) == {1}
    told = explanation(item=invoice.items.first(), as_of=far)
    assert told.due_on is None
    # The exception after the long-stop: sixty days from the invoice.
    assert set(AwaitedDate.objects.values_list("long_stop_on", flat=True)) == {
        dt.date(2026, 5, 9)
    }
    accept_milestone(
        actor=None,
        milestone=delivery,
        accepted_on=dt.date(2027, 2, 1),
        certificate="acceptance 2027-02",
        accepted_by="Ms Wu",
    )
    assert owed(invoice)[0] == ("milestone", "700.00", "2027-02-16")
    assert buckets(company, far) == {"1-30": "700.00", "not_due": "300.00"}
    assert verify(company=company) == []
    delivery.refresh_from_db()
    with pytest.raises(MilestoneRefusedError):
        accept_milestone(
            actor=None, milestone=delivery, accepted_on=far, certificate="twice"
        )
    withdraw_acceptance(actor=None, milestone=delivery, reason="wrong project")
    assert owed(invoice)[0] == ("milestone", "700.00", "no date yet")
    assert verify(company=company) == []
    handover.refresh_from_db()
    assert handover.accepted_on is None


def test_a_milestone_needs_its_certificate(dealer: Customer) -> None:
    contract = contract_with(dealer, {"type": "MILESTONE"})
    (step,) = milestones_of(contract, 10_000)
    with pytest.raises(MilestoneRefusedError):
        accept_milestone(
            actor=None, milestone=step, accepted_on=MAR_10, certificate=" "
        )
    step.refresh_from_db()
    assert step.accepted_on is None


def test_cash_on_delivery_releases_the_goods_at_zero(dealer: Customer) -> None:
    contract = contract_with(
        dealer, {"type": "COD"}, sales_mode=Contract.SalesMode.CASH_SPOT
    )
    invoice = invoice_under(contract, "80.00", issued_on=MAR_10)
    assert owed(invoice) == [("goods", "80.00", "no date yet")]
    mar_12 = dt.date(2026, 3, 12)
    record_base_date(actor=None, invoice=invoice, awaits="delivery", on=mar_12)
    assert owed(invoice) == [("goods", "80.00", "2026-03-12")]
    with pytest.raises(LedgerRefusedError, match="stay until"):
        release_goods(actor=None, invoice=invoice, released_on=mar_12)
    money = money_from(dealer, on=mar_12, amount="80.00")
    part = AllocationPart(invoice.items.get().pk, D("80.00"))
    allocate(actor=None, source=money, parts=[part])
    release_goods(actor=None, invoice=invoice, released_on=mar_12)
    with pytest.raises(LedgerRefusedError, match="already"):
        release_goods(actor=None, invoice=invoice, released_on=mar_12)


def test_an_invoice_that_waits_is_reversed_like_any_other(
    company: Company, dealer: Customer
) -> None:
    contract = contract_with(dealer, {"type": "SELL_THROUGH"})
    invoice = invoice_under(contract, "80.00", issued_on=MAR_10)
    reverse_invoice(actor=None, invoice=invoice, effective_on=MAR_31, reason="wrong")
    assert owed(invoice) == [("consignment", "0.00", "no date yet")]
    assert verify(company=company) == []
    aging = aging_from_documents(company=company, as_of=MAR_31, by=By.CLASS)
    assert aging.currencies["CNY"].total.amount == 0
