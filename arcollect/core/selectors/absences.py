"""Who is away on which days, and who acts for him."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from arcollect.core.models import Absence, Company, Membership, User
from arcollect.core.roles import Role
from arcollect.core.selectors.people import list_users


@dataclass(frozen=True)
class Absences:
    """The absences of a company that are not over yet, by person."""

    by_user: dict[int, list[Absence]] = field(default_factory=dict)

    def of(self, user_id: int | None, day: dt.date) -> Absence | None:
        """The absence of a person that covers `day`; the one entered last counts."""
        for absence in self.by_user.get(user_id or 0, ()):
            if absence.from_on <= day <= absence.until_on:
                return absence
        return None


def absences_from(*, company: Company, day: dt.date) -> Absences:
    """Every absence that ends on `day` or later. One query."""
    found: dict[int, list[Absence]] = defaultdict(list)
    rows = Absence.objects.filter(company=company, until_on__gte=day)
    for absence in rows.select_related("stand_in").order_by("-pk"):
        found[absence.user_id].append(absence)
    return Absences(dict(found))


def list_absences(*, company: Company, today: dt.date) -> QuerySet[Absence]:
    """Absences that are not over, the next one first."""
    return (
        Absence.objects.filter(company=company, until_on__gte=today)
        .select_related("user", "stand_in")
        .order_by("from_on", "pk")
    )


def people_to_enter(*, company: Company, user: User) -> QuerySet[User]:
    """Whose absences the user may enter: a sales manager his team's, others all."""
    people = list_users(company=company)
    membership = Membership.objects.get(company=company, user=user)
    if membership.role != Role.SALES_MANAGER:
        return people
    team = Q(reps__team=membership.team_id, reps__team__isnull=False)
    return people.filter(team | Q(pk=user.pk)).distinct()


def managers_of_teams(*, company: Company) -> dict[int, int]:
    """The sales manager (key of the user) of each team; of several the first."""
    rows = Membership.objects.filter(
        company=company, role=Role.SALES_MANAGER, team__isnull=False
    ).order_by("-pk")
    return {row.team_id: row.user_id for row in rows if row.team_id is not None}
