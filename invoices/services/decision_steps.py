"""What every step of a decision shares: the compare-and-set, its event, its audit."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.models import User
from arcollect.core.money import format_plain
from invoices.domain.decisions import DecisionAct, DecisionState, may
from invoices.models import ClaimDecision, ClaimDecisionEvent, ClaimDecisionState
from invoices.services.errors import LedgerRefusedError


class DecisionRefusedError(LedgerRefusedError):
    """The step is not possible now; the text says why."""


def state_of(decision: ClaimDecision) -> ClaimDecisionState:
    """Where the decision stands now."""
    rows = ClaimDecisionState.objects.select_related(
        "payment", "credit_note", "new_bill"
    )
    found: ClaimDecisionState = rows.get(pk=decision.pk)
    return found


def ensure_may(decision: ClaimDecision, act: DecisionAct, state: str) -> None:
    """Raises `DecisionRefusedError`, with who did what, where `act` is not allowed."""
    if not may(act, DecisionState(state)):
        raise DecisionRefusedError(_not_now(decision))


def move(
    decision: ClaimDecision, from_state: str, to_state: str, **values: Any
) -> None:
    """Compare and set; raises `DecisionRefusedError` if somebody was faster."""
    rows = ClaimDecisionState.objects.filter(pk=decision.pk, state=from_state)
    if not rows.update(state=to_state, **values):
        raise DecisionRefusedError(_not_now(decision))


def _not_now(decision: ClaimDecision) -> str:
    last = decision.events.select_related("recorded_by", "company").latest("pk")
    at = clock.local_time(last.recorded_at, last.company.time_zone)
    return _(
        "This is not possible: decision %(number)s is “%(state)s” since %(time)s, by "
        "%(person)s."
    ) % {
        "number": decision.number,
        "state": last.get_to_state_display(),
        "time": at.strftime("%Y-%m-%d %H:%M"),
        "person": last.recorded_by or _("The system"),
    }


def note_act(
    decision: ClaimDecision,
    act: DecisionAct,
    *,
    actor: User | None,
    from_state: str,
    to_state: str,
    on: dt.date | None = None,
    reason: str = "",
    **posted: Any,
) -> ClaimDecisionEvent:
    """Insert the event and its audit row; `posted` names the postings it led to."""
    event = ClaimDecisionEvent(
        company_id=decision.company_id,
        decision=decision,
        act=act,
        from_state=from_state,
        to_state=to_state,
        effective_on=on,
        reason=reason[:500],
        recorded_at=clock.now(),
        recorded_by=actor,
        **posted,
    )
    event.save(force_insert=True)
    audit.record(
        actor=actor,
        action=f"invoices.decision.{act}",
        target=decision,
        company=decision.company_id,
        before={"state": from_state} if from_state else None,
        after={
            "kind": decision.kind,
            "state": to_state,
            "amount": format_plain(decision.amount, decision.currency),
            "currency": decision.currency,
            "effective_on": on,
        },
        reason=reason,
    )
    return event
