"""Promises as the lists show them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from arcollect.core.models import Company
from arcollect.core.permissions import Person
from collection.domain.promises import kept_ratio
from collection.models import Promise

DUE, KEPT, PARTLY, BROKEN, OTHER = "due", "kept", "partly_kept", "broken", "other"
TABS: dict[str, tuple[str, ...]] = {
    DUE: (Promise.State.PENDING,),
    KEPT: (Promise.State.KEPT,),
    PARTLY: (Promise.State.PARTIALLY_KEPT,),
    BROKEN: (Promise.State.BROKEN,),
    OTHER: (Promise.State.SUPERSEDED, Promise.State.CANCELLED),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseCounts:
    """How many promises stand in each tab, and the two rates shown beside them."""

    by_tab: dict[str, int]
    kept: int
    judged: int
    renewed: int
    made: int

    @property
    def kept_rate(self) -> Decimal | None:
        """Kept over judged; None before the first judgement."""
        return Decimal(self.kept) / self.judged if self.judged else None

    @property
    def renewed_rate(self) -> Decimal | None:
        """Promises that replaced another over all that were made."""
        return Decimal(self.renewed) / self.made if self.made else None


def list_promises(*, company: Company, user: Person) -> QuerySet[Promise]:
    """The promises of the company that the user may see, with customer and maker."""
    rows: QuerySet[Promise] = Promise.objects.filter(company=company).visible_to(user)
    return rows.select_related("customer__rep", "made_by", "recorded_by", "replaces")


def list_tab(
    *, company: Company, user: Person, tab: str, text: str = "", to_check: bool = False
) -> QuerySet[Promise]:
    """One tab: what is due by its promised day, everything else the latest first."""
    rows = list_promises(company=company, user=user).filter(state__in=TABS[tab])
    if text:
        rows = rows.filter(customer__search_text__contains=text.casefold())
    if to_check:
        rows = rows.filter(to_check=True)
    order = ("promised_on", "pk") if tab == DUE else ("-promised_on", "-pk")
    return rows.order_by(*order)


def count_promises(*, company: Company, user: Person) -> PromiseCounts:
    """Counts of every tab over all that the user may see. One query."""
    rows: QuerySet[Promise] = Promise.objects.filter(company=company).visible_to(user)
    found = rows.aggregate(
        made=Count("pk"),
        renewed=Count("pk", filter=Q(replaces__isnull=False)),
        **{
            tab: Count("pk", filter=Q(state__in=states)) for tab, states in TABS.items()
        },
    )
    by_tab = {tab: found[tab] for tab in TABS}
    return PromiseCounts(
        by_tab=by_tab,
        kept=by_tab[KEPT],
        judged=by_tab[KEPT] + by_tab[PARTLY] + by_tab[BROKEN],
        renewed=found["renewed"],
        made=found["made"],
    )


def ratio_of(promise: Promise) -> Decimal:
    """Received over what could be kept of the promise, at most 1."""
    return kept_ratio(promise.received, min(promise.amount, promise.open_when_made))
