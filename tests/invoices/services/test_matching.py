"""Bank lines matched, undone and set aside, as a bookkeeper would follow them."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from arcollect.core import clock
from arcollect.core.models import AuditEvent
from arcollect.core.roles import Role
from arcollect.core.services.close_period import close_period
from customers.models import Contract, DiscountOffer
from customers.services.keep_discount import offer_discount
from invoices.models import (
    Allocation,
    BankEntryState,
    CreditNote,
    DueItemState,
    EntryDecision,
    MatchingRules,
    MatchProposal,
    OnAccount,
    PayerAlias,
    Payment,
)
from invoices.services.confirm_match import MatchPart, confirm_match
from invoices.services.entry_states import AlreadyDecidedError
from invoices.services.errors import LedgerRefusedError
from invoices.services.match_new_lines import match_new_lines
from invoices.services.post_by_rules import confirm_proposal, post_by_rules
from invoices.services.post_invoice import DueItemInput, post_invoice
from invoices.services.propose_matches import propose_matches
from invoices.services.set_aside_entry import ignore_entry, mark_unidentified
from invoices.services.undo_allocation import undo_allocation
from invoices.services.undo_match import undo_match
from invoices.verify.run import verify
from tests import factories
from tests.books.invariants import check_book
from tests.factories import claims, credit
from tests.invoices.services.by_hand import D

pytestmark = [pytest.mark.django_db, pytest.mark.databases]


@pytest.fixture
def company():
    return factories.company()


@pytest.fixture
def clerk(company):
    return factories.user(company=company, role=Role.FINANCE, full_name="Shen Li")


@pytest.fixture
def customer(company):
    return factories.customer(company=company, name="昆山世纪电器有限公司")


def item_of(invoice):
    return invoice.items.get()


def open_of(invoice):
    return DueItemState.objects.get(due_item__invoice=invoice).open_amount


def first_of(entry):
    propose_matches(company=entry.company)
    return MatchProposal.objects.filter(entry=entry, rank=1).first()


def codes(proposal):
    return {code for code, _shows in proposal.reasons}


def state_of(entry):
    return BankEntryState.objects.get(pk=entry.pk)


def allow(company, **rules):
    given = {"bank_fee": D(0), "currency": "CNY", **rules}
    return MatchingRules.objects.create(company=company, **given)


def test_one_payment_for_three_invoices_named_in_the_text(company, clerk, customer):
    three = [
        factories.invoice(customer=customer, amount=amount, number=number)
        for amount, number in (
            ("72400.00", "LY-26-09411"),
            ("64300.00", "LY-26-09502"),
            ("49700.00", "LY-26-09630"),
        )
    ]
    line = factories.bank_line(
        company=company,
        amount="186400.00",
        text="LY-26-09411 09502 09630",
        payer="昆山世纪电器",
    )

    proposal = first_of(line)
    assert proposal.is_ready
    assert proposal.rule == Allocation.Rule.BY_REMITTANCE
    confirm_proposal(actor=clerk, proposal=proposal)

    assert [open_of(invoice) for invoice in three] == [0, 0, 0]
    assert state_of(line).state == BankEntryState.State.MATCHED
    rules = set(Allocation.objects.values_list("rule", flat=True))
    assert rules == {Allocation.Rule.BY_REMITTANCE}


def test_three_invoices_less_the_banks_fee(company, clerk, customer):
    allow(company, bank_fee=D("200.00"))
    invoice = factories.invoice(
        customer=customer, amount="1000.00", number="LY-26-00001"
    )
    line = factories.bank_line(company=company, amount="985.00", text="LY-26-00001")
    line_of_known_payer = factories.bank_line(
        company=company, amount="1.00", payer=customer.name
    )

    proposal = first_of(line)
    assert codes(proposal) == {"number", "bank_fee"}
    assert proposal.fee == D("15.00")
    confirm_proposal(actor=clerk, proposal=proposal)

    assert open_of(invoice) == 0
    assert Payment.objects.get().amount == D("985.00")
    note = CreditNote.objects.get()
    assert (note.amount, note.reason) == (D("15.00"), CreditNote.Reason.DEDUCTION)
    undo_match(actor=clerk, entry=line, reason="wrong invoice")
    assert open_of(invoice) == D("1000.00")
    assert state_of(line_of_known_payer).state == BankEntryState.State.OPEN


def test_a_fee_above_the_companys_rule_is_refused_and_nothing_is_booked(
    company, clerk, customer
):
    item = item_of(factories.invoice(customer=customer, amount="1000.00"))
    line = factories.bank_line(company=company, amount="900.00")

    with pytest.raises(LedgerRefusedError, match=r"at most 0\.00 CNY"):
        confirm_match(
            actor=clerk,
            entry=line,
            parts=[MatchPart(item.pk, D("900.00"), fee=D("100.00"))],
        )

    assert not Payment.objects.exists()
    assert state_of(line).state == BankEntryState.State.OPEN


def test_an_early_payment_discount_closes_the_invoice(company, clerk, customer):
    allow(company, discount_bp=200, discount_days=10)
    invoice = factories.invoice(
        customer=customer,
        amount="10000.00",
        issued_on=dt.date(2026, 6, 25),
        number="LY-26-00077",
    )
    line = factories.bank_line(
        company=company, amount="9800.00", text="LY2600077", payer=customer.name
    )

    proposal = first_of(line)
    assert "discount" in codes(proposal)
    assert confirm_proposal(actor=clerk, proposal=proposal)

    assert open_of(invoice) == 0
    assert CreditNote.objects.get().amount == D("200.00")


def test_the_discount_that_the_contract_offers_closes_the_invoice(
    company, clerk, customer
):
    """Without a rule of the company: 3 % within 14 days stand in the contract."""
    contract = credit.contract(customer=customer)
    day = dt.date(2026, 6, 25)
    offer_discount(
        actor=None, contract=contract, within_days=14, share_bp=300, from_on=day
    )
    invoice = post_invoice(
        actor=None,
        company=company,
        customer=customer,
        contract=contract,
        number="LY-26-00078",
        issued_on=day,
        currency="CNY",
        items=[
            DueItemInput(
                due_on=day + dt.timedelta(days=30), term_days=30, amount=D("10000.00")
            )
        ],
    )
    line = factories.bank_line(
        company=company, amount="9700.00", text="LY2600078", payer=customer.name
    )

    proposal = first_of(line)
    assert "discount" in codes(proposal)
    assert confirm_proposal(actor=clerk, proposal=proposal)

    assert open_of(invoice) == 0
    assert CreditNote.objects.get().amount == D("300.00")


def test_the_discount_of_the_contract_goes_before_the_companys(
    company, clerk, customer
):
    allow(company, discount_bp=100, discount_days=30)
    contract = Contract.objects.create(
        company=company, customer=customer, number="C-1", currency="CNY"
    )
    DiscountOffer.objects.create(
        company=company,
        customer=customer,
        contract=contract,
        within_days=10,
        share_bp=300,
        from_on=dt.date(2026, 1, 1),
        recorded_at=clock.now(),
    )
    invoice = post_invoice(
        actor=clerk,
        company=company,
        customer=customer,
        contract=contract,
        issued_on=dt.date(2026, 6, 25),
        currency="CNY",
        items=[DueItemInput(dt.date(2026, 7, 25), 30, D("1000.00"))],
        number="LY-26-00078",
    )
    line = factories.bank_line(company=company, amount="970.00", text="LY-26-00078")

    proposal = first_of(line)
    assert proposal.discount == D("30.00")
    assert confirm_proposal(actor=clerk, proposal=proposal)
    assert open_of(invoice) == 0


def test_over_payment_stays_on_account_and_pays_next_months_invoice(
    company, clerk, customer
):
    june = factories.invoice(customer=customer, amount="500.00")
    line = factories.bank_line(company=company, amount="650.00")
    confirm_match(
        actor=clerk, entry=line, parts=[MatchPart(item_of(june).pk, D("500.00"))]
    )

    left = OnAccount.objects.get()
    assert (left.customer, left.unallocated) == (customer, D("150.00"))


def test_several_customers_from_one_line_and_no_cent_to_nobody(company, clerk):
    one = factories.invoice(
        customer=factories.customer(company=company), amount="60.00"
    )
    two = factories.invoice(
        customer=factories.customer(company=company), amount="40.00"
    )
    line = factories.bank_line(company=company, amount="101.00")
    parts = [
        MatchPart(item_of(one).pk, D("60.00")),
        MatchPart(item_of(two).pk, D("40.00")),
    ]

    with pytest.raises(LedgerRefusedError, match="several customers"):
        confirm_match(actor=clerk, entry=line, parts=parts)
    parts[1] = MatchPart(item_of(two).pk, D("41.00"))
    with pytest.raises(LedgerRefusedError, match=r"Only 40\.00"):
        confirm_match(actor=clerk, entry=line, parts=parts)
    exact = factories.bank_line(company=company, amount="100.00")
    parts[1] = MatchPart(item_of(two).pk, D("40.00"))
    confirm_match(actor=clerk, entry=exact, parts=parts)

    assert Payment.objects.get().customer is None
    assert (open_of(one), open_of(two)) == (0, 0)


def test_two_lines_for_one_invoice(company, clerk, customer):
    invoice = factories.invoice(
        customer=customer, amount="100.00", number="LY-26-00555"
    )
    halves = [
        factories.bank_line(
            company=company, amount=amount, payer=customer.name, text="LY-26-00555"
        )
        for amount in ("30.00", "70.00")
    ]
    propose_matches(company=company)
    for half in halves:
        proposal = MatchProposal.objects.get(entry=half, rank=1)
        assert "part_paid" in codes(proposal)
        assert confirm_proposal(actor=clerk, proposal=proposal)

    assert open_of(invoice) == 0


def test_two_equally_good_invoices_are_no_match(company, customer):
    for _ in range(2):
        factories.invoice(customer=customer, amount="500.00")
    line = factories.bank_line(company=company, amount="500.00", payer=customer.name)

    proposal = first_of(line)

    assert not proposal.is_ready
    assert "ambiguous" in codes(proposal)


def test_of_two_lines_for_the_same_invoice_the_later_is_held_back(company, customer):
    factories.invoice(customer=customer, amount="500.00", number="LY-26-00123")
    lines = [
        factories.bank_line(
            company=company, amount="500.00", text="LY-26-00123", payer=customer.name
        )
        for _ in range(2)
    ]
    propose_matches(company=company)

    first, second = (MatchProposal.objects.get(entry=li, rank=1) for li in lines)
    assert (first.is_ready, second.is_ready) == (True, False)
    assert "claimed" in codes(second)


def test_the_payers_account_is_learned_and_unlearned(company, clerk, customer):
    invoice = factories.invoice(customer=customer, amount="88.00")
    line = factories.bank_line(
        company=company, amount="88.00", payer="唐国庆", account="6222 0147"
    )
    confirm_match(
        actor=clerk, entry=line, parts=[MatchPart(item_of(invoice).pk, D("88.00"))]
    )
    factories.invoice(customer=customer, amount="77.00")
    again = factories.bank_line(company=company, amount="77.00", account="62220147")

    proposal = first_of(again)
    assert proposal.is_ready
    assert "account_learned" in codes(proposal)

    undo_match(actor=clerk, entry=line)
    assert not PayerAlias.objects.exists()


def test_undoing_restores_both_sides_to_the_cent_and_the_day(company, clerk, customer):
    invoice = factories.overdue_invoice(customer=customer, days=45, amount="120.00")
    before = DueItemState.objects.values().get(due_item__invoice=invoice)
    line = factories.bank_line(company=company, amount="120.00")
    parts = [MatchPart(item_of(invoice).pk, D("120.00"))]

    for _ in range(2):
        confirm_match(actor=clerk, entry=line, parts=parts)
        undo_match(actor=clerk, entry=line, reason="wrong customer")
        after = DueItemState.objects.values().get(due_item__invoice=invoice)
        assert {**after, "next_change_on": None} == {**before, "next_change_on": None}
        state = state_of(line)
        assert (state.state, state.payment, state.matched_at) == ("open", None, None)
    assert not OnAccount.objects.filter(unallocated__gt=0).exists()
    assert verify(company=company) == []


def test_a_match_is_undone_from_the_day_an_undone_allocation_freed_its_money(
    company, clerk, customer
):
    item = item_of(factories.invoice(customer=customer, amount="50.00"))
    line = factories.bank_line(company=company, amount="50.00")
    confirm_match(actor=clerk, entry=line, parts=[MatchPart(item.pk, D("50.00"))])
    allocation = Allocation.objects.get()
    later = allocation.effective_on + dt.timedelta(days=5)
    undo_allocation(actor=clerk, allocation=allocation, effective_on=later)

    undo_match(actor=clerk, entry=line)

    assert Payment.objects.get(reverses=allocation.payment).received_on == later
    check_book(company)


def test_the_second_person_is_told_who_was_faster(company, clerk, customer):
    item = item_of(factories.invoice(customer=customer, amount="50.00"))
    line = factories.bank_line(company=company, amount="50.00")
    parts = [MatchPart(item.pk, D("50.00"))]
    confirm_match(actor=clerk, entry=line, parts=parts)
    other = factories.user(company=company)

    with pytest.raises(AlreadyDecidedError, match="Already done by Shen Li at "):
        confirm_match(actor=other, entry=line, parts=parts)
    undo_match(actor=clerk, entry=line)
    with pytest.raises(AlreadyDecidedError, match="Already done by Shen Li at "):
        undo_match(actor=other, entry=line)

    assert Payment.objects.filter(reverses=None).count() == 1


def test_unidentified_money_is_in_the_books_until_its_owner_is_found(
    company, clerk, customer
):
    line = factories.bank_line(company=company, amount="800.00", payer="?")
    mark_unidentified(actor=clerk, entry=line, owner=clerk)

    held = OnAccount.objects.get()
    assert (held.customer, held.unallocated) == (None, D("800.00"))
    assert (state_of(line).state, state_of(line).owner) == ("unidentified", clerk)

    invoice = factories.invoice(customer=customer, amount="800.00")
    confirm_match(
        actor=clerk, entry=line, parts=[MatchPart(item_of(invoice).pk, D("800.00"))]
    )
    assert open_of(invoice) == 0
    in_books = Payment.objects.filter(company=company)
    assert sum(payment.amount for payment in in_books) == D("800.00")

    undo_match(actor=clerk, entry=line, reason="not theirs")
    assert (state_of(line).state, state_of(line).owner) == ("unidentified", clerk)
    assert open_of(invoice) == D("800.00")
    unallocated = OnAccount.objects.filter(unallocated__gt=0).get()
    assert (unallocated.customer, unallocated.unallocated) == (None, D("800.00"))
    assert verify(company=company) == []


def test_an_advance_goes_to_the_customers_account(company, clerk, customer):
    line = factories.bank_line(company=company, amount="300.00")

    confirm_match(actor=clerk, entry=line, parts=[], customer=customer)

    assert OnAccount.objects.get().customer == customer


def test_a_line_that_is_no_customers_money_needs_a_reason(company, clerk):
    line = factories.bank_line(company=company, amount="3.14", text="利息")
    with pytest.raises(LedgerRefusedError, match="Say what the money is"):
        ignore_entry(actor=clerk, entry=line, reason=" ")

    ignore_entry(actor=clerk, entry=line, reason="Interest")
    assert state_of(line).state == "ignored"
    undo_match(actor=clerk, entry=line)
    assert state_of(line).state == "open"
    assert not Payment.objects.exists()


def test_nothing_posts_by_itself_until_the_company_turns_a_rule_on(company, customer):
    factories.invoice(customer=customer, amount="500.00", number="LY-26-00321")
    line = factories.bank_line(
        company=company, amount="500.00", text="LY-26-00321", payer=customer.name
    )
    propose_matches(company=company)

    assert post_by_rules(company=company) == 0
    rules = allow(company, post_known=True)
    assert post_by_rules(company=company) == 0
    rules.post_named = True
    rules.save()
    assert post_by_rules(company=company) == 1
    assert post_by_rules(company=company) == 0

    decision = EntryDecision.objects.get(entry=line)
    assert (decision.decided_by, decision.kind) == (None, "match")


def test_three_invoices_less_the_freight_that_the_customer_claimed(
    company, clerk, customer
):
    """What was claimed stays open until somebody decides: it is no reduction yet."""
    three = [
        factories.invoice(customer=customer, amount=amount, number=number)
        for amount, number in (
            ("724.00", "LY-26-00411"),
            ("643.00", "LY-26-00502"),
            ("497.00", "LY-26-00630"),
        )
    ]
    claims.deduction(item=item_of(three[0]), amount="14.00", by=clerk)
    line = factories.bank_line(
        company=company,
        amount="1850.00",
        payer=customer.name,
        text="LY-26-00411 00502 00630",
    )

    proposal = first_of(line)
    assert proposal.is_ready
    assert "known_deduction" in codes(proposal)
    confirm_proposal(actor=clerk, proposal=proposal)

    assert sum(open_of(invoice) for invoice in three) == D("14.00")
    assert not CreditNote.objects.exists()


def test_a_line_of_a_closed_month_is_booked_and_undone_in_the_open_one(
    company, clerk, customer
):
    invoice = factories.invoice(customer=customer, amount="50.00")
    may, june = dt.date(2026, 5, 30), dt.date(2026, 6, 1)
    late = factories.bank_line(company=company, amount="20.00", booked_on=may)
    early = factories.bank_line(company=company, amount="30.00", booked_on=may)
    item = item_of(invoice)
    with time_machine.travel("2026-05-30T04:00:00Z", tick=False):
        confirm_match(actor=clerk, entry=early, parts=[MatchPart(item.pk, D("30.00"))])
    head = factories.user(company=company, role=Role.FINANCE_MANAGER)
    with time_machine.travel("2026-06-05T04:00:00Z", tick=False):
        close_period(
            actor=head, company=company, through=dt.date(2026, 5, 31), seen=None
        )
        confirm_match(actor=clerk, entry=late, parts=[MatchPart(item.pk, D("20.00"))])
        assert open_of(invoice) == 0
        assert Payment.objects.latest("pk").received_on == june

        undo_match(actor=clerk, entry=early)
        assert open_of(invoice) == D("30.00")
        assert Payment.objects.latest("pk").received_on == june


def test_a_new_statement_is_looked_at_once_and_posted_where_a_rule_covers_it(
    company, customer
):
    allow(company, post_named=True)
    factories.invoice(customer=customer, amount="500.00", number="LY-26-00321")
    named = factories.bank_line(company=company, amount="500.00", text="LY-26-00321")
    factories.bank_line(company=company, amount="7.00", payer=customer.name)
    other = factories.company()
    factories.bank_line(company=other, amount="9.00")

    assert match_new_lines() == 2
    assert match_new_lines() == 0

    assert state_of(named).state == "matched"
    assert EntryDecision.objects.count() == 1
    factories.bank_line(company=company, amount="8.00")
    assert match_new_lines() == 1


def test_every_act_is_in_the_audit_log(company, clerk, customer):
    item = item_of(factories.invoice(customer=customer, amount="50.00"))
    line = factories.bank_line(company=company, amount="50.00")
    confirm_match(actor=clerk, entry=line, parts=[MatchPart(item.pk, D("50.00"))])
    undo_match(actor=clerk, entry=line, reason="typo")
    mark_unidentified(actor=clerk, entry=line, owner=clerk)
    undo_match(actor=clerk, entry=line)
    ignore_entry(actor=clerk, entry=line, reason="own transfer")

    of_line = AuditEvent.objects.filter(object_type="invoices.bankentry")
    assert list(of_line.order_by("pk").values_list("action", flat=True)) == [
        "invoices.match.confirmed",
        "invoices.match.undone",
        "invoices.entry.unidentified",
        "invoices.match.undone",
        "invoices.entry.ignored",
    ]
