"""Runs of reminders: who gets what, what waits, and that nothing goes twice."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from arcollect.core import outbox
from arcollect.core.models import OutboxMessage
from collection.models import (
    DunningItem,
    DunningLetter,
    DunningRun,
    SuppressionInterval,
)
from collection.services.prepare_run import prepare_run, prepare_runs
from collection.services.release_run import (
    ReleaseRefusedError,
    first_moment,
    release_run,
)
from collection.services.skip_letter import SkipRefusedError, skip_letter
from collection.services.stop_run import StopRefusedError, stop_run
from tests import factories
from tests.collection.reminders import (
    DAY,
    change_settings,
    company_with_sending,
    debtor,
    ladder_of,
    late_item,
    letters_of,
    manager_of,
    night,
    nights,
)

pytestmark = pytest.mark.django_db
ONE_DAY = dt.timedelta(days=1)


def test_one_letter_for_a_customer_with_exactly_his_items() -> None:
    company = company_with_sending()
    mine, other = debtor(company, code="A"), debtor(company, code="B")
    items = {late_item(mine).pk, late_item(mine, days=2).pk}
    late_item(other)
    first, second = letters_of(night(company))
    assert {line["item"] for line in first.content["lines"]} == items
    assert (first.customer, first.items, first.level) == (mine, 2, 1)
    assert second.customer == other
    assert OutboxMessage.objects.filter(company=company).count() == 2
    assert {first.number, second.number} == {"DUN-2026-000001", "DUN-2026-000002"}


def test_the_ladder_is_climbed_day_by_day() -> None:
    """Net 60, due on Monday 1 June: half the grace later, then past the final date."""
    company = company_with_sending()
    late_item(debtor(company), as_of=dt.date(2026, 6, 1), days=0, term_days=60)
    found = nights(company, dt.date(2026, 5, 20), dt.date(2026, 7, 31))
    assert found == {
        # A week before 1 June is Monday 25 May.
        dt.date(2026, 5, 25): 0,
        dt.date(2026, 6, 2): 1,
        dt.date(2026, 6, 11): 2,
        dt.date(2026, 6, 22): 3,
    }


def test_a_missed_night_does_not_move_the_ladder() -> None:
    company = company_with_sending()
    item = late_item(debtor(company), as_of=dt.date(2026, 6, 1), days=0, term_days=60)
    night(company, dt.date(2026, 6, 1))
    # Nobody ran the nights of the 2nd and 3rd.
    assert letters_of(night(company, dt.date(2026, 6, 4)))[0].level == 1
    step = DunningItem.objects.get(due_item=item, level=1)
    assert step.counts_from == dt.date(2026, 6, 2)


def test_letters_of_a_caught_up_run_still_keep_their_distance() -> None:
    company = company_with_sending()
    late_item(debtor(company), as_of=dt.date(2026, 6, 1), days=0, term_days=60)
    night(company, dt.date(2026, 6, 1))
    first = night(company, dt.date(2026, 6, 10))
    assert letters_of(first)[0].level == 1
    found = nights(company, dt.date(2026, 6, 11), dt.date(2026, 6, 16))
    assert found == {dt.date(2026, 6, 15): 2}


def test_the_same_night_again_changes_nothing() -> None:
    company = company_with_sending()
    late_item(debtor(company))
    first = night(company)
    assert prepare_run(profile=ladder_of(company), day=DAY) == first
    assert prepare_run(profile=ladder_of(company), day=DAY - ONE_DAY) is None
    assert DunningLetter.objects.count() == OutboxMessage.objects.count() == 1


def test_no_letters_on_a_day_when_nobody_works() -> None:
    company = company_with_sending()
    late_item(debtor(company))
    # The Dragon Boat Festival of 2026.
    assert prepare_runs(company, dt.date(2026, 6, 19)) == {}


def test_the_database_refuses_a_second_letter_and_a_second_step() -> None:
    company = company_with_sending()
    item = late_item(debtor(company))
    letter = letters_of(night(company))[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        DunningLetter.objects.create(
            **{
                name: getattr(letter, name)
                for name in ("company", "run", "profile", "customer", "business_day")
            },
            level=2,
            language="en",
            recipient="x@y.example",
            currency="CNY",
            demanded=1,
            items=1,
            content={},
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        DunningItem.objects.create(
            letter=letter, due_item=item, level=1, counts_from=DAY, amount=1
        )


def test_sending_is_off_until_a_person_switches_it_on() -> None:
    company = factories.company()
    late_item(debtor(company))
    run = prepare_run(profile=ladder_of(company), day=DAY)
    assert run is not None
    assert (run.state, run.recipients) == (DunningRun.State.PREVIEW, 1)
    assert run.waits_because == ["sending_off", "first"]
    with pytest.raises(ReleaseRefusedError, match="switched off"):
        release_run(actor=manager_of(company), run=run)
    assert not OutboxMessage.objects.exists()


def test_the_first_run_waits_and_the_next_one_goes_by_itself() -> None:
    company = company_with_sending()
    late_item(debtor(company))
    first = prepare_run(profile=ladder_of(company), day=DAY)
    assert first is not None
    assert first.waits_because == ["first"]
    release_run(actor=manager_of(company), run=first)
    late_item(debtor(company), days=0)
    second = prepare_run(profile=ladder_of(company), day=DAY + ONE_DAY)
    assert second is not None
    assert (second.state, second.recipients) == (DunningRun.State.RELEASED, 1)


def test_more_than_a_fifth_more_recipients_waits() -> None:
    company = company_with_sending()
    for _ in range(5):
        late_item(debtor(company))
    night(company)
    for day, count in ((1, 6), (2, 8)):
        for _ in range(count):
            late_item(debtor(company), days=0, as_of=DAY + (day - 1) * ONE_DAY)
        run = prepare_run(profile=ladder_of(company), day=DAY + day * ONE_DAY)
        assert run is not None
        expected = [] if day == 1 else ["size"]
        assert (run.recipients, run.waits_because) == (count, expected)


def test_a_preview_nobody_released_lapses() -> None:
    company = company_with_sending()
    item = late_item(debtor(company))
    first = prepare_run(profile=ladder_of(company), day=DAY)
    second = prepare_run(profile=ladder_of(company), day=DAY + ONE_DAY)
    assert first is not None
    assert second is not None
    first.refresh_from_db()
    assert first.state == DunningRun.State.LAPSED
    assert letters_of(first)[0].state == DunningLetter.State.LAPSED
    assert letters_of(second)[0].content["lines"][0]["item"] == item.pk
    assert not DunningItem.objects.exists()


def test_skipping_wants_a_reason_and_counts_for_one_run() -> None:
    company = company_with_sending()
    late_item(debtor(company))
    run = prepare_run(profile=ladder_of(company), day=DAY)
    assert run is not None
    letter = letters_of(run)[0]
    person = manager_of(company)
    with pytest.raises(SkipRefusedError):
        skip_letter(actor=person, letter=letter, reason=" ")
    skip_letter(actor=person, letter=letter, reason="The owner called.")
    with pytest.raises(SkipRefusedError):
        skip_letter(actor=person, letter=letter, reason="Again")
    release_run(actor=person, run=run)
    assert not OutboxMessage.objects.exists()
    following = prepare_run(profile=ladder_of(company), day=DAY + ONE_DAY)
    assert following is not None
    assert following.recipients == 1


def test_a_stopped_run_frees_its_items() -> None:
    company = company_with_sending()
    late_item(debtor(company))
    late_item(debtor(company))
    run = night(company)
    taken = OutboxMessage.objects.order_by("pk")[0]
    long_ago = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    OutboxMessage.objects.filter(pk=taken.pk).update(not_before=long_ago)
    assert outbox.claim(taken.pk) is not None
    assert stop_run(actor=manager_of(company), run=run) == 1
    states = sorted(OutboxMessage.objects.values_list("state", flat=True))
    assert states == ["cancelled", "claimed"]
    assert DunningItem.objects.count() == 1
    with pytest.raises(StopRefusedError):
        stop_run(actor=manager_of(company), run=run)


def test_nothing_leaves_within_a_minute_or_before_eight() -> None:
    company = factories.company()

    def moment(day: int, hour: int, minute: int = 0) -> dt.datetime:
        # Shanghai is eight hours ahead.
        local = dt.datetime(2026, 6, day, hour, minute, tzinfo=dt.UTC)
        return local - dt.timedelta(hours=8)

    minute = dt.timedelta(seconds=60)
    assert first_moment(company, now=moment(30, 9)) == moment(30, 9) + minute
    assert first_moment(company, now=moment(30, 0, 30)) == moment(30, 8)
    # Friday 19 June is a holiday; the next working day is Monday.
    assert first_moment(company, now=moment(19, 12)) == moment(22, 8)


def test_a_reopened_item_begins_anew() -> None:
    company = company_with_sending()
    customer = debtor(company)
    item = late_item(customer, days=1)
    night(company)
    paid = factories.payment(pays=item.invoice, amount=item.amount)
    night(company, DAY + ONE_DAY)
    step = DunningItem.objects.get(due_item=item)
    assert step.ended_on == DAY + ONE_DAY
    from invoices.services.reverse_payment import reverse_payment

    reverse_payment(
        actor=None, payment=paid, effective_on=DAY + 2 * ONE_DAY, reason="Bounced"
    )
    later = DAY + 6 * ONE_DAY
    letter = letters_of(night(company, later))[0]
    assert letter.level == 1
    assert DunningItem.objects.filter(due_item=item, level=1, cycle=2).exists()


def test_paid_and_bounced_between_two_nights_is_a_new_cycle_as_well() -> None:
    company = company_with_sending()
    item = late_item(debtor(company), days=1)
    night(company)
    paid = factories.payment(pays=item.invoice, amount=item.amount)
    from invoices.services.reverse_payment import reverse_payment

    reverse_payment(actor=None, payment=paid, effective_on=DAY, reason="Bounced")
    night(company, DAY + ONE_DAY)
    assert DunningItem.objects.get(due_item=item).ended_on == DAY + ONE_DAY


def test_old_items_begin_at_the_level_a_person_picked() -> None:
    company = company_with_sending()
    change_settings(company, went_live_on=DAY, start_level=3)
    late_item(debtor(company, code="A"), days=45)
    late_item(debtor(company, code="B"), days=3)
    old, inside = letters_of(night(company))
    assert (old.level, inside.level) == (3, 2)


def test_reasons_are_kept_as_intervals() -> None:
    company = company_with_sending()
    customer = debtor(company, email="")
    item = late_item(customer)
    night(company)
    night(company, DAY + ONE_DAY)
    interval = SuppressionInterval.objects.get(due_item=item)
    assert (interval.reason, interval.from_on, interval.until_on) == (
        "no_address",
        DAY,
        None,
    )
    customer.email = "now@there.example"
    customer.save()
    night(company, DAY + 2 * ONE_DAY)
    interval.refresh_from_db()
    assert interval.until_on == DAY + 2 * ONE_DAY
