"""Writing, looking at and posting documents in the browser's forms."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from arcollect.core.roles import Role
from customers.models import Contract, SettlementTerm
from invoices.models import (
    CreditNote,
    DocumentDraft,
    DueItem,
    Invoice,
    OnAccount,
    Payment,
)
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer():
    return factories.customer(code="K-1", name="Hengda")


@pytest.fixture
def browser(customer):
    clerk = factories.user(role=Role.FINANCE, company=customer.company)
    return factories.signed_in(clerk)


def head(**changes):
    return {
        "customer": "K-1",
        "issued_on": "2026-06-01",
        "currency": "CNY",
        "lines-TOTAL_FORMS": "2",
        "lines-INITIAL_FORMS": "0",
        "lines-0-description": "Fans",
        "lines-0-quantity": "2",
        "lines-0-unit_price": "45.00",
        "lines-1-description": "Freight",
        "lines-1-amount": "1,010.50",
        "term_days": "30",
        "check": "",
        **changes,
    }


def test_an_invoice_is_written_looked_at_and_posted_once(customer, browser):
    answer = browser.post(reverse("invoices:invoice_new"), head())
    draft = DocumentDraft.objects.get()
    assert answer["Location"] == reverse("invoices:draft_confirm", args=[draft.pk])
    assert not Invoice.objects.exists()

    look = browser.get(answer["Location"]).content.decode()
    assert "Post invoice of 1,100.50" in look
    assert "Wed 1 Jul 2026" in look

    post = reverse("invoices:draft_post", args=[draft.pk])
    posted = browser.post(post)
    invoice = Invoice.objects.get()
    assert posted["Location"] == reverse("invoices:invoice_detail", args=[invoice.pk])
    assert invoice.amount == Decimal("1100.50")
    assert [line.amount for line in invoice.lines.order_by("position")] == [
        Decimal("90.00"),
        Decimal("1010.50"),
    ]
    item = invoice.items.get()
    assert (item.due_on, item.term_days) == (dt.date(2026, 7, 1), 30)
    assert not DocumentDraft.objects.exists()

    again = browser.post(post, follow=True)
    assert "Already done by" in again.content.decode()
    assert Invoice.objects.count() == 1


def test_a_contract_with_two_terms_gives_two_due_items(customer, browser):
    contract = Contract.objects.create(
        company=customer.company, customer=customer, number="C-1", currency="CNY"
    )
    SettlementTerm.objects.create(contract=contract, type="EOM_PLUS", days=30)
    SettlementTerm.objects.create(
        contract=contract, term_group=2, type="FIXED_DAY", day_of_month=25, months=1
    )
    data = head(contract=contract.pk, term_days="", **{"lines-1-term_group": "2"})

    browser.post(reverse("invoices:invoice_new"), data)
    browser.post(reverse("invoices:draft_post", args=[DocumentDraft.objects.get().pk]))

    items = DueItem.objects.order_by("position")
    assert [(item.due_on, item.term_days) for item in items] == [
        (dt.date(2026, 7, 30), 30),
        (dt.date(2026, 7, 25), 54),
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"customer": "nobody"}, "No customer has"),
        ({"term_days": ""}, "Say when it is due"),
        ({"lines-1-amount": "1.250,00"}, "more than one way"),
        ({"lines-1-amount": "1.005"}, "has 2 decimals"),
        ({"lines-1-amount": ""}, "quantity and unit price"),
        ({"lines-0-description": ""}, "This field is required"),
        ({"issued_on": "01.06.2026"}, "Enter a valid date"),
    ],
)
def test_bad_input_says_why_and_keeps_what_was_typed(browser, changes, sentence):
    answer = browser.post(reverse("invoices:invoice_new"), head(**changes))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="Freight"' in page
    assert not Invoice.objects.exists()
    assert not DocumentDraft.objects.exists()


def test_adding_a_line_keeps_the_others_and_complains_about_nothing(browser):
    data = head(add_line="1", **{"lines-1-amount": "12x"})
    answer = browser.post(reverse("invoices:invoice_new"), data)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert len(answer.context["formset"].forms) == 3
    assert 'value="12x"' in page
    assert "ac-err" not in page


def test_a_draft_is_kept_opened_again_and_discarded(browser):
    browser.post(reverse("invoices:invoice_new"), {**head(), "save": ""})
    draft = DocumentDraft.objects.get()

    page = browser.get(reverse("invoices:invoice_draft", args=[draft.pk]))
    assert page.context["form"]["customer"].value() == "K-1"
    assert 'value="1,010.50"' in page.content.decode()
    assert browser.get(reverse("invoices:draft_list")).context["drafts"]

    browser.post(reverse("invoices:draft_discard", args=[draft.pk]))
    assert not DocumentDraft.objects.exists()


def test_a_number_that_is_taken_leaves_the_draft(customer, browser):
    factories.invoice(customer=customer, number="F-1")
    browser.post(reverse("invoices:invoice_new"), head(number="F-1"))
    draft = DocumentDraft.objects.get()

    answer = browser.post(reverse("invoices:draft_post", args=[draft.pk]))

    assert answer.status_code == 409
    assert "F-1 is already posted" in answer.content.decode()
    assert DocumentDraft.objects.get() == draft
    assert Invoice.objects.count() == 1


def test_a_credit_note_is_posted_on_account(customer, browser):
    data = {
        "customer": "Hengda",
        "reason": "return",
        "issued_on": "2026-06-01",
        "currency": "CNY",
        "amount": "１２３．４５",
        "check": "",
    }
    answer = browser.post(reverse("invoices:credit_note_new"), data)
    assert (
        "Post credit note of 123.45" in browser.get(answer["Location"]).content.decode()
    )
    browser.post(reverse("invoices:draft_post", args=[DocumentDraft.objects.get().pk]))

    note = CreditNote.objects.get()
    assert note.amount == Decimal("123.45")
    assert OnAccount.objects.get(credit_note=note).unallocated == note.amount


def payment_data(**changes):
    return {
        "customer": "K-1",
        "amount": "148.26万",
        "currency": "CNY",
        "received_on": "2026-06-30",
        "reference": "BK-1",
        "method": "transfer",
        "request_key": "key-1",
        **changes,
    }


def test_a_payment_is_recorded_once_and_leads_to_its_allocation(browser):
    address = reverse("invoices:payment_new")
    answer = browser.post(address, payment_data())
    payment = Payment.objects.get()
    assert payment.amount == 1_482_600
    assert answer["Location"] == reverse("invoices:payment_allocate", args=[payment.pk])

    again = browser.post(address, payment_data(), follow=True)
    assert "Already done by" in again.content.decode()
    other_form = browser.post(address, payment_data(request_key="key-2"))
    assert other_form.status_code == 422
    assert "is already recorded" in other_form.content.decode()
    assert Payment.objects.count() == 1


def test_money_of_nobody_known_is_recorded_too(browser):
    browser.post(reverse("invoices:payment_new"), payment_data(customer=""))

    assert Payment.objects.get().customer is None


@pytest.mark.parametrize("name", ["invoices:draft_post", "invoices:draft_discard"])
def test_acts_take_no_get(browser, name):
    browser.post(reverse("invoices:invoice_new"), {**head(), "save": ""})
    draft = DocumentDraft.objects.get()

    assert browser.get(reverse(name, args=[draft.pk])).status_code == 405
    assert DocumentDraft.objects.exists()
