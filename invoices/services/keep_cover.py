"""Note that a due item is insured or sold to a factor, and when that ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from invoices.models import DueItem, ItemCover
from invoices.services.amounts import not_before, positive_amount
from invoices.services.errors import LedgerRefusedError


class CoverRefusedError(LedgerRefusedError):
    """The cover was not noted or ended; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverInput:
    """Insurer or factor, its contract, the sum in the item's currency, and from when."""

    kind: str
    partner: str
    from_on: dt.date
    policy_number: str = ""
    amount: Decimal | None = None
    with_recourse: bool = True


@retried_transaction
def note_cover(
    *, actor: User | None, due_item: DueItem, cover: CoverInput
) -> ItemCover:
    """Note an insurance or a sale to a factor. The item stays in the books as it is.

    An item has one open cover of a kind. Raises `CoverRefusedError`, `TooEarlyError`
    and `LedgerRefusedError`.
    """
    if not cover.partner.strip():
        raise CoverRefusedError(_("Say who insures or buys it."))
    not_before(
        day=cover.from_on, earliest=due_item.issued_on, what=_("Insurance or factoring")
    )
    amount = cover.amount
    if amount is not None:
        amount = positive_amount(amount, due_item.currency)
    row = ItemCover(
        company_id=due_item.company_id,
        customer_id=due_item.customer_id,
        due_item=due_item,
        kind=cover.kind,
        partner=cover.partner.strip()[:200],
        policy_number=cover.policy_number.strip()[:100],
        currency=due_item.currency,
        amount=amount,
        with_recourse=cover.with_recourse,
        from_on=cover.from_on,
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise CoverRefusedError(
            _("The item has a cover of this kind already. End that one first.")
        ) from error
    audit.record(
        actor=actor,
        action="invoices.cover.noted",
        target=row,
        company=row.company_id,
        label=str(due_item.invoice),
        after={"kind": row.kind, "partner": row.partner, "amount": amount},
    )
    return row


@retried_transaction
def end_cover(*, actor: User, cover: ItemCover, until_on: dt.date) -> None:
    """Say that a cover ended on a day (included). Raises `CoverRefusedError`."""
    if until_on < cover.from_on:
        raise CoverRefusedError(_("It cannot end before it began."))
    rows = ItemCover.objects.filter(pk=cover.pk, until_on=None)
    if not rows.update(until_on=until_on):
        raise CoverRefusedError(_("Somebody has ended this cover already."))
    audit.record(
        actor=actor,
        action="invoices.cover.ended",
        target=cover,
        company=cover.company_id,
        label=str(cover.due_item.invoice),
        after={"until_on": until_on},
    )
