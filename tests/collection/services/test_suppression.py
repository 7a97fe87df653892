"""Each reason of rule 5.3 holds a letter back, in its order."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collection.domain.dunning import Level
from collection.domain.suppression import (
    ItemStanding,
    Reason,
    SentLetter,
    is_too_small,
    letter_reason,
    standing_reason,
)
from collection.models import Hold, SuppressionInterval
from collection.services.place_hold import lift_hold, place_hold
from customers.models import Customer
from invoices.models import Dispute, DueItem, Fact
from invoices.services.keep_dispute import (
    DisputeRefusedError,
    open_dispute,
)
from invoices.services.record_fact import record_fact
from invoices.services.resolve_dispute import resolve_dispute
from tests import factories
from tests.collection.reminders import (
    DAY,
    company_with_sending,
    debtor,
    late_item,
    letters_of,
    manager_of,
    night,
)

ONE_DAY = dt.timedelta(days=1)


def held_reason(item: DueItem) -> str:
    return SuppressionInterval.objects.get(due_item=item, until_on=None).reason


@pytest.fixture
def customer(db: object) -> Customer:
    return debtor(company_with_sending())


@pytest.mark.parametrize(
    "kind",
    [
        Fact.Kind.BANKRUPTCY_ACCEPTED,
        Fact.Kind.BANKRUPTCY_DECLARED,
        Fact.Kind.DISSOLVED,
    ],
)
def test_bankruptcy_leaves_writing_to_counsel(customer: Customer, kind: str) -> None:
    item = late_item(customer)
    record_fact(actor=None, customer=customer, kind=kind, from_on=DAY)
    night(customer.company)
    assert held_reason(item) == "legal"


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (Hold.Kind.LEGAL, "legal"),
        (Hold.Kind.PAUSE, "hold"),
        (Hold.Kind.DO_NOT_CONTACT, "do_not_contact"),
    ],
)
def test_holds(customer: Customer, kind: str, reason: str) -> None:
    item, person = late_item(customer), manager_of(customer.company)
    hold = place_hold(
        actor=person,
        customer=customer,
        kind=kind,
        from_on=DAY,
        until_on=DAY + ONE_DAY,
        reason="Agreed with the owner",
    )
    night(customer.company)
    assert held_reason(item) == reason
    lift_hold(actor=person, hold=hold, reason="He is back")
    assert len(letters_of(night(customer.company, DAY + ONE_DAY))) == 1


def test_the_last_day_of_a_pause_is_included(customer: Customer) -> None:
    late_item(customer)
    place_hold(
        actor=manager_of(customer.company),
        customer=customer,
        kind=Hold.Kind.PAUSE,
        from_on=DAY,
        until_on=DAY,
        reason="Until the end of June",
    )
    assert letters_of(night(customer.company, DAY)) == []
    assert len(letters_of(night(customer.company, DAY + ONE_DAY))) == 1


def test_money_on_account_is_allocated_first(customer: Customer) -> None:
    item, rest = late_item(customer), late_item(customer, amount="500.00")
    factories.payment(customer=customer, amount="120.00")
    (letter,) = letters_of(night(customer.company))
    assert [line["item"] for line in letter.content["lines"]] == [rest.pk]
    assert held_reason(item) == "allocate_first"


def test_the_undisputed_rest_is_asked_for(customer: Customer) -> None:
    item, person = late_item(customer), manager_of(customer.company)
    dispute = open_dispute(
        actor=person,
        due_item=item,
        amount=Decimal("20.00"),
        reason=Dispute.Reason.QUALITY,
        opened_on=DAY,
    )
    with pytest.raises(DisputeRefusedError, match=r"100\.00 CNY"):
        open_dispute(
            actor=person,
            due_item=item,
            amount=Decimal("100.01"),
            reason=Dispute.Reason.QUALITY,
            opened_on=DAY,
        )
    (letter,) = letters_of(night(customer.company))
    line = letter.content["lines"][0]
    assert (line["open"], line["contested"], line["demanded"]) == (
        "120.00",
        "20.00",
        "100.00",
    )
    resolve_dispute(
        actor=person,
        dispute=dispute,
        state=Dispute.State.RESOLVED_OURS,
        resolved_on=DAY,
        resolution="He withdrew it",
    )
    with pytest.raises(DisputeRefusedError, match="already"):
        resolve_dispute(
            actor=person,
            dispute=dispute,
            state=Dispute.State.SPLIT,
            resolved_on=DAY,
            resolution="Again",
        )


def test_a_wholly_disputed_item_is_left_out(customer: Customer) -> None:
    item = late_item(customer)
    factories.dispute(item=item, amount="120.00")
    night(customer.company)
    assert held_reason(item) == "disputed"


def test_a_pending_promise_until_its_window_ends(customer: Customer) -> None:
    item = late_item(customer)
    promise = factories.promise(customer=customer)
    type(promise).objects.filter(pk=promise.pk).update(
        amount=Decimal("120.00"),
        made_on=DAY - ONE_DAY,
        promised_on=DAY,
        window_until=DAY + 2 * ONE_DAY,
        state="pending",
    )
    night(customer.company)
    assert held_reason(item) == "promised"
    assert letters_of(night(customer.company, DAY + 2 * ONE_DAY)) == []
    assert len(letters_of(night(customer.company, DAY + 3 * ONE_DAY))) == 1


def test_a_broken_promise_brings_the_next_level_forward(customer: Customer) -> None:
    """Two days after the letter instead of five, and one level only."""
    late_item(customer, term_days=60)
    assert letters_of(night(customer.company))[0].level == 1
    promise = factories.promise(customer=customer)
    type(promise).objects.filter(pk=promise.pk).update(
        made_on=DAY,
        promised_on=DAY,
        window_until=DAY,
        state="broken",
    )
    assert letters_of(night(customer.company, DAY + ONE_DAY)) == []
    (second,) = letters_of(night(customer.company, DAY + 2 * ONE_DAY))
    assert (second.level, second.hurried) == (2, True)
    assert letters_of(night(customer.company, DAY + 3 * ONE_DAY)) == []


def test_a_plan_on_schedule(customer: Customer) -> None:
    item = late_item(customer)
    record_fact(actor=None, customer=customer, kind=Fact.Kind.PLAN, from_on=DAY)
    night(customer.company)
    assert held_reason(item) == "plan"


def test_a_customer_with_a_credit_balance(customer: Customer) -> None:
    item = late_item(customer)
    for _ in range(2):
        factories.payment(customer=customer, amount="70.00")
    night(customer.company)
    assert held_reason(item) == "credit_balance"


def test_small_balances_wait_for_the_final_date(customer: Customer) -> None:
    item = late_item(customer, amount="49.99")
    night(customer.company)
    assert held_reason(item) == "small_balance"
    # Net 30, one day late on 30 June: the final date is 9 July.
    assert letters_of(night(customer.company, dt.date(2026, 7, 9))) == []
    assert len(letters_of(night(customer.company, dt.date(2026, 7, 10)))) == 1


def test_a_letter_too_short_a_while_ago(customer: Customer) -> None:
    late_item(customer)
    night(customer.company)
    fresh = late_item(customer, days=1, as_of=DAY + ONE_DAY)
    night(customer.company, DAY + ONE_DAY)
    assert held_reason(fresh) == "gap"


def test_a_third_letter_of_the_level_within_thirty_days_is_one_too_many() -> None:
    sent = [SentLetter(Level.REMINDER, DAY - n * ONE_DAY) for n in (6, 20)]
    assert letter_reason(level=Level.REMINDER, on=DAY, earlier=sent) is Reason.CAP
    assert letter_reason(level=Level.SECOND, on=DAY, earlier=sent) is None


STANDING_FLAGS = (
    ("legal", Reason.LEGAL),
    ("held", Reason.HOLD),
    ("do_not_contact", Reason.DO_NOT_CONTACT),
    ("no_address", Reason.NO_ADDRESS),
    ("promised", Reason.PROMISED),
    ("on_plan", Reason.PLAN),
    ("billed", Reason.BILL),
)


@given(st.sets(st.sampled_from([name for name, _reason in STANDING_FLAGS])))
def test_the_first_reason_that_matches_is_told(flags: set[str]) -> None:
    item = ItemStanding(
        open_amount=Decimal(100),
        final_on=DAY,
        net_balance=Decimal(100),
        **dict.fromkeys(flags, True),
    )
    expected = next((reason for name, reason in STANDING_FLAGS if name in flags), None)
    assert standing_reason(item) is expected


@given(
    amount=st.decimals(0, 1000, places=2),
    limit=st.decimals(0, 1000, places=2),
    late=st.integers(-5, 5),
)
def test_past_the_final_date_no_balance_is_too_small(
    amount: Decimal, limit: Decimal, late: int
) -> None:
    small = is_too_small(
        demanded_total=amount, limit=limit, final_on=DAY - late * ONE_DAY, on=DAY
    )
    assert small == (late <= 0 and amount < limit)
