"""Visits as the lists show them."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max, QuerySet

from arcollect.core.models import Company, User
from arcollect.core.permissions import Person
from collection.models import CadenceStep, Visit


def list_visits(
    *, company: Company, user: Person, text: str = "", outcome: str = ""
) -> QuerySet[Visit]:
    """The company's visits that the user may see, the latest first."""
    rows: QuerySet[Visit] = Visit.objects.filter(company=company).visible_to(user)
    if text:
        rows = rows.filter(customer__search_text__contains=text.casefold())
    if outcome in Visit.Outcome.values:
        rows = rows.filter(outcome=outcome)
    return rows.select_related("customer", "contact", "recorded_by").order_by(
        "-visited_on", "-pk"
    )


def visits_on(*, company: Company, user: User, day: dt.date) -> QuerySet[Visit]:
    """What the user himself has logged for a day, the latest first."""
    rows: QuerySet[Visit] = Visit.objects.filter(
        company=company, recorded_by=user, visited_on=day
    )
    return rows.visible_to(user).select_related("customer").order_by("-pk")  # type: ignore[attr-defined,no-any-return]


def likely_customers(
    *, company: Company, user: User, today: dt.date, few: int
) -> list[int]:
    """Keys of the customers a visit is most likely about: planned through today, then
    those the user logged last. Two queries."""
    planned: QuerySet[CadenceStep] = CadenceStep.objects.filter(
        company=company, result=CadenceStep.Result.PLANNED, planned_on__lte=today
    )
    first = planned.visible_to(user).order_by("-planned_on", "pk")  # type: ignore[attr-defined]
    found = list(first.values_list("customer_id", flat=True)[: few * 3])
    seen: QuerySet[Visit] = Visit.objects.filter(company=company, recorded_by=user)
    recent = (
        seen.visible_to(user)  # type: ignore[attr-defined]
        .values("customer_id")
        .annotate(last=Max("visited_on"))
        .order_by("-last")
    )
    found += [row["customer_id"] for row in recent[:few]]
    return list(dict.fromkeys(found))[:few]
