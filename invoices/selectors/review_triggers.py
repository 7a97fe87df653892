"""What asks for a credit review at once, before it is due (domain rules, section 6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from invoices.models import Fact
from invoices.selectors.credit_standing import Standing

# A plan that runs and a last day of limitation say nothing about the debtor.
NO_TRIGGER = (Fact.Kind.PLAN, Fact.Kind.LIMITATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewTriggers:
    """Facts that came up since the last review, and whether an item is past its final
    date today."""

    facts: list[Any]
    is_past_final: bool

    def __bool__(self) -> bool:
        return bool(self.facts) or self.is_past_final


def review_triggers(*, customer_id: int, standing: Standing) -> ReviewTriggers:
    """Why the line in force must be looked at now; nothing without a line.

    A fact counts from the day after the last review's, and a plan from the day it broke.
    """
    if standing.profile is None:
        return ReviewTriggers(facts=[], is_past_final=False)
    since, today = standing.profile.review.as_of, standing.today
    facts = Fact.objects.filter(
        Q(from_on__gt=since, from_on__lte=today) & ~Q(kind__in=NO_TRIGGER)
        | Q(kind=Fact.Kind.PLAN, until_on__gt=since, until_on__lte=today),
        customer_id=customer_id,
        withdrawn=False,
        superseded_by=None,
    )
    return ReviewTriggers(
        facts=list(facts.order_by("-from_on", "-pk")),
        is_past_final=standing.past_final > 0,
    )
