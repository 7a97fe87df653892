"""Write-off, offset, assignment, goods taken back, extension: with four eyes."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from arcollect.core.roles import Role
from invoices.domain.bills import BillState
from invoices.models import (
    Bill,
    BillStanding,
    ClaimDecisionState,
    CreditNote,
    DueItemState,
    Payment,
)
from invoices.services.allocate import AllocationPart, NotEnoughError
from invoices.services.approve_decision import (
    approve_decision,
    reject_decision,
    reverse_decision,
    serve_notice,
    withdraw_decision,
)
from invoices.services.bill_steps import BillRefusedError
from invoices.services.decision_steps import DecisionRefusedError
from invoices.services.move_bill import move_bill
from invoices.services.owned_postings import OwnedPostingError
from invoices.services.propose_decision import (
    AssignmentTerms,
    ExtensionTerms,
    OffsetTerms,
    TakeBackTerms,
    WriteOffTerms,
    propose_decision,
)
from invoices.services.receive_bill import receive_bill
from invoices.services.record_recovery import record_recovery
from invoices.services.reverse_payment import reverse_credit_note, reverse_payment
from invoices.services.undo_bill_step import undo_bill_step
from tests import factories
from tests.invoices.services.by_hand import D, everything, left_of, open_of, pay

pytestmark = pytest.mark.django_db
DAY = dt.date
THAT_DAY = DAY(2026, 6, 20)
NOON = dt.datetime(2026, 6, 30, 4, tzinfo=dt.UTC)
WRITE_OFF = WriteOffTerms("bankruptcy")
OFFSET = OffsetTerms("AP-2026-17", DAY(2026, 5, 1))
ASSIGNMENT = AssignmentTerms("Factor Ltd", D("60.00"))
TAKEN_BACK = TakeBackTerms("12 fans", "agreed")


@pytest.fixture(autouse=True)
def _on_the_day_of_the_factories():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def company():
    return factories.company()


@pytest.fixture
def customer(company):
    return factories.customer(company=company)


@pytest.fixture
def invoice(customer):
    return factories.overdue_invoice(customer=customer, amount="100.00", days=45)


@pytest.fixture
def clerk(company):
    return factories.user(company=company, role=Role.FINANCE)


@pytest.fixture
def head(company):
    return factories.user(company=company, role=Role.FINANCE_MANAGER)


@pytest.fixture
def second(company):
    return factories.user(company=company, role=Role.SALES_MANAGER)


def ask(invoice, clerk, terms, amount="100.00", on=THAT_DAY):
    return propose_decision(
        actor=clerk,
        company=invoice.company,
        customer=invoice.customer,
        terms=terms,
        parts=[AllocationPart(invoice.items.get().pk, D(amount))],
        effective_on=on,
        reason="agreed with the director",
    )


def state(decision):
    return ClaimDecisionState.objects.get(pk=decision.pk)


def test_a_write_off_leaves_the_claim_open_and_takes_it_off_the_books(
    invoice, clerk, head
):
    decision = ask(invoice, clerk, WRITE_OFF)
    before = everything()
    approve_decision(actor=head, decision=decision)

    now = everything()
    assert state(decision).state == "posted"
    assert {k: now[k] for k in now if k not in ("audit", "open")} == {
        k: before[k] for k in before if k not in ("audit", "open")
    }
    assert open_of(invoice) == D("100.00")


def test_above_the_limit_a_second_person_must_agree(customer, clerk, head, second):
    big = factories.overdue_invoice(customer=customer, amount="50000.01")
    decision = ask(big, clerk, TAKEN_BACK, amount="50000.01")

    assert approve_decision(actor=head, decision=decision) == "half_approved"
    assert open_of(big) == D("50000.01")
    with pytest.raises(DecisionRefusedError, match="second person"):
        approve_decision(actor=head, decision=decision)
    assert approve_decision(actor=second, decision=decision) == "posted"

    row = state(decision)
    assert (row.requested_by, row.approved_by, row.second_approved_by) == (
        clerk,
        head,
        second,
    )
    assert open_of(big) == 0


def test_nobody_approves_what_he_asked_for(invoice, head):
    decision = ask(invoice, head, WRITE_OFF)
    with pytest.raises(DecisionRefusedError, match="Somebody else"):
        approve_decision(actor=head, decision=decision)
    assert state(decision).state == "proposed"


def test_the_customers_own_rep_approves_nothing(company, clerk):
    manager = factories.user(company=company, role=Role.SALES_MANAGER)
    rep = factories.rep(company=company, user=manager)
    invoice = factories.overdue_invoice(
        customer=factories.customer(company=company, rep=rep)
    )
    decision = ask(invoice, clerk, TAKEN_BACK)
    with pytest.raises(DecisionRefusedError, match="sales rep"):
        approve_decision(actor=manager, decision=decision)


def test_goods_taken_back_lower_the_debt_by_their_value(invoice, clerk, head):
    decision = ask(invoice, clerk, TAKEN_BACK, amount="40.00")
    approve_decision(actor=head, decision=decision)

    note = CreditNote.objects.get(number=decision.number)
    assert (note.reason, note.issued_on) == ("taken_back", DAY(2026, 6, 20))
    assert open_of(invoice) == D("60.00")


def test_an_offset_needs_two_and_its_notice(invoice, clerk, head, second):
    decision = ask(invoice, clerk, OFFSET)
    assert approve_decision(actor=head, decision=decision) == "half_approved"
    assert approve_decision(actor=second, decision=decision) == "approved"
    assert open_of(invoice) == D("100.00")

    serve_notice(actor=clerk, decision=decision, notice_on=DAY(2026, 6, 25))

    payment = Payment.objects.get(reference=decision.number)
    assert (payment.method, payment.received_on) == ("offset", DAY(2026, 6, 25))
    assert open_of(invoice) == 0


def test_an_offset_waits_until_both_debts_are_due(customer, clerk, head, second):
    later = factories.invoice(customer=customer, due_on=DAY(2026, 6, 28))
    decision = ask(later, clerk, OFFSET)
    approve_decision(actor=head, decision=decision)
    approve_decision(actor=second, decision=decision)
    with pytest.raises(DecisionRefusedError, match="due on 2026-06-28 only"):
        serve_notice(actor=clerk, decision=decision, notice_on=DAY(2026, 6, 27))
    assert state(decision).state == "approved"
    serve_notice(actor=clerk, decision=decision, notice_on=DAY(2026, 6, 28))
    assert open_of(later) == 0


def test_an_assignment_has_no_effect_before_the_debtor_knows(invoice, clerk, head):
    decision = ask(invoice, clerk, ASSIGNMENT)
    assert approve_decision(actor=head, decision=decision) == "approved"
    assert open_of(invoice) == D("100.00")
    with pytest.raises(DecisionRefusedError, match="future"):
        serve_notice(actor=clerk, decision=decision, notice_on=DAY(2026, 7, 1))

    serve_notice(actor=clerk, decision=decision, notice_on=DAY(2026, 6, 29))
    note = CreditNote.objects.get(number=decision.number)
    assert (note.reason, note.issued_on) == ("assignment", DAY(2026, 6, 29))


@pytest.mark.parametrize("terms", [WRITE_OFF, OFFSET, ASSIGNMENT, TAKEN_BACK])
def test_a_reversal_restores_both_sides_also_after_later_postings(
    terms, invoice, clerk, head, second
):
    def rows():
        found = DueItemState.objects.filter(due_item__invoice=invoice)
        return list(found.values("open_amount", "settled_on", "due_on"))

    before = rows()
    decision = ask(invoice, clerk, terms)
    in_force(decision, clerk, head, second)
    # Business goes on: another invoice is paid.
    later = factories.invoice(customer=invoice.customer)
    factories.payment(pays=later)

    reverse_decision(
        actor=head, decision=decision, effective_on=DAY(2026, 6, 30), reason="error"
    )

    assert rows() == before
    assert state(decision).state == "reversed"
    assert all(left_of(note) == 0 for note in CreditNote.objects.filter(reverses=None))
    with pytest.raises(DecisionRefusedError, match="Reversed"):
        reverse_decision(
            actor=head, decision=decision, effective_on=DAY(2026, 6, 30), reason="again"
        )


def in_force(decision, clerk, head, second):
    if approve_decision(actor=head, decision=decision) == "half_approved":
        approve_decision(actor=second, decision=decision)
    if state(decision).state == "approved":
        serve_notice(actor=clerk, decision=decision, notice_on=DAY(2026, 6, 25))


def test_what_a_decision_posted_is_taken_back_by_it_alone(invoice, clerk, head, second):
    offset = ask(invoice, clerk, OFFSET, amount="30.00")
    back = ask(invoice, clerk, TAKEN_BACK, amount="30.00")
    in_force(offset, clerk, head, second)
    in_force(back, clerk, head, second)
    with pytest.raises(OwnedPostingError):
        reverse_payment(
            actor=head,
            payment=state(offset).payment,
            effective_on=DAY(2026, 6, 30),
            reason="x",
        )
    with pytest.raises(OwnedPostingError):
        reverse_credit_note(
            actor=head,
            credit_note=state(back).credit_note,
            effective_on=DAY(2026, 6, 30),
            reason="x",
        )


def test_money_after_a_write_off_is_a_recovery_and_can_be_taken_back(
    invoice, clerk, head
):
    item = invoice.items.get()
    decision = ask(invoice, clerk, WRITE_OFF, amount="80.00")
    approve_decision(actor=head, decision=decision)

    def recover(amount, reference="RC-1"):
        return record_recovery(
            actor=clerk,
            decision=decision,
            due_item_id=item.pk,
            amount=D(amount),
            received_on=DAY(2026, 6, 28),
            reference=reference,
        )

    with pytest.raises(DecisionRefusedError, match=r"Only 80.00 CNY"):
        recover("80.01")
    recovery = recover("50.00")
    assert open_of(invoice) == D("50.00")
    with pytest.raises(DecisionRefusedError, match=r"Only 30.00 CNY"):
        recover("30.01", "RC-2")
    with pytest.raises(DecisionRefusedError, match="Reverse that payment first"):
        reverse_decision(
            actor=head, decision=decision, effective_on=DAY(2026, 6, 30), reason="x"
        )
    reverse_payment(
        actor=head,
        payment=recovery.allocation.payment,
        effective_on=DAY(2026, 6, 29),
        reason="bounced",
    )
    recover("80.00", "RC-3")
    assert open_of(invoice) == D("20.00")


def test_no_more_is_written_off_than_is_open(invoice, clerk, head):
    first = ask(invoice, clerk, WRITE_OFF, amount="60.00")
    other = ask(invoice, clerk, WRITE_OFF, amount="60.00")
    approve_decision(actor=head, decision=first)
    with pytest.raises(DecisionRefusedError, match=r"At most 40.00"):
        approve_decision(actor=head, decision=other)
    assert state(other).state == "proposed"


def test_what_was_paid_meanwhile_cannot_be_taken_back_for_goods(invoice, clerk, head):
    decision = ask(invoice, clerk, TAKEN_BACK)
    pay(factories.payment(customer=invoice.customer), invoice, "60.00")
    with pytest.raises(NotEnoughError):
        approve_decision(actor=head, decision=decision)
    assert state(decision).state == "proposed"
    assert not CreditNote.objects.filter(number=decision.number).exists()


def test_a_proposal_can_be_rejected_or_withdrawn(invoice, clerk, head):
    one, two = ask(invoice, clerk, WRITE_OFF), ask(invoice, clerk, WRITE_OFF)
    reject_decision(actor=head, decision=one, reason="try the court first")
    with pytest.raises(DecisionRefusedError, match="Only who proposed"):
        withdraw_decision(actor=head, decision=two, reason="x")
    withdraw_decision(actor=clerk, decision=two, reason="paid after all")
    with pytest.raises(DecisionRefusedError, match="“Rejected” since"):
        approve_decision(actor=head, decision=one)
    assert (state(one).state, state(two).state) == ("rejected", "withdrawn")


def a_bill(invoice):
    return receive_bill(
        actor=None,
        company=invoice.company,
        customer=invoice.customer,
        kind=Bill.Kind.POSTDATED_CHEQUE,
        number="CHQ-1",
        issued_on=DAY(2026, 6, 1),
        received_on=DAY(2026, 6, 1),
        matures_on=DAY(2026, 6, 25),
        currency="CNY",
        amount=D("100.00"),
        parts=[AllocationPart(invoice.items.get().pk, D("100.00"))],
    )


def ask_for_later(bill, clerk):
    return propose_decision(
        actor=clerk,
        company=bill.company,
        customer=bill.customer,
        terms=ExtensionTerms(bill, "CHQ-2", DAY(2026, 6, 20), DAY(2026, 9, 25)),
        parts=[],
        effective_on=DAY(2026, 6, 20),
        reason="short of cash",
    )


def test_an_extended_bill_keeps_its_first_maturity_and_counts(invoice, clerk, head):
    """Bad debts are made by extending bills (S43): age runs on from the first day."""
    bill = a_bill(invoice)
    approve_decision(actor=head, decision=ask_for_later(bill, clerk))

    new = Bill.objects.get(number="CHQ-2")
    assert (new.replaces, new.extensions) == (bill, 1)
    assert new.first_maturity_on == DAY(2026, 6, 25)
    item = DueItemState.objects.get(due_item__invoice=new.standing.document)
    assert (item.due_on, item.open_amount) == (DAY(2026, 6, 25), D("100.00"))
    assert open_of(invoice) == 0
    # Not a day went by on which the goods were owed again.
    goods = DueItemState.objects.get(due_item__invoice=invoice)
    assert goods.settled_on == DAY(2026, 6, 1)
    assert BillStanding.objects.get(pk=bill.pk).state == BillState.EXTENDED


def test_a_reversed_extension_puts_the_old_bill_back(invoice, clerk, head):
    bill = a_bill(invoice)
    decision = ask_for_later(bill, clerk)
    approve_decision(actor=head, decision=decision)
    new = Bill.objects.get(number="CHQ-2")
    with pytest.raises(BillRefusedError, match="decision about"):
        undo_bill_step(
            actor=head, bill=new, effective_on=DAY(2026, 6, 20), reason="error"
        )
    move_bill(actor=clerk, bill=new, act="hold", effective_on=DAY(2026, 6, 21))
    with pytest.raises(BillRefusedError, match="moved on"):
        reverse_decision(
            actor=head, decision=decision, effective_on=DAY(2026, 6, 22), reason="x"
        )
    undo_bill_step(actor=head, bill=new, effective_on=DAY(2026, 6, 21), reason="x")

    reverse_decision(
        actor=head, decision=decision, effective_on=DAY(2026, 6, 22), reason="x"
    )

    old = BillStanding.objects.get(pk=bill.pk)
    assert old.state == BillState.RECEIVED
    assert BillStanding.objects.get(pk=new.pk).state == BillState.REVERSED
    assert open_of(invoice) == 0
    back = DueItemState.objects.get(due_item__invoice=old.document)
    assert (back.open_amount, back.due_on) == (D("100.00"), DAY(2026, 6, 25))
    goods = DueItemState.objects.get(due_item__invoice=invoice)
    assert goods.settled_on == DAY(2026, 6, 1)
