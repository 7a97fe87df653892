"""Allocating on the screen: oldest first, by hand, refused, undone, reversed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from arcollect.core.roles import Role
from invoices.models import Allocation, CreditNote, DueItemState, OnAccount, Payment
from invoices.services.allocate import AllocationPart, allocate
from tests import factories

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def customer():
    return factories.customer()


@pytest.fixture
def browser(customer):
    person = factories.user(role=Role.FINANCE_MANAGER, company=customer.company)
    return factories.signed_in(person)


@pytest.fixture
def old(customer):
    return factories.overdue_invoice(customer=customer, days=90, amount="100.00")


@pytest.fixture
def young(customer):
    return factories.overdue_invoice(customer=customer, days=10, amount="50.00")


@pytest.fixture
def payment(customer, old, young):
    return factories.payment(customer=customer, amount="120.00")


def page_of(payment):
    return reverse("invoices:payment_allocate", args=[payment.pk])


def box(invoice):
    return f"amount-{invoice.items.get().pk}"


def open_of(invoice):
    return DueItemState.objects.get(due_item__invoice=invoice).open_amount


def test_fill_oldest_first_proposes_and_books_nothing(browser, payment, old, young):
    answer = browser.post(page_of(payment), {"fill": "1", "request_key": "k"})

    form = answer.context["form"]
    assert form[box(old)].value() == "100.00"
    assert form[box(young)].value() == "20.00"
    assert (answer.context["applied"], answer.context["difference"]) == (120, 0)
    assert not Allocation.objects.exists()


def test_what_is_typed_is_booked_as_typed(browser, payment, old, young):
    data = {box(old): "60", box(young): "５０.00", "post": "1", "request_key": "k"}

    answer = browser.post(page_of(payment), data)

    assert answer["Location"] == reverse("invoices:payment_detail", args=[payment.pk])
    assert (open_of(old), open_of(young)) == (D("40.00"), 0)
    assert {row.rule for row in Allocation.objects.all()} == {"MANUAL"}

    again = browser.post(page_of(payment), data, follow=True)
    assert "Already done by" in again.content.decode()
    assert Allocation.objects.count() == 2


def test_oldest_first_is_named_as_such_in_the_books(browser, payment, old, young):
    data = {box(old): "100", box(young): "20", "post": "1", "request_key": "k"}

    browser.post(page_of(payment), data)

    assert {row.rule for row in Allocation.objects.all()} == {"OLDEST"}


def test_too_much_is_refused_with_reason_and_typed_amounts(
    browser, payment, old, young
):
    data = {box(old): "100", box(young): "20.01", "post": "1", "request_key": "k"}

    answer = browser.post(page_of(payment), data)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Only 120.00 of" in page
    assert 'value="20.01"' in page
    assert answer.context["difference"] == D("-0.01")
    assert not Allocation.objects.exists()
    assert OnAccount.objects.get(payment=payment).unallocated == D("120.00")


def test_somebody_was_faster_and_the_page_shows_what_is_open_now(
    browser, payment, old, young
):
    other = factories.payment(customer=old.customer, amount="70.00")
    part = AllocationPart(old.items.get().pk, D("70.00"))
    browser.get(page_of(payment))
    allocate(actor=None, source=other, parts=[part])

    data = {box(old): "100", "post": "1", "request_key": "k"}
    answer = browser.post(page_of(payment), data)

    assert answer.status_code == 409
    assert "Only 30.00 of invoice" in answer.content.decode()
    assert open_of(old) == D("30.00")


@pytest.mark.parametrize(
    ("typed", "sentence"), [("1.250,00", "more than one way"), ("1.005", "2 decimals")]
)
def test_an_amount_that_cannot_be_read_is_asked_back(
    browser, payment, old, typed, sentence
):
    data = {box(old): typed, "post": "1", "request_key": "k"}

    answer = browser.post(page_of(payment), data)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Allocation.objects.exists()


def test_nothing_typed_is_no_allocation(browser, payment):
    answer = browser.post(page_of(payment), {"post": "1", "request_key": "k"})

    assert answer.status_code == 409
    assert "at least one due item" in answer.content.decode()


def test_unknown_money_finds_items_by_number_or_customer(browser, customer, old):
    nobody = browser.post(
        reverse("invoices:payment_new"),
        {
            "amount": "5.00",
            "currency": "CNY",
            "received_on": "2026-06-30",
            "reference": "??",
            "method": "transfer",
            "request_key": "u",
        },
    )
    unknown = Payment.objects.get(reference="??")
    assert nobody.status_code == 302

    assert browser.get(page_of(unknown)).context["rows"] == []
    found = browser.get(page_of(unknown), {"q": old.number}).context["rows"]
    assert [item.due_item.invoice for item, _box in found] == [old]


def test_undo_asks_with_figures_and_gives_both_sides_back(browser, payment, old):
    allocate(
        actor=None,
        source=payment,
        parts=[AllocationPart(old.items.get().pk, D("100.00"))],
    )
    allocation = Allocation.objects.get()
    address = reverse("invoices:allocation_undo", args=[allocation.pk])

    question = browser.get(address)
    effects = [(e.what, e.before, e.after) for e in question.context["effects"]]
    assert effects == [("open", 0, 100), ("left", 20, 120)]
    assert "Undo allocation of 100.00" in question.content.decode()

    refused = browser.post(address, {"request_key": "k"})
    assert refused.status_code == 422
    assert Allocation.objects.count() == 1

    browser.post(address, {"request_key": "k", "reason": "wrong invoice"})
    assert open_of(old) == D("100.00")
    assert OnAccount.objects.get(payment=payment).unallocated == D("120.00")

    late = browser.post(address, {"request_key": "k2", "reason": "me too"})
    assert late.status_code == 422
    assert "already undid" in late.content.decode()


@pytest.mark.parametrize("kind", ["invoice", "payment", "credit_note"])
def test_reversing_asks_for_a_reason_and_leaves_a_banner(browser, customer, kind):
    made = {
        "invoice": lambda: factories.invoice(customer=customer),
        "payment": lambda: factories.payment(customer=customer),
        "credit_note": lambda: factories.credit_note(customer=customer),
    }[kind]()
    address = reverse(f"invoices:{kind}_reverse", args=[made.pk])
    day = factories.TODAY.isoformat()

    silent = browser.post(address, {"effective_on": day, "request_key": "k"})
    assert silent.status_code == 422
    early = {"effective_on": "2020-01-01", "request_key": "k", "reason": "x"}
    assert "cannot be dated" in browser.post(address, early).content.decode()

    answer = browser.post(
        address, {"effective_on": day, "request_key": "k", "reason": "booked twice"}
    )
    assert answer["Location"] == reverse(f"invoices:{kind}_detail", args=[made.pk])
    page = browser.get(answer["Location"]).content.decode()
    assert f"Reversed from {day}" in page
    assert "booked twice" in page
    assert reverse(f"invoices:{kind}_reverse", args=[made.pk]) not in page


def test_the_clerk_may_not_reverse(customer):
    invoice = factories.invoice(customer=customer)
    clerk = factories.user(role=Role.FINANCE, company=customer.company)
    address = reverse("invoices:invoice_reverse", args=[invoice.pk])

    answer = factories.signed_in(clerk).post(address, {"reason": "x"})

    assert answer.status_code == 403
    assert not CreditNote.objects.exists()
