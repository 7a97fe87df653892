"""Enter that somebody is away and who stands in for him, and take it back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.models import Absence, Company, Membership, User


class AbsenceRefusedError(Exception):
    """The absence was not entered; the text says why."""


@transaction.atomic
def record_absence(
    *,
    actor: User | None,
    company: Company,
    user: User,
    from_on: dt.date,
    until_on: dt.date,
    stand_in: User | None = None,
) -> Absence:
    """Enter that `user` is away from `from_on` through `until_on`, both days included.

    During these days the stand-in sees and visits his customers; without one, or where
    the stand-in is away too, the manager acts. Raises `AbsenceRefusedError`.
    """
    if until_on < from_on:
        raise AbsenceRefusedError(_("The last day lies before the first."))
    if stand_in is not None and stand_in.pk == user.pk:
        raise AbsenceRefusedError(_("Nobody stands in for himself."))
    people = {user.pk, *([stand_in.pk] if stand_in else [])}
    members = Membership.objects.filter(company=company, user__in=people)
    if members.count() != len(people):
        raise AbsenceRefusedError(_("The user has no role in this company."))
    absence = Absence.objects.create(
        company=company,
        user=user,
        from_on=from_on,
        until_on=until_on,
        stand_in=stand_in,
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    audit.record(
        actor=actor,
        action="core.absence.recorded",
        target=absence,
        company=company,
        label=str(user),
        after=_shown(absence),
    )
    return absence


@transaction.atomic
def remove_absence(*, actor: User | None, absence: Absence) -> None:
    """Take an absence back; what the stand-in did meanwhile stays."""
    audit.record(
        actor=actor,
        action="core.absence.removed",
        target=absence,
        company=absence.company_id,
        label=str(absence.user),
        before=_shown(absence),
    )
    Absence.objects.filter(pk=absence.pk).delete()


def _shown(absence: Absence) -> dict[str, object]:
    return {
        "from_on": absence.from_on,
        "until_on": absence.until_on,
        "stand_in": str(absence.stand_in or ""),
    }
