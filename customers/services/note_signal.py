"""Note a risk signal of a customer, and close it."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from customers.models import Customer, RiskSignal


class SignalRefusedError(Exception):
    """The signal was not noted or closed; the text says why."""


@retried_transaction
def note_signal(
    *,
    actor: User | None,
    customer: Customer,
    kind: str,
    severity: str,
    seen_on: dt.date,
    source: str,
    note: str = "",
    today: dt.date,
) -> RiskSignal:
    """Note what somebody saw on a day, not after `today`, and who said so (S03).

    It weighs on the next credit review until it is closed. Raises
    `SignalRefusedError`.
    """
    if seen_on > today:
        raise SignalRefusedError(_("It cannot have been seen after today."))
    if not source.strip():
        raise SignalRefusedError(_("Say who or what told you."))
    signal = RiskSignal.objects.create(
        company_id=customer.company_id,
        customer=customer,
        kind=kind,
        severity=severity,
        seen_on=seen_on,
        source=source.strip()[:200],
        note=note.strip()[:500],
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    audit.record(
        actor=actor,
        action="customers.signal.noted",
        target=signal,
        company=customer.company_id,
        label=str(customer),
        after={"kind": kind, "severity": severity, "seen_on": seen_on},
        reason=note,
    )
    return signal


@retried_transaction
def close_signal(
    *, actor: User, signal: RiskSignal, closed_on: dt.date, note: str
) -> None:
    """Say why a signal no longer speaks against the customer from a day on.

    Raises `SignalRefusedError`.
    """
    if not note.strip():
        raise SignalRefusedError(_("Say why it no longer counts."))
    if closed_on < signal.seen_on:
        raise SignalRefusedError(_("It cannot end before it was seen."))
    rows = RiskSignal.objects.filter(pk=signal.pk, closed_on=None)
    if not rows.update(closed_on=closed_on, closing_note=note.strip()[:500]):
        raise SignalRefusedError(_("Somebody has closed this signal already."))
    audit.record(
        actor=actor,
        action="customers.signal.closed",
        target=signal,
        company=signal.company_id,
        label=str(signal.customer),
        after={"closed_on": closed_on},
        reason=note,
    )
