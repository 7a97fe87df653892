"""Who decides about a bank line: one compare-and-set, and the sentence of the second."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import clock
from arcollect.core.models import User
from invoices.models import BankEntry, BankEntryState, EntryDecision, Payment
from invoices.services.errors import LedgerRefusedError
from invoices.services.open_period import hold_open_day

State = BankEntryState.State
# In which states a line still waits for somebody.
LEFT = (State.OPEN, State.UNIDENTIFIED)


class AlreadyDecidedError(LedgerRefusedError):
    """Somebody was faster; says who and when. Nothing was posted twice."""


def take_entry(
    entry: BankEntry, *, to: str, allowed: tuple[str, ...], actor: User | None
) -> str:
    """Move the line from one of the `allowed` states to `to` and return the one it had.

    One conditional UPDATE decides between two people; it also takes the row, so that
    the second waits for the first. Raises `AlreadyDecidedError`.
    """
    matched = {"matched_at": clock.now(), "matched_by": actor}
    unmatched = {"matched_at": None, "matched_by": None}
    for state in allowed:
        taken = BankEntryState.objects.filter(pk=entry.pk, state=state).update(
            state=to,
            payment=None,
            **(matched if to == State.MATCHED else unmatched),
        )
        if taken:
            return state
    raise already_decided(entry)


def already_decided(entry: BankEntry) -> AlreadyDecidedError:
    """Who decided about the line, and when, on the company's clocks."""
    found = (
        EntryDecision.objects.filter(entry=entry)
        .select_related("decided_by", "ended_by", "company")
        .order_by("pk")
        .last()
    )
    if found is None:
        return AlreadyDecidedError(_("This line does not wait to be matched."))
    by = found.ended_by if found.ended_at else found.decided_by
    at = clock.local_time(found.ended_at or found.decided_at, found.company.time_zone)
    return AlreadyDecidedError(
        _("Already done by %(person)s at %(time)s. Nothing was booked twice.")
        % {"person": by or _("the company's rules"), "time": f"{at:%H:%M}"}
    )


def decide(
    entry: BankEntry,
    *,
    kind: str,
    actor: User | None,
    payment: Payment | None = None,
    **fields: object,
) -> EntryDecision:
    """Write the decision down; the unique key refuses a second one in force."""
    decision = EntryDecision(
        company_id=entry.company_id,
        entry=entry,
        kind=kind,
        payment=payment,
        decided_at=clock.now(),
        decided_by=actor,
        **fields,
    )
    try:
        with transaction.atomic():
            decision.save(force_insert=True)
    except IntegrityError as error:
        raise already_decided(entry) from error
    BankEntryState.objects.filter(pk=entry.pk).update(payment=payment)
    return decision


def end_decision(decision: EntryDecision, *, actor: User | None) -> None:
    """Put the decision out of force. Raises `AlreadyDecidedError` if it is already."""
    ended = EntryDecision.objects.filter(pk=decision.pk, ended_at=None).update(
        ended_at=clock.now(), ended_by=actor
    )
    if not ended:
        raise already_decided(decision.entry)


def value_day(entry: BankEntry) -> dt.date:
    """The day from which the money counts: its value date, or the first open day."""
    return hold_open_day(entry.company_id, entry.value_on or entry.booked_on)


def reference_of(entry: BankEntry) -> str:
    """The reference of the next payment posted from the line, never used before."""
    told = entry.bank_reference.strip()
    base = told if told and told.upper() != "NONREF" else f"BANK-{entry.pk}"
    earlier = EntryDecision.objects.filter(entry=entry, payment__isnull=False).count()
    return base[:90] + (f"/{earlier + 1}" if earlier else "")
