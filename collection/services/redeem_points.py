"""Redeem points for prizes, hand the prizes over, or take the redemption back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.idempotency import claim_key
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from collection.models import PointsEntry, Prize, Redemption
from collection.services.move_points import enter, take_points

if TYPE_CHECKING:
    from customers.models import Customer


class RedemptionRefusedError(Exception):
    """Nothing was redeemed, handed over or cancelled; the text says why."""


@retried_transaction
def redeem_points(
    *,
    actor: User | None,
    customer: Customer,
    prize: Prize,
    quantity: int,
    redeemed_on: dt.date,
    request_key: str = "",
) -> Redemption:
    """Give `quantity` of a prize for the customer's points on `redeemed_on`.

    The day must lie in the campaign. Stock and balance are each taken by one conditional
    UPDATE, so that neither goes below 0 however many ask at once. Raises
    `RedemptionRefusedError`, `AlreadyDoneError`.
    """
    claim_key(user=actor, key=request_key, action="collections.redemption.ordered")
    _check(customer, prize, quantity, redeemed_on)
    points = prize.points * quantity
    if not take_stock(prize, quantity):
        raise RedemptionRefusedError(
            _("Not that many are left of %(prize)s.") % {"prize": prize.name}
        )
    if not take_points(customer_id=customer.pk, points=points):
        raise RedemptionRefusedError(
            _("The customer has fewer than %(points)d points.") % {"points": points}
        )
    made = Redemption.objects.create(
        company_id=customer.company_id,
        customer=customer,
        prize=prize,
        quantity=quantity,
        points=points,
        redeemed_on=redeemed_on,
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    _entry(made, PointsEntry.Kind.REDEEM, -points, redeemed_on, actor).save(
        force_insert=True
    )
    audit.record(
        actor=actor,
        action="collections.redemption.ordered",
        target=made,
        company=customer.company_id,
        label=str(customer),
        after={"prize": prize.name, "quantity": quantity, "points": points},
    )
    return made


@retried_transaction
def hand_over_prize(
    *,
    actor: User | None,
    redemption: Redemption,
    handed_over_on: dt.date,
    receiver: str,
) -> None:
    """Note that the prize was handed over, and to whom. Raises `RedemptionRefusedError`."""
    if not receiver.strip():
        raise RedemptionRefusedError(_("Say who received it."))
    if handed_over_on < redemption.redeemed_on:
        raise RedemptionRefusedError(
            _("It cannot be handed over before it is redeemed.")
        )
    _close(redemption, Redemption.State.HANDED_OVER, handed_over_on, receiver, actor)
    _record(redemption, "collections.redemption.handed_over", actor, receiver)


@retried_transaction
def cancel_redemption(
    *, actor: User | None, redemption: Redemption, cancelled_on: dt.date, reason: str
) -> None:
    """Give points and stock back of what was not handed over yet.

    Raises `RedemptionRefusedError` without a reason, and once it is closed.
    """
    if not reason.strip():
        raise RedemptionRefusedError(_("Say why it is cancelled."))
    _close(redemption, Redemption.State.CANCELLED, cancelled_on, reason, actor)
    Prize.objects.filter(pk=redemption.prize_id).update(
        left=F("left") + redemption.quantity
    )
    back = _entry(
        redemption, PointsEntry.Kind.RETURN, redemption.points, cancelled_on, actor
    )
    enter([back])
    _record(redemption, "collections.redemption.cancelled", actor, reason)


def take_stock(prize: Prize, quantity: int) -> bool:
    """Take pieces off the stock if it holds them; the guard is in the UPDATE."""
    taken = Prize.objects.filter(pk=prize.pk, left__gte=quantity).update(
        left=F("left") - quantity
    )
    return taken == 1


def _check(
    customer: Customer, prize: Prize, quantity: int, redeemed_on: dt.date
) -> None:
    if prize.company_id != customer.company_id:
        raise RedemptionRefusedError(_("This prize belongs to another company."))
    if quantity < 1:
        raise RedemptionRefusedError(_("Choose at least one piece."))
    campaign = prize.campaign
    if not campaign.from_on <= redeemed_on <= campaign.until_on:
        raise RedemptionRefusedError(
            _("%(campaign)s does not run on that day.") % {"campaign": campaign.name}
        )


def _close(
    redemption: Redemption, state: str, on: dt.date, note: str, actor: User | None
) -> None:
    closed = Redemption.objects.filter(
        pk=redemption.pk, state=Redemption.State.ORDERED
    ).update(
        state=state, closed_on=on, closing_note=note.strip()[:500], closed_by=actor
    )
    if not closed:
        raise RedemptionRefusedError(
            _("This redemption was handed over or cancelled already.")
        )


def _entry(
    redemption: Redemption, kind: str, points: int, on: dt.date, actor: User | None
) -> PointsEntry:
    return PointsEntry(
        company_id=redemption.company_id,
        customer_id=redemption.customer_id,
        kind=kind,
        points=points,
        entered_on=on,
        redemption=redemption,
        recorded_at=clock.now(),
        recorded_by=actor,
    )


def _record(redemption: Redemption, action: str, actor: User | None, note: str) -> None:
    audit.record(
        actor=actor,
        action=action,
        target=redemption,
        company=redemption.company_id,
        label=str(redemption.customer),
        after={"prize": redemption.prize.name, "points": redemption.points},
        reason=note,
    )
