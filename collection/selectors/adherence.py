"""How well reps keep to the planned contacts (rows S16 and S19)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet

from arcollect.core.models import Company
from arcollect.core.permissions import Person
from collection.models import CadenceStep

DONE, MISSED = CadenceStep.Result.DONE, CadenceStep.Result.MISSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Adherence:
    """A rep's contacts: how many were due, how many took place by their day."""

    rep: str
    due: int
    on_time: int

    @property
    def rate(self) -> Decimal:
        return Decimal(self.on_time) / self.due


def list_adherence(
    *, company: Company, user: Person, from_on: dt.date, until_on: dt.date
) -> list[Adherence]:
    """Per rep, contacts planned from `from_on` through `until_on` that took place or
    were missed; on time is by the planned day. What was not needed does not count."""
    rows: QuerySet[CadenceStep] = CadenceStep.objects.filter(
        company=company,
        planned_on__gte=from_on,
        planned_on__lte=until_on,
        result__in=[DONE, MISSED],
    )
    found = (
        rows.visible_to(user)  # type: ignore[attr-defined]
        .values("rep__name")
        .annotate(
            due=Count("pk"),
            on_time=Count("pk", filter=Q(result=DONE, done_on__lte=F("planned_on"))),
        )
        .order_by("rep__name")
    )
    return [
        Adherence(rep=row["rep__name"], due=row["due"], on_time=row["on_time"])
        for row in found
    ]
