"""What the pages of reminders show, within what the person may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from arcollect.core.models import Company, OutboxMessage, User
from arcollect.core.permissions import customer_scope
from collection.domain.dunning import Level
from collection.models import (
    DunningLetter,
    DunningRun,
    DunningStep,
    Hold,
    SuppressionInterval,
)
from collection.selectors.reason_words import reason_text


def list_runs(*, company: Company) -> QuerySet[DunningRun]:
    """The company's runs, the newest first."""
    return (
        DunningRun.objects.filter(company=company)
        .select_related(
            "company", "profile", "released_by", "stopped_by", "approved_by"
        )
        .order_by("-business_day", "-pk")
    )


def list_letters(*, company: Company, user: User) -> QuerySet[DunningLetter]:
    """Letters to customers the person may see."""
    rows: QuerySet[DunningLetter] = (
        DunningLetter.objects.filter(company=company)
        .visible_to(user)
        .select_related("customer__rep", "run", "message", "company", "decided_by")
    )
    return rows


def list_held(*, company: Company, user: User) -> QuerySet[SuppressionInterval]:
    """Items whose letter is due and held back at present, the largest first."""
    rows: QuerySet[SuppressionInterval] = (
        SuppressionInterval.objects.filter(company=company, until_on=None)
        .visible_to(user)
        .select_related("customer", "due_item__invoice")
        .order_by("-amount", "pk")
    )
    return rows


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many items a reason holds back, and its share of the largest."""

    reason: str
    label: str
    count: int
    width: int


def count_reasons(held: QuerySet[SuppressionInterval]) -> list[ReasonCount]:
    """Why items are held back, the most frequent reason first."""
    rows: Any = (
        held.order_by()
        .values("reason")
        .annotate(n=Count("pk"))
        .order_by("-n", "reason")
    )
    counts = [(row["reason"], row["n"]) for row in rows]
    most = max((count for _reason, count in counts), default=1)
    return [
        ReasonCount(reason, reason_text(reason), count, count * 100 // most)
        for reason, count in counts
    ]


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the ladder in its picture: where it stands, and its letters."""

    level: int
    label: str
    when: str
    count: int
    x: int
    is_heavy: bool


# Where each rung stands on a line of 1160; the due date is at 276, the final at 538.
PLACES = {0: 92, 1: 302, 2: 407, 3: 564, 4: 800, 5: 1062}


def rungs_of(steps: list[DunningStep], counts: dict[int, int]) -> list[Rung]:
    """The ladder with the letters of a run at each step."""
    return [
        Rung(
            level=step.level,
            label=f"L{step.level} {step.get_level_display()}",
            when=_when(step),
            count=counts.get(step.level, 0),
            x=PLACES[step.level],
            is_heavy=step.level >= Level.FINAL,
        )
        for step in steps
    ]


def _when(step: DunningStep) -> str:
    named = {
        Level.COURTESY: f"U−{step.days}",
        Level.REMINDER: f"U+{step.days}",
        Level.SECOND: "U+G/2",
        Level.FINAL: f"F+{step.days}",
        Level.CERTIFIED: f"F+{step.days}",
        Level.LEGAL: f"L4+{step.gap}",
    }
    return named[Level(step.level)]


def count_levels(letters: QuerySet[DunningLetter]) -> dict[int, int]:
    """Letters per level."""
    rows: Any = letters.order_by().values("level").annotate(n=Count("pk"))
    return {row["level"]: row["n"] for row in rows}


def count_planned(
    letters: QuerySet[DunningLetter], *, approved_from: Level
) -> tuple[int, int]:
    """Letters that are still planned, and how many of them need approval."""
    planned: Any = letters.order_by().filter(state=DunningLetter.State.PLANNED)
    found = planned.aggregate(
        all=Count("pk"), needing=Count("pk", filter=Q(level__gte=approved_from.value))
    )
    return found["all"], found["needing"]


def sums_of(letters: QuerySet[DunningLetter]) -> list[tuple[str, Decimal]]:
    """What is asked for per currency."""
    rows: Any = letters.order_by().values("currency").annotate(total=Sum("demanded"))
    return [(row["currency"], row["total"]) for row in rows.order_by("currency")]


def list_attention(*, company: Company, user: User) -> QuerySet[OutboxMessage]:
    """Messages a person must settle: probably sent, or failed for good."""
    letters = DunningLetter.objects.filter(company=company).filter(customer_scope(user))
    mine = Q(dunning_letter__in=letters.values("pk")) | Q(kind="dunning_test")
    return (
        OutboxMessage.objects.filter(
            mine,
            company=company,
            state__in=[OutboxMessage.State.UNKNOWN, OutboxMessage.State.FAILED],
        )
        .select_related("dunning_letter__customer")
        .order_by("-pk")
    )


def list_holds(*, company: Company, user: User, on: dt.date) -> QuerySet[Hold]:
    """Holds in force or to come, those that end first at the top."""
    rows: QuerySet[Hold] = (
        Hold.objects.filter(company=company, lifted_at=None)
        .filter(Q(until_on=None) | Q(until_on__gte=on))
        .visible_to(user)
        .select_related("customer", "due_item__invoice", "recorded_by")
        .order_by("until_on", "pk")
    )
    return rows
