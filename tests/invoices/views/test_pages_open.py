"""Every page of the ledger opens, for a clerk and for a reader, with and without rows."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from arcollect.core.roles import Role
from customers.models import Contact, Contract, SettlementTerm
from invoices.models import Allocation, ClassOverride, DueItemState, Fact
from invoices.services.approve_override import approve_override
from invoices.services.drafts import save_draft
from invoices.services.record_fact import record_fact
from invoices.services.reverse_invoice import reverse_invoice
from invoices.services.undo_allocation import undo_allocation
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def book():
    """A small company in which a little of everything has happened."""
    from invoices.domain.classes import ReceivableClass

    company = factories.company()
    manager = factories.user(role=Role.FINANCE_MANAGER, company=company)
    rep = factories.rep(company=company, name="Zhou Min")
    buyer = factories.customer(
        company=company, rep=rep, name="Suzhou Hengda", region="East"
    )
    Contact.objects.create(
        company=company, customer=buyer, name="Sun Yan", roles=["PAYER"]
    )
    contract = Contract.objects.create(
        company=company, customer=buyer, number="C-1", currency="CNY"
    )
    SettlementTerm.objects.create(contract=contract, type="NET", days=30)
    late = factories.overdue_invoice(customer=buyer, amount="120.00")
    factories.invoice(customer=buyer, amount="80.00", currency="USD")
    payment = factories.payment(pays=late, amount="20.00")
    undone = factories.payment(pays=late, amount="5.00")
    undo_allocation(
        actor=manager, allocation=Allocation.objects.get(payment=undone), reason="typo"
    )
    wrong = factories.invoice(customer=buyer, amount="7.00")
    counter = reverse_invoice(
        actor=manager, invoice=wrong, effective_on=factories.TODAY, reason="double"
    )
    note = factories.credit_note(customer=buyer)
    item = late.items.get()
    fact = record_fact(
        actor=manager, customer=buyer, kind="insolvency_signs", from_on=factories.TODAY
    )
    override = approve_override(
        actor=manager,
        due_item=item,
        cls=ReceivableClass.BAD,
        from_on=factories.TODAY,
        until_on=factories.TODAY + dt.timedelta(days=30),
        reason="knows better",
    )
    draft = save_draft(
        actor=manager,
        company=company,
        kind="invoice",
        data={
            "customer": buyer.pk,
            "contract": contract.pk,
            "issued_on": "2026-06-01",
            "currency": "CNY",
            "lines": [{"description": "Fans", "amount": "10.00"}],
        },
    )
    note_draft = save_draft(
        actor=manager,
        company=company,
        kind="credit_note",
        data={
            "customer": buyer.pk,
            "issued_on": "2026-06-01",
            "currency": "CNY",
            "amount": "3.00",
            "reason": "return",
        },
    )
    return {
        "company": company,
        "manager": manager,
        "buyer": buyer,
        "contract": contract,
        "late": late,
        "payment": payment,
        "undone": undone,
        "wrong": wrong,
        "counter": counter,
        "note": note,
        "item": item,
        "fact": fact,
        "override": override,
        "draft": draft,
        "note_draft": note_draft,
    }


def addresses(book):
    buyer, item, late = book["buyer"].pk, book["item"].pk, book["late"].pk
    contact = Contact.objects.get(customer=buyer)
    allocation = Allocation.objects.filter(payment=book["payment"]).get()
    named = [
        ("customers:list", []),
        ("customers:new", []),
        ("customers:detail", [buyer]),
        ("customers:edit", [buyer]),
        ("customers:ledger", [buyer]),
        ("customers:timeline", [buyer]),
        ("customers:contact_new", [buyer]),
        ("customers:contact_edit", [contact.pk]),
        ("customers:contract_new", [buyer]),
        ("customers:contract_edit", [book["contract"].pk]),
        ("invoices:invoice_list", []),
        ("invoices:invoice_new", []),
        ("invoices:invoice_detail", [late]),
        ("invoices:invoice_detail", [book["wrong"].pk]),
        ("invoices:invoice_reverse", [late]),
        ("invoices:draft_list", []),
        ("invoices:draft_confirm", [book["draft"].pk]),
        ("invoices:draft_confirm", [book["note_draft"].pk]),
        ("invoices:invoice_draft", [book["draft"].pk]),
        ("invoices:credit_note_draft", [book["note_draft"].pk]),
        ("invoices:credit_note_list", []),
        ("invoices:credit_note_new", []),
        ("invoices:credit_note_detail", [book["note"].pk]),
        ("invoices:credit_note_detail", [book["counter"].pk]),
        ("invoices:credit_note_allocate", [book["note"].pk]),
        ("invoices:credit_note_reverse", [book["note"].pk]),
        ("invoices:payment_list", []),
        ("invoices:payment_new", []),
        ("invoices:payment_detail", [book["payment"].pk]),
        ("invoices:payment_detail", [book["undone"].pk]),
        ("invoices:payment_allocate", [book["undone"].pk]),
        ("invoices:payment_reverse", [book["payment"].pk]),
        ("invoices:allocation_undo", [allocation.pk]),
        ("invoices:item_class", [item]),
        ("invoices:item_fact", [item]),
        ("invoices:override_new", [item]),
        ("invoices:customer_fact", [buyer]),
        ("invoices:fact_withdraw", [book["fact"].pk]),
        ("invoices:override_withdraw", [book["override"].pk]),
    ]
    return {(name, *args): reverse(name, args=args) for name, args in named}


def test_every_page_opens_for_the_finance_manager(book):
    browser = factories.signed_in(book["manager"])

    for name, address in addresses(book).items():
        answer = browser.get(address)
        assert answer.status_code == 200, name


def test_a_colleague_in_another_company_finds_none_of_its_objects(book):
    stranger = factories.user(role=Role.FINANCE_MANAGER, company=factories.company())
    browser = factories.signed_in(stranger)

    for name, address in addresses(book).items():
        if len(name) > 1:
            assert browser.get(address).status_code == 404, name


def test_an_anonymous_visitor_is_asked_to_sign_in(book, client):
    for name, address in addresses(book).items():
        answer = client.get(address)
        assert answer.status_code == 302, name
        assert reverse("core:login") in answer["Location"], name


def test_an_auditor_reads_everything_and_changes_nothing(book):
    auditor = factories.user(role=Role.AUDITOR, company=book["company"])
    browser = factories.signed_in(auditor)
    readable = {
        "customers:list",
        "customers:detail",
        "customers:ledger",
        "customers:timeline",
        "invoices:invoice_list",
        "invoices:invoice_detail",
        "invoices:credit_note_list",
        "invoices:credit_note_detail",
        "invoices:payment_list",
        "invoices:payment_detail",
        "invoices:item_class",
    }

    for name, address in addresses(book).items():
        expected = 200 if name[0] in readable else 403
        assert browser.get(address).status_code == expected, name


def test_a_rep_sees_his_own_customers_only(book):
    other = factories.user(role=Role.SALES_REP, company=book["company"])
    own_rep = factories.rep(company=book["company"], user=other)
    own = factories.customer(rep=own_rep, name="Own customer")
    browser = factories.signed_in(other)

    listed = browser.get(reverse("customers:list")).content.decode()
    assert "Own customer" in listed
    assert "Suzhou Hengda" not in listed
    assert browser.get(reverse("customers:detail", args=[own.pk])).status_code == 200
    foreign = browser.get(reverse("customers:detail", args=[book["buyer"].pk]))
    assert foreign.status_code == 404


def test_lists_of_an_empty_company_say_what_to_do_next():
    company = factories.company()
    browser = factories.signed_in(factories.user(role=Role.FINANCE, company=company))

    for name in (
        "customers:list",
        "invoices:invoice_list",
        "invoices:payment_list",
        "invoices:credit_note_list",
        "invoices:draft_list",
    ):
        page = browser.get(reverse(name)).content.decode()
        assert 'class="ac-empty"' in page, name
        assert 'class="ac-btn p"' in page, name


def test_the_book_itself_is_as_described(book):
    state = DueItemState.objects.get(pk=book["item"].pk)

    assert state.open_amount == Decimal("100.00")
    assert Fact.objects.count() == ClassOverride.objects.count() == 1
