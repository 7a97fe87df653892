"""What is to be done today: planned contacts, promises, items without a next action."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from arcollect.core.models import Company, User
from collection.models import CadenceStep, Promise, Visit
from invoices.selectors.customer_figures import Owed, owed_by
from invoices.selectors.settlements import past_final_since

ZERO = Decimal(0)
PLANNED = CadenceStep.Result.PLANNED


class Why(IntEnum):
    """Why a customer is on the list; the smaller comes first."""

    BROKEN = 0
    PAST_FINAL = 1
    PROMISE_DUE = 2
    STEP = 3
    NEXT_ACTION = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing to do: why, since or for which day, and the row behind it."""

    why: Why
    on: dt.date
    row: Any = None


@dataclass(slots=True)
class DayEntry:
    """A customer to see or call today."""

    customer_id: int
    reasons: list[Reason] = field(default_factory=list)
    owed: list[Owed] = field(default_factory=list)
    customer: Any = None

    @property
    def worst(self) -> int | None:
        """Severity of the worst open item, None before the first night."""
        found = [one.worst for one in self.owed if one.worst is not None]
        return max(found, default=None)

    @property
    def main(self) -> Owed | None:
        """The currency in which most is past due, else open."""
        return max(self.owed, key=lambda one: (one.past_due, one.open), default=None)


def list_day(*, company: Company, user: User, today: dt.date) -> list[DayEntry]:
    """Customers the user may see with something to do by `today`, the worst first.

    A broken promise counts until somebody has been there since; an item past its final
    date counts while nothing is planned, promised or noted as a next action for him.
    """
    reasons: dict[int, list[Reason]] = defaultdict(list)
    for customer_id, reason in _reasons(company, user, today):
        reasons[customer_id].append(reason)
    owed = owed_by(customer_ids=reasons, today=today)
    entries = [
        DayEntry(
            customer_id=customer_id,
            reasons=sorted(found, key=lambda one: (one.why, one.on)),
            owed=owed.get(customer_id, []),
        )
        for customer_id, found in reasons.items()
    ]
    return sorted(entries, key=_rank)


def coming_steps(
    *, company: Company, user: User, today: dt.date, days: int
) -> QuerySet[CadenceStep]:
    """Contacts planned for the days after `today`, the next first."""
    rows = _steps(company, user).filter(
        planned_on__gt=today, planned_on__lte=today + dt.timedelta(days=days)
    )
    return rows.order_by("planned_on", "pk")


def _rank(entry: DayEntry) -> tuple[int, Decimal, int]:
    amount = entry.main.past_due if entry.main else ZERO
    return entry.reasons[0].why, -amount, entry.customer_id


def _steps(company: Company, user: User) -> QuerySet[CadenceStep]:
    rows: QuerySet[CadenceStep] = CadenceStep.objects.filter(
        company=company, result=PLANNED
    )
    return rows.visible_to(user).select_related(  # type: ignore[attr-defined,no-any-return]
        "customer", "rep__user", "stand_in"
    )


def _reasons(company: Company, user: User, today: dt.date) -> list[tuple[int, Reason]]:
    promises: QuerySet[Promise] = Promise.objects.filter(company=company)
    promises = promises.visible_to(user)  # type: ignore[attr-defined]
    found = [
        (row.customer_id, Reason(why=Why.BROKEN, on=row.promised_on, row=row))
        for row in _broken(promises)
    ]
    pending = list(promises.filter(state=Promise.State.PENDING))
    found += [
        (row.customer_id, Reason(why=Why.PROMISE_DUE, on=row.promised_on, row=row))
        for row in pending
        if row.promised_on <= today
    ]
    found += [
        (row.customer_id, Reason(why=Why.STEP, on=row.planned_on, row=row))
        for row in _steps(company, user).filter(planned_on__lte=today)
    ]
    visits: QuerySet[Visit] = Visit.objects.filter(company=company)
    actions = list(_open_actions(visits.visible_to(user)))  # type: ignore[attr-defined]
    found += [
        (row.customer_id, Reason(why=Why.NEXT_ACTION, on=row.next_action_on, row=row))
        for row in actions
        if row.next_action_on is not None and row.next_action_on <= today
    ]
    cared_for = {customer_id for customer_id, _reason in found}
    cared_for |= {row.customer_id for row in pending if row.window_until >= today}
    cared_for |= {row.customer_id for row in actions}
    cared_for |= set(
        _steps(company, user)
        .filter(planned_on__gt=today)
        .values_list("customer_id", flat=True)
    )
    past = past_final_since(company_id=company.pk, user=user, as_of=today)
    found += [
        (customer_id, Reason(why=Why.PAST_FINAL, on=on))
        for customer_id, on in past.items()
        if customer_id not in cared_for
    ]
    return found


def _broken(promises: QuerySet[Promise]) -> QuerySet[Promise]:
    """Broken or partly kept, not made good, not replaced, and nobody went since."""
    seen_since = Visit.objects.filter(
        customer_id=OuterRef("customer_id"), visited_on__gt=OuterRef("window_until")
    )
    return promises.filter(
        ~Exists(seen_since),
        state__in=[Promise.State.BROKEN, Promise.State.PARTIALLY_KEPT],
        fulfilled_late=False,
        replaced_by=None,
    )


def _open_actions(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Next actions of the last visit to each customer."""
    later = Visit.objects.filter(customer_id=OuterRef("customer_id")).filter(
        Q(visited_on__gt=OuterRef("visited_on"))
        | Q(visited_on=OuterRef("visited_on"), pk__gt=OuterRef("pk"))
    )
    return visits.filter(~Exists(later), next_action_on__isnull=False)
