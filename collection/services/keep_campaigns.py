"""Open and change campaigns, and stock their prizes."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company, User
from collection.domain.points import WHOLE_BP
from collection.models import Campaign, PointsEntry, Prize

MOST_BP = 10 * WHOLE_BP


class CampaignRefusedError(Exception):
    """The campaign or prize was not kept; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignTerms:
    """What a campaign is: its period (both ends included) and what it multiplies."""

    name: str
    from_on: dt.date
    until_on: dt.date
    multiplier_bp: int = WHOLE_BP
    min_early_days: int = 0
    note: str = ""


@retried_transaction
def open_campaign(
    *, actor: User | None, company: Company, terms: CampaignTerms
) -> Campaign:
    """Announce a campaign. Raises `CampaignRefusedError`."""
    _check(terms)
    try:
        with transaction.atomic():
            made = Campaign.objects.create(
                company=company,
                recorded_at=clock.now(),
                recorded_by=actor,
                **asdict(terms),
            )
    except IntegrityError as error:
        raise CampaignRefusedError(
            _("A campaign of this name exists already.")
        ) from error
    _record(actor, made, "collections.campaign.opened", terms)
    return made


@retried_transaction
def change_campaign(
    *, actor: User | None, campaign: Campaign, terms: CampaignTerms, version: int
) -> None:
    """Change a campaign that somebody looked at in that version.

    Once money has earned under it, what it multiplies and since when stays. Raises
    `CampaignRefusedError`.
    """
    _check(terms)
    was = (campaign.from_on, campaign.multiplier_bp, campaign.min_early_days)
    now = (terms.from_on, terms.multiplier_bp, terms.min_early_days)
    if was != now and PointsEntry.objects.filter(campaign=campaign).exists():
        raise CampaignRefusedError(
            _("Points were earned under this campaign: its start and factor stay.")
        )
    try:
        with transaction.atomic():
            changed = Campaign.objects.filter(pk=campaign.pk, version=version).update(
                version=F("version") + 1, **asdict(terms)
            )
    except IntegrityError as error:
        raise CampaignRefusedError(
            _("A campaign of this name exists already.")
        ) from error
    if not changed:
        raise CampaignRefusedError(
            _("Somebody else changed this campaign meanwhile. Look at it again.")
        )
    _record(actor, campaign, "collections.campaign.changed", terms)


@retried_transaction
def add_prize(
    *, actor: User | None, campaign: Campaign, name: str, points: int, stock: int
) -> Prize:
    """Offer `stock` pieces of a prize for `points` each. Raises `CampaignRefusedError`."""
    if not name.strip() or points < 1 or stock < 1:
        raise CampaignRefusedError(
            _("A prize has a name, a price in points and at least one piece.")
        )
    try:
        with transaction.atomic():
            made = Prize.objects.create(
                company_id=campaign.company_id,
                campaign=campaign,
                name=name.strip()[:100],
                points=points,
                stock=stock,
                left=stock,
            )
    except IntegrityError as error:
        raise CampaignRefusedError(
            _("The campaign has a prize of this name already.")
        ) from error
    audit.record(
        actor=actor,
        action="collections.prize.added",
        target=made,
        company=campaign.company_id,
        label=f"{campaign.name}: {made.name}",
        after={"points": points, "stock": stock},
    )
    return made


@retried_transaction
def restock_prize(*, actor: User | None, prize: Prize, more: int) -> None:
    """Put `more` pieces in stock (below 0: take them out), never below what is promised.

    Raises `CampaignRefusedError`.
    """
    changed = Prize.objects.filter(pk=prize.pk, left__gte=-more).update(
        stock=F("stock") + more, left=F("left") + more
    )
    if not changed:
        raise CampaignRefusedError(_("So many pieces are not left in stock."))
    audit.record(
        actor=actor,
        action="collections.prize.restocked",
        target=prize,
        company=prize.company_id,
        label=prize.name,
        after={"stock": prize.stock + more},
    )


def _check(terms: CampaignTerms) -> None:
    if not terms.name.strip():
        raise CampaignRefusedError(_("Give the campaign a name."))
    if terms.until_on < terms.from_on:
        raise CampaignRefusedError(_("The campaign cannot end before it begins."))
    if not WHOLE_BP <= terms.multiplier_bp <= MOST_BP:
        raise CampaignRefusedError(_("The factor lies between 1 and 10."))
    if terms.min_early_days < 0:
        raise CampaignRefusedError(_("Days early are counted from 0."))


def _record(
    actor: User | None, campaign: Campaign, action: str, terms: CampaignTerms
) -> None:
    audit.record(
        actor=actor,
        action=action,
        target=campaign,
        company=campaign.company_id,
        label=terms.name,
        after={
            "from_on": terms.from_on,
            "until_on": terms.until_on,
            "multiplier_bp": terms.multiplier_bp,
            "min_early_days": terms.min_early_days,
        },
    )
