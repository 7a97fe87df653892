"""Release a run: its letters get their numbers and go into the outbox."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from arcollect.core import audit, clock, outbox
from arcollect.core.bulk import execute_many, insert_rows, stored_instant
from arcollect.core.dates import DueRoll, WorkingDays, roll
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company, OutboxMessage, User
from arcollect.core.money import to_stored
from arcollect.core.numbers import next_numbers
from arcollect.core.outbox_wake import wake_workers
from arcollect.core.selectors.calendars import working_days_of
from collection.models import DunningItem, DunningLetter, DunningRun
from collection.selectors.ladders import rules_of, settings_of

CHUNK = 500
KIND = "dunning"
# A person has this long to stop what he released.
TIME_TO_STOP = dt.timedelta(seconds=60)
# E-mail is not sent before this local time, nor on days when nobody works.
EARLIEST = dt.time(8, 0)
State = DunningRun.State


class ReleaseRefusedError(Exception):
    """The run was not released; the text says why."""


def release_run(*, actor: User | None, run: DunningRun) -> DunningRun:
    """Let planned letters of a run go, none of them within the next 60 seconds.

    `actor` None is the night: it opens a preview and leaves what needs approval there.
    A person approves what he releases, in a preview or what the night left; letters to
    customers whose rep he is himself stay for somebody else. Numbers are gapless; an
    item that another letter took to the same level meanwhile stays out of this one. An
    interrupted release is finished by the next tick. Raises `ReleaseRefusedError`.
    """
    run = _open_the_gate(actor=actor, run=run)
    finish_release(run)
    run.refresh_from_db()
    wake_workers(in_seconds=int(TIME_TO_STOP.total_seconds()) + 1)
    return run


@retried_transaction
def _open_the_gate(*, actor: User | None, run: DunningRun) -> DunningRun:
    if not settings_of(run.company).sending_on:
        raise ReleaseRefusedError(
            _("Sending is switched off for this company. Switch it on first.")
        )
    now = clock.now()
    gate: dict[str, Any] = {
        "state": State.RELEASING,
        "sends_from": first_moment(run.company, now=now),
    }
    if actor is not None:
        gate |= {"approved_at": now, "approved_by": actor}
    rows = DunningRun.objects.filter(pk=run.pk)
    planned = run.letters.filter(state=DunningLetter.State.PLANNED)
    opened = bool(
        rows.filter(state=State.PREVIEW).update(
            **gate, released_at=now, released_by=actor
        )
    )
    if not opened and actor is not None:
        # What the night left for approval; the row decides between two persons.
        left = rows.filter(state=State.RELEASED).update(**gate)
        opened = bool(left) and planned.exists()
    run.refresh_from_db()
    if not opened:
        raise ReleaseRefusedError(
            _("This run no longer waits: it is “%(state)s” now.")
            % {"state": run.get_state_display()}
        )
    if planned.exists() and not _going(run).exists():
        raise ReleaseRefusedError(
            _("These letters need the approval of somebody else.")
            if actor is not None
            else _("These letters need approval.")
        )
    audit.record(
        actor=actor,
        action="collections.dunning_run.released",
        target=run,
        company=run.company_id,
        after={"business_day": run.business_day, "recipients": run.recipients},
    )
    return run


def first_moment(company: Company, *, now: dt.datetime) -> dt.datetime:
    """The first moment from `now` on at which a released letter may leave."""
    soonest = now + TIME_TO_STOP
    local = clock.local_time(soonest, company.time_zone)
    calendar = working_days_of(company)
    if calendar.is_working_day(local.date()) and local.time() >= EARLIEST:
        return soonest
    return _opening(company, calendar, local.date())


def _opening(company: Company, calendar: WorkingDays, day: dt.date) -> dt.datetime:
    day = roll(day, how=DueRoll.FOLLOWING, calendar=calendar)
    opening = dt.datetime.combine(day, EARLIEST, ZoneInfo(company.time_zone))
    return opening.astimezone(dt.UTC)


def finish_release(run: DunningRun) -> None:
    """Queue what is still planned, a chunk at a time, and close the release."""
    while _release_chunk(run):
        pass
    run.refresh_from_db()


def finish_interrupted() -> None:
    """The minutely sweep: releases that a crash left half done."""
    for run in DunningRun.objects.filter(state=State.RELEASING).select_related(
        "company", "profile"
    ):
        finish_release(run)


@retried_transaction
def _release_chunk(run: DunningRun) -> bool:
    """Release the next letters; False when there are none, or the run was stopped."""
    # Takes the row: a stop comes before this chunk or after it, never in between.
    releasing = DunningRun.objects.filter(pk=run.pk, state=State.RELEASING)
    if not releasing.update(state=State.RELEASING):
        return False
    going = list(_going(run).order_by("pk")[:CHUNK])
    if not going:
        _close(run)
        return False
    free = _take_steps(going)
    _queue(run, free)
    return True


def _going(run: DunningRun) -> QuerySet[DunningLetter]:
    """Planned letters that the release lets go: what needs approval only after it.

    Nobody approves letters to customers whose rep he is himself.
    """
    planned = run.letters.filter(state=DunningLetter.State.PLANNED)
    first = rules_of(run.profile).approved_from
    if run.approved_by_id is None:
        return planned.filter(level__lt=first)
    return planned.exclude(level__gte=first, customer__rep__user=run.approved_by_id)


def _close(run: DunningRun) -> None:
    """All went that may: what is still planned waits for approval, and counts."""
    states = DunningLetter.State
    left = run.letters.filter(state=states.PLANNED)
    waits = [code for code in run.waits_because if code != DunningRun.Waits.APPROVAL]
    if left.exists():
        waits.append(DunningRun.Waits.APPROVAL)
    DunningRun.objects.filter(pk=run.pk, state=State.RELEASING).update(
        state=State.RELEASED,
        recipients=run.letters.filter(
            state__in=[states.PLANNED, states.RELEASED]
        ).count(),
        waits_because=waits,
    )


def _take_steps(letters: list[DunningLetter]) -> list[DunningLetter]:
    """Note the level of every item; letters whose items are taken are called off."""
    try:
        with transaction.atomic():
            _insert_steps(letters)
    except IntegrityError:
        return [letter for letter in letters if _take_alone(letter)]
    return letters


def _take_alone(letter: DunningLetter) -> bool:
    try:
        with transaction.atomic():
            _insert_steps([letter])
    except IntegrityError:
        DunningLetter.objects.filter(pk=letter.pk).update(
            state=DunningLetter.State.CALLED_OFF,
            reason=_("Another letter took an item to this level meanwhile."),
            decided_at=clock.now(),
        )
        return False
    return True


MARK_RELEASED = """
UPDATE collections_dunningletter
SET state = 'released', number = %s, message_id = %s, decided_at = %s,
    decided_by_id = %s
WHERE id = %s
"""
STEP_COLUMNS = (
    *("letter_id", "due_item_id", "level", "cycle"),
    *("counts_from", "amount", "currency"),
)


def _insert_steps(letters: list[DunningLetter]) -> None:
    insert_rows(
        DunningItem,
        STEP_COLUMNS,
        [row for letter in letters for row in _steps(letter)],
    )


def _steps(letter: DunningLetter) -> Iterator[tuple[Any, ...]]:
    lines: list[dict[str, Any]] = letter.content["lines"]
    for line in lines:
        if line["level"] is not None:
            yield (
                *(letter.pk, line["item"], line["level"], line["cycle"]),
                line["counts_from"],
                to_stored(Decimal(line["demanded"])),
                line["currency"],
            )


def _queue(run: DunningRun, letters: list[DunningLetter]) -> None:
    """Numbers and outbox rows, in the transaction that releases the letters."""
    if not letters or run.sends_from is None:
        return
    keys = {f"{KIND}:{letter.pk}": letter for letter in letters}
    outbox.enqueue(
        outbox.Post(
            company=run.company,
            kind=KIND,
            unique_key=key,
            recipient=letter.recipient,
            not_before=run.sends_from,
        )
        for key, letter in keys.items()
    )
    messages = OutboxMessage.objects.filter(unique_key__in=list(keys))
    by_key = dict(messages.values_list("unique_key", "pk"))
    numbers = next_numbers(
        company=run.company,
        kind=KIND,
        year=run.business_day.year,
        count=len(letters),
    )
    now = stored_instant(clock.now())
    execute_many(
        MARK_RELEASED,
        [
            (number, by_key[key], now, run.approved_by_id, letter.pk)
            for (key, letter), number in zip(keys.items(), numbers, strict=True)
        ],
    )
