"""Offer a cash discount under a contract, and end the offer."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from customers.models import Contract, DiscountOffer

MOST_SHARE = 10_000


class DiscountRefusedError(Exception):
    """The offer was not kept; the text says why."""


@retried_transaction
def offer_discount(
    *,
    actor: User | None,
    contract: Contract,
    within_days: int,
    share_bp: int,
    from_on: dt.date,
) -> DiscountOffer:
    """Offer `share_bp` hundredths of a percent off invoices paid within so many days.

    For invoices issued from `from_on` on; the last day is included (S78). Raises
    `DiscountRefusedError`.
    """
    if not 0 < share_bp < MOST_SHARE:
        raise DiscountRefusedError(_("A discount is more than 0 and less than 100 %."))
    offer = DiscountOffer(
        company_id=contract.company_id,
        customer_id=contract.customer_id,
        contract=contract,
        within_days=within_days,
        share_bp=share_bp,
        from_on=from_on,
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    try:
        with transaction.atomic():
            offer.save(force_insert=True)
    except IntegrityError as error:
        raise DiscountRefusedError(
            _("The contract offers a discount within %(days)d days already.")
            % {"days": within_days}
        ) from error
    audit.record(
        actor=actor,
        action="customers.discount.offered",
        target=offer,
        company=contract.company_id,
        label=contract.number,
        after={"share_bp": share_bp, "days": within_days, "from_on": from_on},
    )
    return offer


@retried_transaction
def end_discount(*, actor: User, offer: DiscountOffer, until_on: dt.date) -> None:
    """End an offer: invoices issued after `until_on` have it no longer.

    Raises `DiscountRefusedError`.
    """
    if until_on < offer.from_on:
        raise DiscountRefusedError(_("It cannot end before it began."))
    rows = DiscountOffer.objects.filter(pk=offer.pk, until_on=None)
    if not rows.update(until_on=until_on):
        raise DiscountRefusedError(_("Somebody has ended this offer already."))
    audit.record(
        actor=actor,
        action="customers.discount.ended",
        target=offer,
        company=offer.company_id,
        label=offer.contract.number,
        after={"until_on": until_on},
    )
