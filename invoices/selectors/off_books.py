"""The register of claims off the books: written off, but still claimed (账销案存)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    DateTimeField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce, Least

from arcollect.core.fields import MoneyField, money
from arcollect.core.models import Company, User
from invoices.models import (
    Allocation,
    ClaimDecisionEvent,
    ClaimDecisionItem,
    Recovery,
)

NOTHING = money(Decimal(0))


@dataclass(frozen=True, slots=True)
class OffBooks:
    """Sums of one currency: written off, recovered since, still claimed."""

    currency: str
    written_off: Decimal
    recovered: Decimal
    claimed: Decimal


def list_off_books(
    *,
    company: Company,
    user: User,
    as_of: dt.date,
    known_at: dt.datetime | None = None,
    customer_id: int | None = None,
) -> QuerySet[Any]:
    """Items written off and not reversed at the end of `as_of`, one row per decision.

    Each with `recovered` and `claimed`: what is written off less what came in since, at
    most what is open. With `known_at` only what was recorded by then counts.
    """
    steps = ClaimDecisionEvent.objects.filter(
        _known(known_at), decision=OuterRef("decision"), effective_on__lte=as_of
    )
    rows: QuerySet[Any] = ClaimDecisionItem.objects.filter(
        decision__company=company, decision__kind="write_off"
    ).visible_to(user)
    if customer_id is not None:
        rows = rows.filter(decision__customer=customer_id)
    rows = rows.annotate(
        in_force=_moment(steps.filter(to_state="posted")),
        undone=_moment(steps.filter(to_state="reversed")),
        recovered=_sum(
            Recovery.objects.filter(
                _known(known_at), _still(as_of, known_at), effective_on__lte=as_of
            )
            .filter(
                decision=OuterRef("decision"), allocation__due_item=OuterRef("due_item")
            )
            .values("decision")
        ),
        paid=_sum(
            Allocation.objects.filter(
                _known(known_at), due_item=OuterRef("due_item"), effective_on__lte=as_of
            ).values("due_item")
        ),
    ).filter(in_force__isnull=False, undone__isnull=True)
    rows = rows.annotate(
        claimed=Least(
            _plus("amount", "recovered"),
            _plus("due_item__amount", "paid"),
            output_field=MoneyField(),
        )
    )
    return rows.select_related(
        "decision__customer", "decision__writeoff", "due_item__invoice"
    )


def _known(known_at: dt.datetime | None) -> Q:
    return Q() if known_at is None else Q(recorded_at__lte=known_at)


def _still(as_of: dt.date, known_at: dt.datetime | None) -> Q:
    """The recovery's allocation was not undone by then."""
    undone = Q(allocation__reversed_by__effective_on__lte=as_of)
    if known_at is not None:
        undone &= Q(allocation__reversed_by__recorded_at__lte=known_at)
    return ~(Q(allocation__reversed_by__isnull=False) & undone)


def _moment(rows: QuerySet[Any]) -> Subquery:
    return Subquery(
        rows.order_by("pk").values("recorded_at")[:1], output_field=DateTimeField()
    )


def _sum(rows: Any) -> Coalesce:
    total = rows.order_by().annotate(n=Sum("amount")).values("n")
    return Coalesce(Subquery(total), NOTHING, output_field=MoneyField())


def _plus(amount: str, taken: str) -> Any:
    return ExpressionWrapper(F(amount) - F(taken), output_field=MoneyField())


def off_books_totals(rows: QuerySet[Any]) -> list[OffBooks]:
    """The sums of `list_off_books`, per currency."""
    sums = (
        rows.order_by()
        .values("currency")
        .annotate(gone=Sum("amount"), came=Sum("recovered"), left=Sum("claimed"))
        .order_by("currency")
    )
    return [
        OffBooks(row["currency"], row["gone"], row["came"], row["left"]) for row in sums
    ]


def find_off_books(
    *,
    company: Company,
    user: User,
    as_of: dt.date,
    currency: str,
    customer_id: int | None = None,
) -> OffBooks | None:
    """The sums of one currency, of all customers or one; None where nothing is."""
    rows = list_off_books(
        company=company, user=user, as_of=as_of, customer_id=customer_id
    )
    return next(iter(off_books_totals(rows.filter(currency=currency))), None)
