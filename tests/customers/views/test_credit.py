"""Credit in the browser: the page, reviews, signals, limits, discounts, covers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from arcollect.core import clock
from arcollect.core.roles import Role
from customers.models import (
    CreditProfile,
    CreditReview,
    DepositRule,
    DiscountOffer,
    RepCeiling,
    RiskSignal,
)
from invoices.models import ItemCover
from invoices.selectors.discounts import discount_offered
from invoices.services.post_invoice import DueItemInput, post_invoice
from invoices.services.record_fact import record_fact
from tests import factories
from tests.architecture.world import nothing_written
from tests.factories import credit

pytestmark = pytest.mark.django_db


@pytest.fixture
def today() -> dt.date:
    return clock.today("Asia/Shanghai")


@pytest.fixture
def customer():
    company = factories.company()
    rep_user = factories.user(role=Role.SALES_REP, company=company)
    rep = factories.rep(company=company, user=rep_user)
    return factories.customer(company=company, rep=rep, name="Hengda")


@pytest.fixture
def clerk(customer):
    return factories.signed_in(
        factories.user(role=Role.FINANCE, company=customer.company)
    )


@pytest.fixture
def manager(customer):
    return factories.signed_in(
        factories.user(role=Role.FINANCE_MANAGER, company=customer.company)
    )


def at(name, *args):
    return reverse(f"customers:{name}", args=args)


REVIEW = {
    "rating": "fair",
    "security": "",
    "sales": "4",
    "profit": "3",
    "relation": "5",
    "control": "2",
}


def test_a_review_is_prepared_by_one_and_decided_by_another(
    customer, clerk, manager, today
):
    factories.invoice(customer=customer, amount="120000.00", issued_on=today)
    missing = clerk.post(at("review_new", customer.pk), {**REVIEW, "sales": "6"})
    assert missing.status_code == 422
    clerk.post(at("review_new", customer.pk), REVIEW)
    review = CreditReview.objects.get()
    assert review.queue_points == 14
    again = clerk.post(at("review_new", customer.pk), REVIEW)
    assert again.status_code == 422
    decision = {
        "grade": "C",
        "line": "5,000.00",
        "period_days": "30",
        "valid_from": today.isoformat(),
        "reason": "starts small",
    }
    with nothing_written():
        wrong = manager.post(
            at("review_decide", review.pk), {**decision, "period_days": "31"}
        )
    assert wrong.status_code == 422

    manager.post(at("review_decide", review.pk), decision)

    profile = CreditProfile.objects.get()
    assert (profile.grade, profile.line) == ("C", Decimal(5000))
    page = manager.get(at("credit", customer.pk)).content.decode()
    assert "5,000" in page
    assert "Payment behaviour" in page


def test_a_large_line_waits_for_the_second_person(customer, clerk, manager, today):
    clerk.post(at("review_new", customer.pk), REVIEW)
    review = CreditReview.objects.get()
    decision = {
        "grade": "A",
        "line": "90000.00",
        "period_days": "60",
        "valid_from": today.isoformat(),
        "reason": "guaranteed by the bank",
    }
    manager.post(at("review_decide", review.pk), decision)
    assert not CreditProfile.objects.exists()
    own = manager.post(at("review_agree", review.pk))
    assert own.status_code == 422
    second = factories.user(role=Role.FINANCE_MANAGER, company=customer.company)
    factories.signed_in(second).post(at("review_agree", review.pk))
    assert CreditProfile.objects.get().line == 90_000


def test_a_review_is_taken_back(customer, clerk):
    review = credit.review(customer=customer)
    assert (
        clerk.post(at("review_withdraw", review.pk), {"reason": ""}).status_code == 422
    )
    clerk.post(at("review_withdraw", review.pk), {"reason": "wrong figures"})
    review.refresh_from_db()
    assert review.state == "withdrawn"


def test_a_rep_notes_a_signal_and_finance_closes_it(customer, clerk, today):
    browser = factories.signed_in(customer.rep.user)
    form = {
        "kind": "stock_high",
        "severity": "high",
        "seen_on": today.isoformat(),
        "source": "own visit",
    }
    assert (
        browser.post(at("signal_new", customer.pk), {"source": ""}).status_code == 422
    )
    browser.post(at("signal_new", customer.pk), form)
    signal = RiskSignal.objects.get()
    assert "own visit" in browser.get(at("signal_list")).content.decode()
    clerk.post(
        at("signal_close", signal.pk),
        {"closed_on": today.isoformat(), "note": "sold out since"},
    )
    assert "own visit" not in browser.get(at("signal_list")).content.decode()
    assert (
        "own visit" in browser.get(at("signal_list"), {"show": "all"}).content.decode()
    )


def test_limits_are_set_with_the_actual_beside_them(customer, manager):
    factories.overdue_invoice(customer=customer, amount="700.00")
    ceiling = at("ceiling_edit", customer.rep.pk)
    assert manager.post(ceiling, {"currency": "CNY", "amount": "x"}).status_code == 422
    manager.post(ceiling, {"currency": "CNY", "amount": "1000.00"})
    assert RepCeiling.objects.get().amount == 1000
    manager.post(at("deposit_edit"), {"grade": "C", "share_bp": "33.33"})
    assert DepositRule.objects.get().share_bp == 3333
    page = manager.get(at("credit_limits")).content.decode()
    assert "1,000" in page
    assert "700" in page
    wrong = manager.post(at("deposit_edit"), {"grade": "C", "share_bp": "100.01"})
    assert wrong.status_code == 422


def test_a_cash_discount_counts_from_the_invoice_and_ends(customer, clerk, today):
    contract = credit.contract(customer=customer)
    offer = {"share_bp": "2.5", "within_days": "10", "from_on": today.isoformat()}
    clerk.post(at("discounts", contract.pk), offer)
    assert clerk.post(at("discounts", contract.pk), offer).status_code == 422
    row = DiscountOffer.objects.get()
    assert row.share_bp == 250

    def item(on: dt.date):
        posted = post_invoice(
            actor=None,
            company=customer.company,
            customer=customer,
            contract=contract,
            issued_on=on,
            currency="CNY",
            items=[
                DueItemInput(due_on=on, term_days=0, amount=Decimal("1000.10")),
            ],
        )
        return posted.items.select_related("invoice").get()

    due = item(today)
    last = today + dt.timedelta(days=10)
    # 2.5 % of 1,000.10 is 25.0025, rounded down.
    assert discount_offered(due_item=due, paid_on=last) == Decimal("25.00")
    assert discount_offered(due_item=due, paid_on=last + dt.timedelta(1)) == 0
    clerk.post(at("discount_end", row.pk), {"until_on": today.isoformat()})
    later = item(today + dt.timedelta(days=1))
    assert discount_offered(due_item=later, paid_on=later.issued_on) == 0
    assert discount_offered(due_item=due, paid_on=last) == Decimal("25.00")


def test_the_larger_discount_of_two_steps_counts(customer, today):
    from customers.services.keep_discount import offer_discount

    contract = credit.contract(customer=customer)
    for days, share in ((30, 100), (10, 300)):
        offer_discount(
            actor=None,
            contract=contract,
            within_days=days,
            share_bp=share,
            from_on=today,
        )
    posted = post_invoice(
        actor=None,
        company=customer.company,
        customer=customer,
        contract=contract,
        issued_on=today,
        currency="CNY",
        items=[DueItemInput(due_on=today, term_days=0, amount=Decimal(1000))],
    )
    due = posted.items.select_related("invoice").get()
    found = [
        discount_offered(due_item=due, paid_on=today + dt.timedelta(days=days))
        for days in (10, 11, 30, 31)
    ]
    assert found == [30, 10, 10, 0]


def test_an_item_is_insured_and_the_cover_ends(customer, clerk, today):
    item = factories.overdue_invoice(customer=customer).items.get()
    new = reverse("invoices:cover_new", args=[item.pk])
    form = {
        "kind": "insured",
        "partner": "Sinosure",
        "policy_number": "P-7",
        "amount": "100.00",
        "from_on": today.isoformat(),
    }
    assert clerk.post(new, {**form, "partner": ""}).status_code == 422
    clerk.post(new, form)
    assert clerk.post(new, form).status_code == 422
    cover = ItemCover.objects.get()
    page = clerk.get(reverse("invoices:item_class", args=[item.pk])).content.decode()
    assert "Sinosure" in page
    assert "Sinosure" in clerk.get(at("credit", customer.pk)).content.decode()
    end = reverse("invoices:cover_end", args=[cover.pk])
    assert clerk.post(end, {"until_on": "2020-01-01"}).status_code == 422
    clerk.post(end, {"until_on": today.isoformat()})
    cover.refresh_from_db()
    assert cover.until_on == today


def test_a_customer_without_a_line_is_told_what_to_do(customer, clerk):
    page = clerk.get(at("credit", customer.pk)).content.decode()
    assert "The credit was never reviewed" in page
    assert "every order on credit is held" in page


def test_a_new_fact_asks_for_a_review_at_once(customer, clerk, today):
    credit.credit_line(customer=customer, valid_from=today)
    page = at("credit", customer.pk)
    assert "Review at once" not in clerk.get(page).content.decode()
    # The factory's review is of an earlier day.
    record_fact(actor=None, customer=customer, kind="bill_bounced", from_on=today)
    assert "Bill bounced" in clerk.get(page).content.decode()
    factories.overdue_invoice(customer=customer, as_of=today, days=90)
    assert "past their final date" in clerk.get(page).content.decode()
