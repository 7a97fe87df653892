"""Prepare the letters of a business day: the night's step of reminders."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet

from arcollect.core import audit, clock
from arcollect.core.bulk import in_chunks, insert_missing
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company
from arcollect.core.money import to_stored
from arcollect.core.selectors.calendars import working_days_of
from collection.domain.dunning import Level
from collection.domain.letter_texts import LANGUAGES, plain
from collection.models import DunningItem, DunningLetter, DunningProfile, DunningRun
from collection.selectors.dunning_plan import (
    Plan,
    PlannedLetter,
    last_run_day,
    plan_letters,
)
from collection.selectors.ladders import active_profiles, rules_of, settings_of
from collection.services.keep_suppressions import keep_suppressions
from collection.services.letter_content import content_of
from collection.services.release_run import ReleaseRefusedError, release_run
from invoices.selectors.dunnable import (
    items_with_undone_payments,
    latest_import_at,
    reopened_since,
    words_of_items,
)
from invoices.selectors.interest import Interest, interest_on

# Letters written in one transaction: SQLite has one writer.
CHUNK = 500
# More recipients than this many per cent of the last run's, and a person looks first.
MOST_PERCENT = 120
State = DunningRun.State


def prepare_runs(company: Company, day: dt.date) -> dict[str, Any]:
    """The night's step: one run per ladder; nothing on days when nobody works.

    Safe to run twice and by several at once. Missed nights make one run, in which what
    was planned for them counts from its planned day.
    """
    if not working_days_of(company).is_working_day(day):
        return {}
    runs = [
        run
        for profile in active_profiles(company=company)
        if (run := prepare_run(profile=profile, day=day)) is not None
    ]
    return {
        "letters": sum(run.recipients for run in runs),
        "held_back": sum(run.held_back for run in runs),
        "waiting": sum(run.state == State.PREVIEW for run in runs),
    }


def prepare_run(*, profile: DunningProfile, day: dt.date) -> DunningRun | None:
    """The run of `day`, made if it is not there; None if a later one is there already.

    It releases itself unless sending is off, documents were imported since the last
    release, or it has more than 120 % of that one's recipients; letters that need
    approval stay planned. Whoever repeats an interrupted call finishes it.
    """
    if profile.dunningrun_set.filter(business_day__gt=day).exists():
        return None
    run = _begin(profile, day)
    if run.state != State.PREPARING:
        return run
    _end_cycles(profile, day)
    plan = plan_letters(profile=profile, day=day)
    _write_letters(run, plan.letters)
    keep_suppressions(company=profile.company, plan=plan)
    _finish(run, plan)
    run.refresh_from_db()
    if run.state == State.PREVIEW and _goes_by_itself(run):
        try:
            run = release_run(actor=None, run=run)
        except ReleaseRefusedError:
            # Switched off or released by somebody at this moment: the run says so.
            run.refresh_from_db()
    return run


@retried_transaction
def _begin(profile: DunningProfile, day: dt.date) -> DunningRun:
    """The run's row; the unique key decides who made it. Older previews lapse."""
    key = {"company": profile.company, "profile": profile, "business_day": day}
    try:
        with transaction.atomic():
            run = DunningRun.objects.create(
                **key,
                previous_on=last_run_day(profile=profile, before=day),
                prepared_at=clock.now(),
            )
    except IntegrityError:
        return DunningRun.objects.get(**key)
    _lapse(profile.dunningrun_set.filter(business_day__lt=day))
    return run


def _lapse(older: QuerySet[DunningRun]) -> None:
    """What nobody released or approved is replaced; a release at work goes on.

    The runs' rows are taken first: a person who releases comes before or afterwards.
    """
    older.filter(state__in=[State.PREVIEW, State.PREPARING]).update(state=State.LAPSED)
    planned = DunningLetter.objects.filter(state=DunningLetter.State.PLANNED)
    waiting = older.filter(
        state=State.RELEASED, pk__in=planned.filter(run__in=older).values("run")
    )
    waiting.update(waits_because=[])
    planned.filter(
        run__in=older.filter(state__in=[State.LAPSED, State.RELEASED])
    ).update(state=DunningLetter.State.LAPSED)


def _end_cycles(profile: DunningProfile, day: dt.date) -> None:
    """Items found settled, or settled and reopened meanwhile, begin a new cycle."""
    running = DunningItem.objects.filter(letter__profile=profile, ended_on=None)
    running.filter(due_item__state__open_amount=0).update(ended_on=day)
    undone = items_with_undone_payments(company_id=profile.company_id)
    since = dict(
        running.filter(letter__decided_at__isnull=False, due_item__in=undone)
        .values("due_item")
        .annotate(at=Max("letter__decided_at"))
        .values_list("due_item", "at")
    )
    reopened = reopened_since(company_id=profile.company_id, moments=since)
    begun = [item for item, was_settled in reopened.items() if was_settled]
    running.filter(due_item__in=begun).update(ended_on=day)


def _write_letters(run: DunningRun, letters: list[PlannedLetter]) -> None:
    calendar = working_days_of(run.company)
    for chunk in in_chunks(letters, CHUNK):
        items = [line.item.item_id for letter in chunk for line in letter.lines]
        words = words_of_items(items)
        interest = _interest(chunk, run.business_day)
        earlier = _earlier_letters(chunk)
        rows = [
            _row(
                run,
                letter,
                content_of(
                    letter,
                    day=run.business_day,
                    previous_on=run.previous_on,
                    words=words,
                    earlier=earlier[letter.recipient.customer_id],
                    calendar=calendar,
                    interest=interest,
                ),
            )
            for letter in chunk
        ]
        with transaction.atomic():
            # Somebody else prepares the same run at once: his letters are as good.
            insert_missing(DunningLetter, LETTER_COLUMNS, rows)


def _interest(letters: list[PlannedLetter], day: dt.date) -> dict[int, Interest]:
    """Interest to date on what final letters ask for; the others do not ask for it."""
    return interest_on(
        {
            line.item.item_id: line.standing.demanded
            for letter in letters
            if letter.level >= Level.FINAL
            for line in letter.lines
        },
        as_of=day,
    )


LETTER_COLUMNS = (
    *("company_id", "run_id", "profile_id", "customer_id", "business_day", "level"),
    *("language", "recipient", "currency", "demanded", "items", "content", "hurried"),
    *("number", "state", "reason"),
)


def _row(
    run: DunningRun, letter: PlannedLetter, content: dict[str, Any]
) -> tuple[Any, ...]:
    base = run.company.base_currency
    main = max(
        content["totals"],
        key=lambda each: (each["currency"] == base, Decimal(each["demanded"])),
    )
    language = _language(letter.recipient.language or run.company.language)
    return (
        *(run.company_id, run.pk, run.profile_id, letter.recipient.customer_id),
        *(run.business_day.isoformat(), letter.level.value),
        *(language, plain(letter.recipient.email), main["currency"]),
        to_stored(Decimal(main["demanded"])),
        sum(line.step is not None for line in letter.lines),
        *(json.dumps(content), letter.hurried),
        *("", DunningLetter.State.PLANNED.value, ""),
    )


def _language(language: str) -> str:
    return language.lower() if language.lower() in LANGUAGES else "en"


def _earlier_letters(
    letters: Iterable[PlannedLetter],
) -> dict[int, list[dict[str, str]]]:
    """Letters that went about the same items and are not settled yet, per customer."""
    items = {line.item.item_id for letter in letters for line in letter.lines}
    rows = (
        DunningItem.objects.filter(due_item__in=items, ended_on=None)
        .values_list(
            "letter__customer_id",
            "letter__number",
            "letter__level",
            "letter__business_day",
        )
        .order_by("letter__business_day", "letter__number")
        .distinct()
    )
    found: dict[int, list[dict[str, str]]] = defaultdict(list)
    for customer_id, number, level, on in rows:
        told = {"number": number, "level": str(level), "on": on.isoformat()}
        found[customer_id].append(told)
    return found


@retried_transaction
def _finish(run: DunningRun, plan: Plan) -> None:
    """Count, say why it waits, and open it; once, by whoever comes first."""
    planned = run.letters.filter(state=DunningLetter.State.PLANNED).count()
    done = DunningRun.objects.filter(pk=run.pk, state=State.PREPARING).update(
        state=State.PREVIEW,
        recipients=planned,
        held_back=len(plan.held),
        waits_because=_all_reasons_to_wait(run, planned),
    )
    if done:
        audit.record(
            actor=None,
            action="collections.dunning_run.prepared",
            target=run,
            company=run.company_id,
            after={"business_day": run.business_day, "letters": planned},
        )


def _goes_by_itself(run: DunningRun) -> bool:
    """Nothing but approval is missing, and not all of its letters need one."""
    if set(run.waits_because) - {DunningRun.Waits.APPROVAL}:
        return False
    return run.letters.filter(
        state=DunningLetter.State.PLANNED,
        level__lt=rules_of(run.profile).approved_from,
    ).exists()


def _all_reasons_to_wait(run: DunningRun, recipients: int) -> list[str]:
    reasons = _reasons_to_wait(run, recipients)
    needing = run.letters.filter(
        state=DunningLetter.State.PLANNED,
        level__gte=rules_of(run.profile).approved_from,
    )
    if needing.exists():
        reasons.append(DunningRun.Waits.APPROVAL)
    return reasons


def _reasons_to_wait(run: DunningRun, recipients: int) -> list[str]:
    if recipients == 0:
        return []
    waits = DunningRun.Waits
    reasons: list[str] = []
    if not settings_of(run.company).sending_on:
        reasons.append(waits.SENDING_OFF)
    released = DunningRun.objects.filter(
        profile=run.profile, released_at__isnull=False, recipients__gt=0
    )
    last = released.order_by("-business_day").first()
    if last is None:
        return [*reasons, waits.FIRST]
    imported = latest_import_at(company_id=run.company_id)
    if imported is not None and last.released_at and imported > last.released_at:
        reasons.append(waits.IMPORT)
    if recipients * 100 > last.recipients * MOST_PERCENT:
        reasons.append(waits.SIZE)
    return reasons
