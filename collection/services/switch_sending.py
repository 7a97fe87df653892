"""Switch the sending of reminders on or off for a company."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company, User
from collection.domain.dunning import Level
from collection.models import DunningSettings

START_LEVELS = (Level.REMINDER, Level.SECOND, Level.FINAL)


class SettingRefusedError(Exception):
    """The setting was not changed; the text says why."""


@retried_transaction
def switch_sending(*, actor: User, company: Company, on: bool) -> DunningSettings:
    """Let reminders of the company go out, or keep them here. Off until a person does.

    The first time also fixes the day before which due items are old. What is queued when
    it is switched off is called off as workers come to it. Raises `SettingRefusedError`
    if it is so already.
    """
    DunningSettings.objects.get_or_create(company=company)
    rows = DunningSettings.objects.filter(company=company)
    switched = rows.filter(sending_on=not on).update(
        sending_on=on, switched_at=clock.now(), switched_by=actor
    )
    if not switched:
        raise SettingRefusedError(
            _("Sending is on already.") if on else _("Sending is off already.")
        )
    if on:
        today = clock.today(company.time_zone)
        rows.filter(went_live_on=None).update(went_live_on=today)
    found = rows.get()
    audit.record(
        actor=actor,
        action="collections.dunning_sending.switched_on"
        if on
        else "collections.dunning_sending.switched_off",
        target=found,
        company=company,
        label=str(company),
        before={"sending": not on},
        after={"sending": on},
    )
    return found


@retried_transaction
def change_limits(
    *, actor: User, company: Company, small_balance: Decimal, start_level: int
) -> DunningSettings:
    """Set the small balance, in the company's currency, and the first level of old items.

    Raises `SettingRefusedError` for a negative balance or a level nothing begins with.
    """
    if small_balance < 0:
        raise SettingRefusedError(_("The small balance cannot be negative."))
    if start_level not in START_LEVELS:
        raise SettingRefusedError(_("Old items begin at level 1, 2 or 3."))
    before, _created = DunningSettings.objects.get_or_create(company=company)
    rows = DunningSettings.objects.filter(company=company)
    rows.update(small_balance=small_balance, start_level=start_level)
    found = rows.get()
    audit.record(
        actor=actor,
        action="collections.dunning_limits.changed",
        target=found,
        company=company,
        label=str(company),
        before={
            "small_balance": before.small_balance,
            "start_level": before.start_level,
        },
        after={"small_balance": small_balance, "start_level": start_level},
    )
    return found
