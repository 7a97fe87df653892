"""Credit lines in force, their history, and the signs that speak against them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from customers.models import CreditProfile, CreditReview, RiskSignal

OPEN_STATES = (CreditReview.State.PREPARED, CreditReview.State.AGREED_ONCE)


def profiles_in_force(
    *, customer_ids: Iterable[int], on: dt.date
) -> dict[tuple[int, str], CreditProfile]:
    """The line in force on a day per customer and currency; one query.

    Of several the one valid from the latest day counts, of one day the newest version.
    """
    rows = (
        CreditProfile.objects.filter(
            customer_id__in=list(customer_ids), valid_from__lte=on
        )
        .select_related("review")
        .order_by("valid_from", "version")
    )
    return {(row.customer_id, row.currency): row for row in rows}


def find_profile(
    *, customer_id: int, currency: str, on: dt.date
) -> CreditProfile | None:
    """The customer's line in that currency on that day."""
    found = profiles_in_force(customer_ids=[customer_id], on=on)
    return found.get((customer_id, currency))


def list_profiles(*, customer_id: int, currency: str) -> QuerySet[CreditProfile]:
    """Every line the customer ever had in the currency, newest first."""
    rows: QuerySet[CreditProfile] = CreditProfile.objects.filter(
        customer_id=customer_id, currency=currency
    )
    return rows.select_related("review", "recorded_by").order_by(
        "-valid_from", "-version"
    )


def find_open_review(*, customer_id: int, currency: str) -> CreditReview | None:
    """The review of the customer that waits for a decision."""
    rows = CreditReview.objects.filter(
        customer_id=customer_id, currency=currency, state__in=OPEN_STATES
    )
    return rows.select_related("prepared_by", "approved_by").first()


def open_signals(*, customer_id: int, on: dt.date) -> list[RiskSignal]:
    """The risk signals seen by a day and not closed by then, newest first."""
    rows = RiskSignal.objects.filter(customer_id=customer_id, seen_on__lte=on)
    return [
        row
        for row in rows.order_by("-seen_on", "-pk")
        if row.closed_on is None or row.closed_on > on
    ]
