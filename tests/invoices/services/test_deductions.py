"""Deductions as a bookkeeper tells them: claimed, decided, taken back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from arcollect.core.models import AuditEvent, User
from arcollect.core.roles import Role
from customers.models import Customer, PromotionAgreement
from invoices.models import (
    CreditNote,
    Deduction,
    DueItem,
    DueItemState,
    Invoice,
    OnAccount,
)
from invoices.selectors.aging_from_documents import aging_from_documents
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.approvals import NotApprovedError
from invoices.services.claim_deduction import (
    DeductionMovedError,
    KeptBack,
    claim_deduction,
)
from invoices.services.close_deduction import (
    rebill_deduction,
    write_off_deduction,
)
from invoices.services.decide_deduction import approve_deduction, reject_deduction
from invoices.services.errors import LedgerRefusedError
from invoices.services.reverse_deduction import reverse_deduction
from invoices.services.reverse_payment import reverse_credit_note
from invoices.verify.run import verify
from tests import factories

pytestmark = pytest.mark.django_db
MAY, JUNE, JULY = dt.date(2026, 5, 10), dt.date(2026, 6, 10), dt.date(2026, 7, 10)


@pytest.fixture
def customer() -> Customer:
    company = factories.company()
    seller = factories.user(role=Role.SALES_REP, company=company)
    rep = factories.rep(company=company, user=seller)
    return factories.customer(company=company, rep=rep)


@pytest.fixture
def clerk(customer: Customer) -> User:
    return factories.user(role=Role.FINANCE, company=customer.company)


@pytest.fixture
def boss(customer: Customer) -> User:
    return factories.user(role=Role.FINANCE_MANAGER, company=customer.company)


@pytest.fixture
def manager(customer: Customer) -> User:
    return factories.user(role=Role.SALES_MANAGER, company=customer.company)


def invoice(customer: Customer, amount: str) -> Invoice:
    return factories.invoice(customer=customer, amount=amount, issued_on=MAY)


def item_of(posted: Invoice) -> DueItem:
    return posted.items.get()


def still_open(posted: Invoice) -> Decimal:
    return DueItemState.objects.get(due_item__invoice=posted).open_amount


def claim(actor: User, customer: Customer, **kept: Any) -> Deduction:
    parts = [
        KeptBack(item_of(posted).pk, Decimal(amount))
        for posted, amount in kept.pop("parts")
    ]
    return claim_deduction(
        actor=actor, customer=customer, claimed_on=JUNE, parts=parts, **kept
    )


def books(customer: Customer) -> list[Any]:
    """Both sides of everything: what is open since when, what is left since when."""
    states = DueItemState.objects.filter(company=customer.company).order_by("pk")
    kept = OnAccount.objects.filter(company=customer.company).order_by("pk")
    return [
        *states.values_list("pk", "open_amount", "settled_on", "due_on"),
        *kept.values_list("pk", "unallocated", "used_up_on", "reversed_on"),
    ]


def test_rebate_netted_by_the_customer(
    customer: Customer, clerk: User, boss: User
) -> None:
    """Invoice 50,000.00. The customer pays 47,500.00: 5 % rebate, he says.

    The 2,500.00 stay open and age on until somebody finds the agreement; then a credit
    note takes them off and the invoice is settled from the day of the decision.
    """
    posted = invoice(customer, "50000.00")
    paid = factories.payment(
        customer=customer, amount="47500.00", received_on=JUNE, pays=posted
    )
    rebate = claim(
        clerk,
        customer,
        kind=Deduction.Kind.REBATE,
        payment=paid,
        agreement_reference="Yearly agreement 2026, section 4",
        parts=[(posted, "2500.00")],
    )
    assert rebate.deadline_on == dt.date(2026, 7, 10)
    assert still_open(posted) == Decimal("2500.00")

    assert approve_deduction(actor=boss, deduction=rebate, decided_on=JULY)

    rebate.refresh_from_db()
    assert rebate.state == Deduction.State.APPROVED
    note = CreditNote.objects.get(deduction_credit__deduction=rebate)
    assert (note.amount, note.reason) == (Decimal("2500.00"), "deduction")
    assert still_open(posted) == 0
    assert DueItemState.objects.get(due_item__invoice=posted).settled_on == JULY


def test_one_payment_for_three_invoices_less_freight(
    customer: Customer, clerk: User, boss: User
) -> None:
    """Three invoices of 10,000.00, 6,000.00 and 4,000.00; 19,700.00 come in.

    300.00 freight were kept back on the last one. Half of it was agreed.
    """
    first, second, third = (invoice(customer, a) for a in ("10000", "6000", "4000"))
    paid = factories.payment(customer=customer, amount="19700.00", received_on=JUNE)
    named = (("10000.00", first), ("6000.00", second), ("3700.00", third))
    allocate(
        actor=clerk,
        source=paid,
        parts=[
            AllocationPart(item_of(posted).pk, Decimal(part)) for part, posted in named
        ],
    )
    freight = claim(
        clerk,
        customer,
        kind=Deduction.Kind.FREIGHT,
        payment=paid,
        parts=[(third, "300.00")],
    )
    assert [still_open(each) for each in (first, second, third)] == [0, 0, 300]

    approve_deduction(
        actor=boss,
        deduction=freight,
        decided_on=JULY,
        amounts={item_of(third).pk: Decimal("150.00")},
        decision="Freight is shared half and half.",
    )

    freight.refresh_from_db()
    assert freight.state == Deduction.State.PARTLY_APPROVED
    assert freight.approved_amount == Decimal("150.00")
    assert still_open(third) == Decimal("150.00")
    rebill_deduction(
        actor=clerk, deduction=freight, closed_on=JULY, document="Letter of 10 July"
    )
    freight.refresh_from_db()
    assert freight.state == Deduction.State.REBILLED
    assert still_open(third) == Decimal("150.00")


def test_a_claim_changes_no_figure(customer: Customer, clerk: User) -> None:
    posted = invoice(customer, "100.00")
    before = books(customer), aging(customer)
    claim(clerk, customer, kind="tax", parts=[(posted, "40.00")])
    assert (books(customer), aging(customer)) == before


def aging(customer: Customer) -> Any:
    return aging_from_documents(company=customer.company, as_of=JULY).as_dict()


def test_taking_the_approval_back_restores_both_sides_after_later_postings(
    customer: Customer, clerk: User, boss: User
) -> None:
    posted, other = invoice(customer, "1000.00"), invoice(customer, "80.00")
    freight = claim(clerk, customer, kind="freight", parts=[(posted, "120.00")])
    before = books(customer)
    approve_deduction(actor=boss, deduction=freight, decided_on=JUNE)
    # Life goes on: the rest is paid, and another invoice too.
    factories.payment(customer=customer, amount="880.00", pays=posted, received_on=JULY)
    factories.payment(customer=customer, amount="80.00", pays=other, received_on=JULY)
    assert still_open(posted) == 0

    reverse_deduction(
        actor=boss, deduction=freight, effective_on=JUNE, reason="Wrong agreement"
    )

    freight.refresh_from_db()
    assert freight.state == Deduction.State.UNDER_REVIEW
    assert (freight.approved_amount, freight.decided_on) == (None, None)
    assert still_open(posted) == Decimal("120.00")
    state = DueItemState.objects.get(due_item__invoice=posted)
    assert (state.due_on, state.settled_on) == (before[0][3], None)
    note = CreditNote.objects.get(deduction_credit__deduction=freight)
    left = OnAccount.objects.get(credit_note=note)
    assert (left.unallocated, left.reversed_on) == (0, JUNE)
    # It can be decided again, and the books are as after the first time.
    assert approve_deduction(actor=boss, deduction=freight, decided_on=JULY)
    assert still_open(posted) == 0


def test_an_approval_taken_back_the_same_day_leaves_the_items_as_before(
    customer: Customer, clerk: User, boss: User
) -> None:
    posted = invoice(customer, "1000.00")
    freight = claim(clerk, customer, kind="freight", parts=[(posted, "120.00")])
    before = [row for row in books(customer) if len(row) == 4]
    approve_deduction(actor=boss, deduction=freight, decided_on=JUNE)
    reverse_deduction(
        actor=boss, deduction=freight, effective_on=JUNE, reason="Too fast"
    )
    assert books(customer)[: len(before)] == before


def test_what_was_paid_meanwhile_becomes_the_customers_credit(
    customer: Customer, clerk: User, boss: User
) -> None:
    posted = invoice(customer, "100.00")
    damaged = claim(clerk, customer, kind="damaged", parts=[(posted, "30.00")])
    factories.payment(customer=customer, amount="90.00", pays=posted, received_on=JUNE)
    approve_deduction(actor=boss, deduction=damaged, decided_on=JULY)
    assert still_open(posted) == 0
    note = CreditNote.objects.get(deduction_credit__deduction=damaged)
    assert OnAccount.objects.get(credit_note=note).unallocated == Decimal("20.00")


def test_who_asked_and_the_customers_rep_never_approve(
    customer: Customer, clerk: User, boss: User
) -> None:
    posted = invoice(customer, "100.00")
    own = claim(boss, customer, kind="freight", parts=[(posted, "30.00")])
    before = books(customer)
    assert customer.rep is not None
    seller = customer.rep.user
    assert seller is not None
    for person in (boss, seller):
        with pytest.raises(NotApprovedError):
            approve_deduction(actor=person, deduction=own, decided_on=JULY)
        with pytest.raises(NotApprovedError):
            reject_deduction(actor=person, deduction=own, decided_on=JULY, decision="x")
    own.refresh_from_db()
    assert (own.state, books(customer)) == (Deduction.State.CLAIMED, before)


def test_above_the_limit_two_people_agree_to_the_same_amount(
    customer: Customer, clerk: User, boss: User, manager: User
) -> None:
    posted = invoice(customer, "90000.00")
    entrance = claim(clerk, customer, kind="entrance_fee", parts=[(posted, "12000.00")])
    part = {item_of(posted).pk: Decimal("11000.00")}
    # A sales manager decides alone up to 10,000.00.
    done = approve_deduction(
        actor=manager,
        deduction=entrance,
        decided_on=JUNE,
        amounts=part,
        decision="One store less than they say",
    )
    assert not done
    assert still_open(posted) == Decimal("90000.00")
    with pytest.raises(NotApprovedError):
        approve_deduction(actor=manager, deduction=entrance, decided_on=JUNE)
    # Whatever the second one asks for, the first one's amount counts.
    whole = {item_of(posted).pk: Decimal("12000.00")}
    assert approve_deduction(
        actor=boss, deduction=entrance, decided_on=JULY, amounts=whole
    )
    entrance.refresh_from_db()
    assert entrance.approved_amount == Decimal("11000.00")
    assert (entrance.approved_by, entrance.second_approved_by) == (manager, boss)
    assert still_open(posted) == Decimal("79000.00")


def test_decided_once(customer: Customer, clerk: User, boss: User) -> None:
    """Two managers have the page open: the second one is told, nothing goes twice."""
    posted = invoice(customer, "100.00")
    kept = claim(clerk, customer, kind="freight", parts=[(posted, "30.00")])
    stale = Deduction.objects.get(pk=kept.pk)
    approve_deduction(actor=boss, deduction=kept, decided_on=JUNE)
    with pytest.raises(DeductionMovedError):
        approve_deduction(actor=boss, deduction=stale, decided_on=JUNE)
    with pytest.raises(DeductionMovedError):
        reject_deduction(actor=boss, deduction=stale, decided_on=JUNE, decision="no")
    assert CreditNote.objects.filter(customer=customer).count() == 1
    assert still_open(posted) == Decimal("70.00")


def test_no_more_is_claimed_than_is_open(customer: Customer, clerk: User) -> None:
    posted = invoice(customer, "100.00")
    claim(clerk, customer, kind="freight", parts=[(posted, "60.00")])
    with pytest.raises(LedgerRefusedError, match=r"40\.00 CNY"):
        claim(clerk, customer, kind="rebate", parts=[(posted, "40.01")])
    claim(clerk, customer, kind="rebate", parts=[(posted, "40.00")])


def test_the_credit_note_cannot_be_reversed_without_its_deduction(
    customer: Customer, clerk: User, boss: User
) -> None:
    posted = invoice(customer, "100.00")
    kept = claim(clerk, customer, kind="freight", parts=[(posted, "30.00")])
    approve_deduction(actor=boss, deduction=kept, decided_on=JUNE)
    note = CreditNote.objects.get(deduction_credit__deduction=kept)
    with pytest.raises(LedgerRefusedError, match=kept.number):
        reverse_credit_note(actor=boss, credit_note=note, effective_on=JULY, reason="x")
    assert still_open(posted) == Decimal("70.00")


def test_every_step_is_in_the_audit_log(
    customer: Customer, clerk: User, boss: User
) -> None:
    posted = invoice(customer, "100.00")
    kept = claim(clerk, customer, kind="freight", parts=[(posted, "30.00")])
    approve_deduction(actor=boss, deduction=kept, decided_on=JUNE)
    reverse_deduction(actor=boss, deduction=kept, effective_on=JULY, reason="Wrong")
    reject_deduction(actor=boss, deduction=kept, decided_on=JULY, decision="No proof")
    told = AuditEvent.objects.filter(object_type="invoices.deduction").order_by("pk")
    assert list(told.values_list("action", "actor")) == [
        ("invoices.deduction.claimed", clerk.pk),
        ("invoices.deduction.approved", boss.pk),
        ("invoices.deduction.reversed", boss.pk),
        ("invoices.deduction.rejected", boss.pk),
    ]


def agreed(customer: Customer, **terms: Any) -> PromotionAgreement:
    number = PromotionAgreement.objects.count() + 1
    terms = {"type": "entrance_fee", "amount": Decimal("500.00")} | terms
    return PromotionAgreement.objects.create(
        company=customer.company,
        customer=customer,
        number=f"PA-{number}",
        title="Entrance fee, two stores",
        from_on=MAY,
        until_on=JULY,
        currency="CNY",
        **terms,
    )


def test_the_only_agreement_that_fits_is_found(customer: Customer, clerk: User) -> None:
    posted = invoice(customer, "100.00")
    mine = agreed(customer)
    agreed(customer, type="rebate")
    kept = claim(clerk, customer, kind="entrance_fee", parts=[(posted, "1.00")])
    assert kept.agreement == mine
    assert (
        claim(clerk, customer, kind="freight", parts=[(posted, "1.00")]).agreement
        is None
    )
    agreed(customer)
    kept = claim(clerk, customer, kind="entrance_fee", parts=[(posted, "1.00")])
    assert kept.agreement is None


def test_no_more_is_approved_than_the_budget_of_the_agreement(
    customer: Customer, clerk: User, boss: User
) -> None:
    posted = invoice(customer, "1000.00")
    agreed(customer, budget=Decimal("100.00"))
    first, second = (
        claim(clerk, customer, kind="entrance_fee", parts=[(posted, "60.00")])
        for _ in range(2)
    )
    approve_deduction(actor=boss, deduction=first, decided_on=JUNE)
    with pytest.raises(LedgerRefusedError, match=r"40\.00 CNY"):
        approve_deduction(actor=boss, deduction=second, decided_on=JUNE)
    assert still_open(posted) == Decimal("940.00")
    reverse_deduction(actor=boss, deduction=first, effective_on=JUNE, reason="Wrong")
    approve_deduction(actor=boss, deduction=second, decided_on=JUNE)


def test_another_customers_agreement_does_not_hold(
    customer: Customer, clerk: User
) -> None:
    posted = invoice(customer, "1000.00")
    theirs = agreed(factories.customer(company=customer.company))
    ended = agreed(customer, ended_on=MAY)
    for wrong in (theirs, ended):
        with pytest.raises(LedgerRefusedError):
            claim(
                clerk,
                customer,
                kind="entrance_fee",
                agreement=wrong,
                parts=[(posted, "1.00")],
            )


def test_a_refused_rest_is_given_up_by_somebody_who_may(
    customer: Customer, clerk: User, boss: User
) -> None:
    posted = invoice(customer, "100.00")
    kept = claim(clerk, customer, kind="freight", parts=[(posted, "30.00")])
    reject_deduction(actor=boss, deduction=kept, decided_on=JUNE, decision="No slip")
    with pytest.raises(NotApprovedError):
        write_off_deduction(
            actor=clerk, deduction=kept, closed_on=JULY, document="WO-7"
        )
    write_off_deduction(actor=boss, deduction=kept, closed_on=JULY, document="WO-7")
    kept.refresh_from_db()
    assert (kept.state, kept.closed_by) == (Deduction.State.WRITTEN_OFF, "WO-7")
    assert still_open(posted) == Decimal("100.00")


def test_verify_finds_a_deduction_that_its_credit_note_does_not_bear_out(
    customer: Customer, clerk: User, boss: User
) -> None:
    posted = invoice(customer, "100.00")
    kept = claim(clerk, customer, kind="freight", parts=[(posted, "30.00")])
    approve_deduction(actor=boss, deduction=kept, decided_on=JUNE)
    assert verify(company=customer.company) == []
    part = kept.parts.get()
    part.approved_amount = Decimal("10.00")
    part.save()
    (found,) = verify(company=customer.company)
    assert (found.table, found.id) == ("invoices_deduction", str(kept.pk))
