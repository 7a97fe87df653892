"""What every step of a bill shares: the compare-and-set, its event, its audit row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.models import User
from arcollect.core.money import format_plain
from invoices.domain.bills import BillAct, BillState, after
from invoices.models import (
    Bill,
    BillEvent,
    BillStanding,
    Fact,
    Invoice,
    Payment,
)
from invoices.services.amounts import not_before
from invoices.services.errors import LedgerRefusedError


class BillRefusedError(LedgerRefusedError):
    """The step is not possible now; somebody may have been faster."""


@dataclass(frozen=True, slots=True)
class Behind:
    """The postings behind a bill: what it paid and became, what settled it in turn."""

    payment: Payment | None = None
    document: Invoice | None = None
    settled_by: Payment | None = None
    charge: Payment | None = None

    def settled(self, payment: Payment | None, charge: Payment | None) -> Behind:
        """The same bill, settled by other money or by none."""
        return replace(self, settled_by=payment, charge=charge)


@dataclass(frozen=True, slots=True)
class Freed:
    """An allocation that ended with the bill, to be made again if that is taken back.

    The bill's own money names the item it paid; other money names itself and had paid
    the bill.
    """

    amount: Decimal
    on: dt.date
    item: int | None = None
    payment: int | None = None
    credit_note: int | None = None

    def to_json(self) -> dict[str, object]:
        return {**asdict(self), "amount": str(self.amount), "on": self.on.isoformat()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Freed:
        return cls(
            **{
                **data,
                "amount": Decimal(data["amount"]),
                "on": dt.date.fromisoformat(data["on"]),
            }
        )


@dataclass(frozen=True, slots=True)
class Step:
    """What a step says of itself, besides the postings behind it."""

    act: BillAct
    on: dt.date
    counterparty: str = ""
    reason: str = ""
    fact: Fact | None = None
    freed: Sequence[Freed] = ()
    own_money: bool = True
    undoes: BillEvent | None = None


def standing_of(bill: Bill) -> BillStanding:
    """Where the bill stands now, with the postings behind it."""
    rows = BillStanding.objects.select_related(
        "payment", "document", "settled_by", "charge"
    )
    found: BillStanding = rows.get(pk=bill.pk)
    return found


def behind(standing: BillStanding) -> Behind:
    return Behind(
        standing.payment, standing.document, standing.settled_by, standing.charge
    )


def take_step(bill: Bill, act: BillAct, *, on: dt.date) -> BillStanding:
    """Move the bill as `act` does and return where it stood before.

    The UPDATE decides between two people before any money moves. Raises
    `BillRefusedError` where the act is not allowed or somebody was faster, and
    `TooEarlyError` before the last step.
    """
    before = standing_of(bill)
    to_state = after(act, BillState(before.state))
    if to_state is None:
        raise BillRefusedError(_not_now(bill))
    not_before(day=on, earliest=before.since_on, what=_("The step"))
    set_state(bill, before.state, to_state, on=on)
    return before


def set_state(bill: Bill, from_state: str, to_state: str, *, on: dt.date) -> None:
    """Compare and set; raises `BillRefusedError` if it stands elsewhere by now."""
    rows = BillStanding.objects.filter(pk=bill.pk, state=from_state)
    try:
        with transaction.atomic():
            moved = rows.update(state=to_state, since_on=on)
    except IntegrityError as error:
        raise BillRefusedError(
            _("Bill %(number)s has been received again meanwhile.")
            % {"number": bill.number}
        ) from error
    if not moved:
        raise BillRefusedError(_not_now(bill))


def _not_now(bill: Bill) -> str:
    last = bill.events.select_related("recorded_by", "company").latest("pk")
    at = clock.local_time(last.recorded_at, last.company.time_zone)
    return _(
        "This is not possible: bill %(number)s is “%(state)s” since %(time)s, by "
        "%(person)s."
    ) % {
        "number": bill.number,
        "state": last.get_to_state_display(),
        "time": at.strftime("%Y-%m-%d %H:%M"),
        "person": last.recorded_by or _("The system"),
    }


def note_step(
    bill: Bill,
    step: Step,
    *,
    actor: User | None,
    from_state: str,
    to_state: str,
    stands: Behind,
) -> BillEvent:
    """Insert the event, point the standing at what is behind the bill, write the audit."""
    pointers = {
        "payment": stands.payment,
        "document": stands.document,
        "settled_by": stands.settled_by,
        "charge": stands.charge,
    }
    event = BillEvent(
        bill=bill,
        company_id=bill.company_id,
        currency=bill.currency,
        act=step.act,
        from_state=from_state,
        to_state=to_state,
        effective_on=step.on,
        counterparty=step.counterparty,
        reason=step.reason[:500],
        fact=step.fact,
        freed=[each.to_json() for each in step.freed],
        own_money=step.own_money,
        reverses=step.undoes,
        recorded_at=clock.now(),
        recorded_by=actor,
        **pointers,
    )
    event.save(force_insert=True)
    BillStanding.objects.filter(pk=bill.pk).update(**pointers)
    _audit_step(event, actor=actor)
    return event


def _audit_step(event: BillEvent, *, actor: User | None) -> None:
    bill = event.bill
    audit.record(
        actor=actor,
        action=f"invoices.bill.{event.act}",
        target=bill,
        company=bill.company_id,
        before={"state": event.from_state} if event.from_state else None,
        after={
            "state": event.to_state,
            "amount": format_plain(bill.amount, bill.currency),
            "currency": bill.currency,
            "effective_on": event.effective_on,
        },
        reason=event.reason,
    )


def last_step(bill: Bill) -> BillEvent | None:
    """The newest step that nobody took back."""
    steps = bill.events.exclude(act=BillAct.UNDO).filter(reversed_by=None)
    return steps.order_by("pk").last()
