"""The demo company in the database, small: through the import and the services."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, Q, Sum

from arcollect.core.models import AuditEvent, Company, Membership, Rep, User
from arcollect.core.roles import Role
from customers.models import (
    Contact,
    Contract,
    CreditProfile,
    CreditReview,
    Customer,
    RepCeiling,
    RiskSignal,
)
from demo.generator.book import Book, build_book
from demo.loading.contracts import NUMBERS as CONTRACTS_BESIDE
from demo.loading.load import DemoRefusedError, load_demo
from demo.logins import DEMO_PASSWORD, demo_logins, login_lines
from invoices.models import (
    Allocation,
    BillEvent,
    BillStanding,
    ClaimDecision,
    ClaimDecisionEvent,
    ClassHistory,
    CreditNote,
    DueItem,
    DueItemState,
    EntryDecision,
    Fact,
    Invoice,
    InvoiceLine,
    ItemCover,
    OnAccount,
    OrderRelease,
    Payment,
    Recovery,
    SalesOrder,
)

pytestmark = pytest.mark.django_db
AS_OF = dt.date(2026, 11, 20)
CUSTOMERS = 40


@pytest.fixture(scope="module")
def company(django_db_setup, django_db_blocker) -> Iterator[Company]:
    """The demo company, loaded once for all tests here and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_demo(as_of=AS_OF, customers=CUSTOMERS).company
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def book() -> Book:
    return build_book(as_of=AS_OF, customers=CUSTOMERS)


# Contracts beside the book, with what is posted under them.
BESIDE = {"contract__number__in": CONTRACTS_BESIDE}


def total(rows, column: str = "amount") -> Decimal:
    return rows.aggregate(total=Sum(column))["total"]


def control_total(book: Book, currency: str) -> Decimal:
    """What is owed, from the generator's rows alone."""
    bounced = {row.reference for row in book.reversals}
    amounts = {row.number: row for row in book.invoices if row.currency == currency}
    owed = sum(Decimal(row.amount) for row in amounts.values() if row.kind == "invoice")
    paid = sum(
        Decimal(row.amount)
        for row in book.allocations
        if row.invoice_number in amounts and row.payment_reference not in bounced
    )
    return Decimal(owed) - paid


@pytest.mark.parametrize("currency", ["CNY", "USD"])
def test_control_totals_are_those_of_the_book(company, book, currency):
    of_book = Invoice.objects.filter(company=company, currency=currency)
    invoices = of_book.exclude(**BESIDE).exclude(kind=Invoice.Kind.BILL)
    items = DueItem.objects.filter(invoice__in=invoices)
    states = DueItemState.objects.filter(due_item__in=items)
    allocations = Allocation.objects.filter(due_item__in=items)
    # What was taken off after the book had been entered: approved deductions, bills,
    # decisions, what came in on claims written off, and bank lines that were matched.
    matched = EntryDecision.objects.filter(company=company)
    later = allocations.filter(
        Q(credit_note__reason=CreditNote.Reason.DEDUCTION)
        | Q(payment__in=BillEvent.objects.values("payment"))
        | Q(credit_note__in=ClaimDecisionEvent.objects.values("credit_note"))
        | Q(payment__in=ClaimDecisionEvent.objects.values("payment"))
        | Q(payment__in=Recovery.objects.values("allocation__payment"))
        | Q(payment__in=matched.values("payment"))
        | Q(credit_note__in=matched.values("credit_notes"))
    )
    expected = control_total(book, currency) - (total(later) or 0)
    assert expected > 0
    assert total(states, "open_amount") == expected
    assert total(items) == total(invoices)
    assert total(invoices) - total(allocations) == expected


def test_every_document_of_the_book_is_posted(company, book):
    invoices = sum(1 for row in book.invoices if row.kind == "invoice")
    posted = Invoice.objects.filter(company=company).exclude(**BESIDE)
    assert posted.exclude(kind=Invoice.Kind.BILL).count() == invoices
    notes = CreditNote.objects.filter(
        company=company, deduction_credit=None, goods_links=None, decisions=None
    ).exclude(**BESIDE)
    notes = notes.exclude(
        pk__in=ClaimDecisionEvent.objects.filter(credit_note__isnull=False).values(
            "credit_note"
        )
    ).exclude(reverses_invoice__kind=Invoice.Kind.BILL)
    assert notes.count() == len(book.invoices) - invoices
    assert notes.filter(reason=CreditNote.Reason.REBATE).exists()
    of_practice = [
        *BillEvent.objects.values_list("payment", "settled_by", "charge"),
        *ClaimDecisionEvent.objects.values_list("payment"),
        *Recovery.objects.values_list("allocation__payment"),
        *EntryDecision.objects.values_list("payment"),
    ]
    payments = Payment.objects.filter(
        company=company, reverses=None, advance=None
    ).exclude(pk__in={pk for row in of_practice for pk in row if pk})
    assert payments.count() == len(book.payments) + len(book.strays)
    contracts = Contract.objects.filter(company=company)
    beside = len(CONTRACTS_BESIDE)
    assert contracts.count() == len(book.contracts) + beside
    assert InvoiceLine.objects.filter(invoice__company=company).exists()
    several = Invoice.objects.filter(company=company).annotate(n=Count("items"))
    assert several.filter(n__gt=1).exists()


def test_every_class_is_populated_and_has_a_history(company):
    open_items = DueItemState.objects.filter(company=company, open_amount__gt=0)
    assert set(open_items.values_list("severity", flat=True)) == {1, 2, 3, 4, 5}
    by_class = dict(
        open_items.filter(currency="CNY")
        .values_list("severity")
        .annotate(Sum("open_amount"))
    )
    assert max(by_class, key=lambda severity: by_class[severity]) == 1
    days = ClassHistory.objects.filter(company=company).values("changed_on").distinct()
    assert days.count() > 30
    decided = set(open_items.values_list("decided_by", flat=True))
    assert {
        "age",
        "override",
        "plan_freeze",
        "fact:bankruptcy_closed",
        "fact:debtor_dissolved_no_successor",
        "fact:debtor_absconded",
        "fact:insolvency_signs",
        "fact:limitation_expired",
        "fact:repeated_bounce_and_supply_stopped",
        "fact:unresolved_and_supply_stopped",
    } <= decided


def test_money_on_account_and_money_without_an_owner(company):
    left = OnAccount.objects.filter(company=company, unallocated__gt=0)
    assert left.filter(payment__isnull=False, customer__isnull=False).exists()
    assert left.filter(customer__isnull=True).exists()
    assert Payment.objects.filter(company=company, amount__lt=0).count() >= 3


def test_customers_are_complete(company):
    customers = Customer.objects.filter(company=company)
    assert customers.count() == CUSTOMERS
    assert not customers.filter(kind="").exists()
    assert not customers.filter(rep=None).exists()
    statuses = set(customers.values_list("status", flat=True))
    assert statuses == {"ACTIVE", "SUSPENDED", "CLOSED"}
    roles = {
        role
        for roles in Contact.objects.filter(company=company).values_list(
            "roles", flat=True
        )
        for role in roles
    }
    assert {"DECISION_MAKER", "ACCEPTOR", "PAYER"} <= roles
    facts = Fact.objects.filter(company=company)
    # One more bill bounces beside the book.
    bounced = BillEvent.objects.filter(fact__isnull=False)
    assert facts.exclude(pk__in=bounced.values("fact")).count() == 21
    fixed = Contract.objects.filter(company=company, terms__type="FIXED_DAY")
    assert fixed.exists()


def test_nobody_sees_more_than_his_role_shows(company):
    seen = {
        name: Customer.objects.visible_to(User.objects.get(username=name)).count()
        for name in ("rep", "manager", "manager2", "finance", "auditor", "admin")
    }
    assert 0 < seen["rep"] < seen["manager"] < CUSTOMERS
    assert seen["manager"] + seen["manager2"] == CUSTOMERS
    assert seen["finance"] == seen["auditor"] == seen["admin"] == CUSTOMERS
    for rep in Rep.objects.filter(company=company):
        assert rep.user_id
        assert rep.team_id
        assert rep.customers.exists()


def test_one_login_per_role_is_printed_and_opens(company, rf):
    logins = demo_logins()
    assert [login for login, _password, _role in logins] == [
        "rep",
        "manager",
        "finance",
        "finance-manager",
        "auditor",
        "admin",
    ]
    assert len({role for _login, _password, role in logins}) == len(Role.values)
    for login, password, _role in logins:
        user = authenticate(rf.post("/"), username=login, password=password)
        assert user is not None
        assert not user.must_change_password
        validate_password(password, user)
        assert any(login in line for line in login_lines())


def test_company_is_set_up_and_marked(company):
    assert (company.code, company.base_currency) == ("lanyue", "CNY")
    assert company.is_demo
    assert company.set_up_at is not None
    assert AuditEvent.objects.filter(action="demo.company.loaded").count() == 1


def test_second_load_is_refused_and_changes_nothing(company):
    before = AuditEvent.objects.count()
    with pytest.raises(DemoRefusedError, match="there already"):
        load_demo(as_of=AS_OF, customers=CUSTOMERS)
    with pytest.raises(CommandError, match="there already"):
        call_command("load_demo", stdout=io.StringIO())
    assert AuditEvent.objects.count() == before


def test_if_missing_leaves_it_as_it_is(company):
    before = AuditEvent.objects.count()
    said = io.StringIO()
    call_command("load_demo", "--if-missing", "--json", stdout=said)
    assert json.loads(said.getvalue()) == {"loaded": False}
    assert AuditEvent.objects.count() == before
    assert Membership.objects.filter(company=company).count() == 12
    assert DEMO_PASSWORD not in said.getvalue()


def test_every_screen_of_credit_has_something_to_show(company):
    states = set(
        SalesOrder.objects.filter(company=company).values_list("state", flat=True)
    )
    assert {"held", "approved"} <= states
    assert OrderRelease.objects.filter(company=company, state="given").exists()
    assert CreditProfile.objects.filter(company=company).count() == 14
    waiting = CreditReview.objects.filter(company=company, state="prepared")
    assert waiting.exists()
    assert RiskSignal.objects.filter(company=company).count() == 3
    assert RepCeiling.objects.filter(company=company).count() >= 4
    assert ItemCover.objects.filter(company=company).count() == 2


def test_bills_and_decisions_are_there_in_every_state(company):
    bills = BillStanding.objects.filter(company=company)
    assert set(bills.values_list("state", flat=True)) == {
        *("received", "held", "presented", "discounted", "endorsed"),
        *("honoured", "dishonoured", "extended"),
    }
    decisions = ClaimDecision.objects.filter(company=company)
    assert set(decisions.values_list("kind", flat=True)) == {*ClaimDecision.Kind.values}
    states = set(decisions.values_list("state__state", flat=True))
    assert {"proposed", "half_approved", "posted", "rejected"} <= states
    assert Recovery.objects.filter(company=company).exists()
