"""The two panes of the matching: lines, candidates, and the acts of one key."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arcollect.core.roles import Role
from invoices.models import BankEntryState, EntryDecision, MatchingRules, Payment
from invoices.services.propose_matches import propose_matches
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.databases]


@pytest.fixture
def company():
    return factories.company()


@pytest.fixture
def clerk(company):
    return factories.user(company=company, role=Role.FINANCE, full_name="Shen Li")


@pytest.fixture
def browser(clerk):
    return factories.signed_in(clerk)


@pytest.fixture
def customer(company):
    return factories.customer(company=company, name="昆山世纪电器有限公司")


@pytest.fixture
def line(company, customer):
    """A line that names the customer's one invoice."""
    factories.invoice(customer=customer, amount="500.00", number="LY-26-09411")
    made = factories.bank_line(
        company=company, amount="500.00", payer="昆山世纪电器", text="LY-26-09411"
    )
    propose_matches(company=company)
    return made


def page(browser, name="matching", *args, **query):
    return browser.get(reverse(f"invoices:{name}", args=args), query)


def act(browser, name, line, **data):
    address = reverse(f"invoices:{name}", args=[line.pk])
    return browser.post(address, {"request_key": "one", **data}, follow=True)


def amount_of(line):
    proposal = line.proposals.get(rank=1)
    return f"amount-{proposal.parts[0][0]}"


def state_of(line):
    return BankEntryState.objects.get(pk=line.pk).state


def test_the_first_line_stands_open_with_its_reasons(browser, line):
    answer = page(browser)

    assert answer.status_code == 200
    text = answer.content.decode()
    assert "LY-26-09411 stands in the text" in text
    assert "exact amount" in text
    assert answer.context["difference"] == 0
    assert answer.context["entry"] == line
    counts = {"left": 1, "ready": 1, "none": 0, "unidentified": 0}
    assert answer.context["counts"] == counts


def test_one_post_books_the_proposal_and_undo_takes_it_back(browser, line):
    answer = act(browser, "match_confirm", line, **{amount_of(line): "500.00"})

    assert state_of(line) == "matched"
    assert Payment.objects.get().allocations.get().rule == "BY_REMITTANCE"
    assert "Last: 昆山世纪电器" in answer.content.decode()

    answer = act(browser, "match_undo", line)
    assert state_of(line) == "open"
    assert "Both sides are as they were" in answer.content.decode()


def test_amounts_typed_by_hand_are_booked_by_that_rule(browser, line):
    act(browser, "match_confirm", line, **{amount_of(line): "400.00"})

    payment = Payment.objects.get()
    assert payment.allocations.get().amount == Decimal("400.00")
    assert payment.allocations.get().rule == "MANUAL"
    assert payment.state.unallocated == Decimal("100.00")


def test_the_running_difference_is_worked_out_without_booking(browser, line):
    answer = act(
        browser, "match_confirm", line, check="1", **{amount_of(line): "123.45"}
    )

    assert answer.context["difference"] == Decimal("376.55")
    assert not Payment.objects.exists()


def test_more_than_came_in_needs_a_word_for_the_difference(
    browser, company, customer, line
):
    larger = factories.invoice(customer=customer, amount="510.00").items.get()
    typed = {f"amount-{larger.pk}": "510.00"}

    answer = act(browser, "match_confirm", line, **typed)
    assert answer.status_code == 422
    assert "More is applied than came in" in answer.content.decode()
    answer = act(browser, "match_confirm", line, difference="fee", **typed)
    assert answer.status_code == 422
    assert "at most 0.00 CNY" in answer.content.decode()
    assert not Payment.objects.exists()

    MatchingRules.objects.create(company=company, currency="CNY", bank_fee=20)
    act(browser, "match_confirm", line, difference="fee", **typed)
    assert state_of(line) == "matched"
    assert larger.state.open_amount == 0


def test_the_second_person_is_told_and_nothing_is_booked_twice(browser, company, line):
    act(browser, "match_confirm", line, **{amount_of(line): "500.00"})
    other = factories.signed_in(factories.user(company=company))

    answer = act(other, "match_confirm", line, **{amount_of(line): "500.00"})

    assert "Already done by Shen Li at" in answer.content.decode()
    assert Payment.objects.count() == 1


def test_unidentified_money_is_listed_with_age_and_owner(browser, clerk, line):
    act(browser, "entry_unidentified", line, owner=clerk.pk)

    assert state_of(line) == "unidentified"
    text = page(browser, tab="unidentified").content.decode()
    assert "Shen Li" in text
    assert Payment.objects.get().customer is None


def test_a_line_is_set_aside_only_with_a_reason(browser, line):
    answer = act(browser, "entry_ignore", line, reason="")
    assert "Say what the money is" in answer.content.decode()
    assert state_of(line) == "open"

    act(browser, "entry_ignore", line, reason="Interest")
    assert state_of(line) == "ignored"
    text = page(browser, "matching_line", line.pk, tab="done").content.decode()
    assert "Interest" in text


def test_all_ready_lines_are_posted_at_once(browser, company, line):
    factories.bank_line(company=company, amount="7.00")

    answer = browser.post(reverse("invoices:matching_ready"), follow=True)

    assert "1 line is matched" in answer.content.decode()
    assert EntryDecision.objects.count() == 1


def test_an_invoice_can_be_found_by_hand(browser, company, line):
    other = factories.customer(company=company)
    factories.invoice(customer=other, amount="9.00", number="XZ-777")

    text = page(browser, "matching_line", line.pk, find="XZ-7").content.decode()

    assert "XZ-777" in text


def test_rules_are_the_finance_managers(browser, company):
    assert page(browser, "matching_rules").status_code == 403
    manager = factories.user(company=company, role=Role.FINANCE_MANAGER)
    head = factories.signed_in(manager)
    assert page(head, "matching_rules").status_code == 200

    head.post(
        reverse("invoices:matching_rules"),
        {"bank_fee": "200", "discount_percent": "2.5", "discount_days": "10"},
    )

    rules = MatchingRules.objects.get()
    assert (rules.bank_fee, rules.discount_bp) == (Decimal(200), 250)
    assert not rules.post_named


def test_a_sales_rep_and_another_company_see_no_bank_line(company, line):
    rep = factories.signed_in(factories.user(company=company, role=Role.SALES_REP))
    assert page(rep).status_code == 403
    foreign = factories.signed_in(factories.user(company=factories.company()))
    assert page(foreign, "matching_line", line.pk).status_code == 404
    assert act(foreign, "match_confirm", line).status_code == 404


def test_an_auditor_reads_and_cannot_post(company, line):
    auditor = factories.signed_in(factories.user(company=company, role=Role.AUDITOR))

    answer = page(auditor)
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "LY-26-09411" in shown
    for tool in ("Post and next", "data-fill", 'name="amount-', 'name="difference"'):
        assert tool not in shown
    assert act(auditor, "match_confirm", line).status_code == 403
    assert state_of(line) == "open"


def test_acts_are_posts(browser, line):
    for name in ("match_confirm", "match_undo", "entry_ignore", "entry_unidentified"):
        assert page(browser, name, line.pk).status_code == 405


def test_the_screen_asks_as_much_at_fifty_lines_as_at_one(browser, company, customer):
    def count(lines: int) -> int:
        for number in range(lines):
            factories.invoice(
                customer=customer, amount="9.00", number=f"LY-{number}-{lines}"
            )
            factories.bank_line(company=company, amount="9.00", payer=customer.name)
        propose_matches(company=company)
        page(browser)
        with CaptureQueriesContext(connection) as queries:
            page(browser)
        return len(queries)

    one = count(1)
    assert count(49) == one <= 25
