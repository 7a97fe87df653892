"""Disputes: contested in part or whole, resolved ours, theirs or split."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from arcollect.core.models import User
from arcollect.core.roles import Role
from customers.models import Customer
from invoices.models import CreditNote, Dispute, DueItemState, Invoice, OnAccount
from invoices.services.approvals import NotApprovedError
from invoices.services.errors import LedgerRefusedError
from invoices.services.keep_dispute import open_dispute
from invoices.services.resolve_dispute import reopen_dispute, resolve_dispute
from invoices.services.reverse_payment import reverse_credit_note
from tests import factories

pytestmark = pytest.mark.django_db
MAY, JUNE, JULY = dt.date(2026, 5, 10), dt.date(2026, 6, 10), dt.date(2026, 7, 10)


@pytest.fixture
def posted() -> Invoice:
    return factories.invoice(amount="90000.00", issued_on=MAY)


@pytest.fixture
def clerk(posted: Invoice) -> User:
    return factories.user(role=Role.FINANCE, company=posted.company)


@pytest.fixture
def boss(posted: Invoice) -> User:
    return factories.user(role=Role.FINANCE_MANAGER, company=posted.company)


def contested(
    posted: Invoice, by: User, amount: str = "300.00", **more: Any
) -> Dispute:
    return open_dispute(
        actor=by,
        due_item=posted.items.get(),
        amount=Decimal(amount),
        reason=more.pop("reason", "price"),
        opened_on=JUNE,
        **more,
    )


def still_open(posted: Invoice) -> Decimal:
    return DueItemState.objects.get(due_item__invoice=posted).open_amount


def resolve(dispute: Dispute, by: User, state: str, **more: Any) -> bool:
    return resolve_dispute(
        actor=by,
        dispute=dispute,
        state=state,
        resolved_on=JULY,
        resolution="As agreed on the phone",
        **more,
    )


def test_it_has_an_owner_and_a_deadline(
    posted: Invoice, clerk: User, boss: User
) -> None:
    dispute = contested(posted, clerk, owner=boss)
    assert (dispute.owner, dispute.target_on) == (boss, JULY)
    assert still_open(posted) == Decimal("90000.00")


def test_ours_posts_nothing_and_the_opener_may_say_so(
    posted: Invoice, clerk: User
) -> None:
    assert resolve(contested(posted, clerk), clerk, "resolved_ours")
    assert still_open(posted) == Decimal("90000.00")
    assert not CreditNote.objects.exists()


def test_theirs_posts_a_credit_note_over_all_of_it(
    posted: Invoice, clerk: User, boss: User
) -> None:
    dispute = contested(posted, clerk)
    with pytest.raises(NotApprovedError):
        resolve(dispute, clerk, "resolved_theirs")
    assert resolve(dispute, boss, "resolved_theirs")
    note = CreditNote.objects.get()
    assert (note.amount, note.reason) == (Decimal("300.00"), "price")
    assert still_open(posted) == Decimal("89700.00")
    with pytest.raises(LedgerRefusedError, match="dispute"):
        reverse_credit_note(actor=boss, credit_note=note, effective_on=JULY, reason="x")


def test_a_split_concedes_a_part(posted: Invoice, clerk: User, boss: User) -> None:
    dispute = contested(posted, clerk, reason="quality")
    for wrong in (None, Decimal("300.00"), Decimal(0)):
        with pytest.raises(LedgerRefusedError):
            resolve(dispute, boss, "split", conceded=wrong)
    assert resolve(dispute, boss, "split", conceded=Decimal("120.00"))
    assert still_open(posted) == Decimal("89880.00")
    assert CreditNote.objects.get().reason == "damage"


def test_opened_again_both_sides_are_as_before(
    posted: Invoice, clerk: User, boss: User
) -> None:
    before = DueItemState.objects.filter(due_item__invoice=posted).values().get()
    dispute = contested(posted, clerk)
    resolve(dispute, boss, "resolved_theirs")
    factories.payment(pays=posted, amount="5.00", received_on=JULY)
    reopen_dispute(actor=boss, dispute=dispute, effective_on=JULY, reason="Wrong one")
    dispute.refresh_from_db()
    assert (dispute.state, dispute.credit_note, dispute.conceded) == (
        "open",
        None,
        None,
    )
    after = DueItemState.objects.filter(due_item__invoice=posted).values().get()
    assert after["open_amount"] == before["open_amount"] - Decimal("5.00")
    assert (after["due_on"], after["settled_on"]) == (before["due_on"], None)
    note = CreditNote.objects.get(reverses=None)
    assert OnAccount.objects.get(credit_note=note).unallocated == 0
    assert resolve(dispute, boss, "resolved_theirs")


def test_two_people_above_the_limit(posted: Invoice, clerk: User, boss: User) -> None:
    dispute = contested(posted, clerk, amount="60000.00")
    assert not resolve(dispute, boss, "resolved_theirs")
    assert still_open(posted) == Decimal("90000.00")
    with pytest.raises(NotApprovedError):
        resolve(dispute, boss, "resolved_theirs")
    other = factories.user(role=Role.FINANCE_MANAGER, company=posted.company)
    assert resolve(dispute, other, "resolved_ours")
    dispute.refresh_from_db()
    assert (dispute.state, dispute.conceded) == ("resolved_theirs", Decimal("60000.00"))
    assert still_open(posted) == Decimal("30000.00")


def test_resolved_once(posted: Invoice, clerk: User, boss: User) -> None:
    dispute = contested(posted, clerk)
    stale = Dispute.objects.get(pk=dispute.pk)
    resolve(dispute, boss, "resolved_theirs")
    with pytest.raises(LedgerRefusedError, match="already"):
        resolve(stale, boss, "resolved_theirs")
    assert CreditNote.objects.count() == 1
    assert isinstance(dispute.customer, Customer)
