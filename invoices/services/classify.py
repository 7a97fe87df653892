"""The night: give every item the class it has at the end of a day (Domain rule 3.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, Min, Q

from arcollect.core import audit
from arcollect.core.dates import add_days
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company
from arcollect.core.snapshot import in_snapshot
from invoices.models import (
    ClassificationPolicy,
    ClassificationProgress,
    DueItemState,
)
from invoices.selectors.knowledge import load_knowledge
from invoices.selectors.policies import policy_in_force, rules_of
from invoices.services.apply_policy import apply_policy
from invoices.services.give_classes import Night, give_classes
from invoices.services.publish_policy import ensure_default_policy

# Rows written in one transaction: SQLite has one writer, and nobody waits long for it.
CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class NightResult:
    """What a call did: classes through `as_of`, `changed` items, on `days` days.

    `already_through` is set when the books were already classified beyond `as_of`, so
    that nothing was done.
    """

    as_of: dt.date
    changed: int
    days: int = 0
    already_through: dt.date | None = None


def classify_through(*, company: Company, as_of: dt.date) -> NightResult:
    """Classify all items of the company through the end of `as_of`.

    The first call classifies as of that day only. Later calls take every day after the
    last one in turn, skipping days on which nothing can change, so that missed nights
    leave the history they would have left. A call for the last day again looks only at
    what was touched since. An earlier day changes nothing and says so. Calls at once
    work on one day together; one that broke off has its day finished first.
    `NoPolicyError` for a day before the first policy, which changes nothing either.
    """
    ensure_default_policy(company=company)
    through = ClassificationProgress.objects.get(company=company).through
    if through is not None and as_of < through:
        return NightResult(as_of, 0, already_through=through)
    changed = days = 0
    if through == as_of:
        changed, days = _classify_day(company, as_of, first=False), 1
    while (begun := _begin_day(company, as_of)) is not None:
        changed += _classify_day(company, begun.day, first=begun.first)
        days += 1
    changed += _classify_left(company, as_of)
    if changed:
        _record(company, as_of, changed)
    return NightResult(as_of, changed, days)


@dataclass(frozen=True, slots=True)
class _Begun:
    """A day being classified, and whether none was before it."""

    day: dt.date
    first: bool


@retried_transaction
def _begin_day(company: Company, last: dt.date) -> _Begun | None:
    """Begin the next day for every night of the company; None if they are through `last`.

    Once it is begun, no night writes for an earlier day and services leave what they
    touch to it. So nobody can give an item a next look on a day that is stepped over.
    """
    progress = ClassificationProgress.objects.filter(company=company)
    # Taken by writing: what chunks and services are writing under it is seen below.
    progress.update(begun=F("begun"))
    through, begun = progress.values_list("through", "begun").get()
    if through is not None and through >= last:
        return None
    day: dt.date | None = last
    if begun is not None and (through is None or begun > through):
        day = begun
    elif through is not None:
        day = _next_day(company, through, last)
    if day is None:
        _advance(company, through=last)
        return None
    # A day without a policy is refused before it is begun: begun, it would be due for
    # ever and no night could pass it.
    policy_in_force(company_id=company.pk, on=day)
    progress.update(begun=day)
    return _Begun(day, first=through is None)


def _is_past(company_id: int, day: dt.date) -> bool:
    """Whether a later day is begun or done already, so that this one must rest."""
    later = Q(begun__gt=day) | Q(through__gt=day)
    return ClassificationProgress.objects.filter(later, company=company_id).exists()


def _next_day(company: Company, after: dt.date, last: dt.date) -> dt.date | None:
    """The first day later than `after` on which any class can change, up to `last`."""
    if after >= last:
        return None
    days = {day for day in _known_days(company) if after < day <= last}
    touched = DueItemState.objects.filter(
        company=company, next_change_on__lte=last
    ).aggregate(day=Min("next_change_on"))["day"]
    if touched is not None:
        days.add(max(touched, add_days(after, 1)))
    return min(days, default=None)


def _known_days(company: Company) -> set[dt.date]:
    """Days on which policies, facts or overrides begin or cease to count."""
    policies = list(ClassificationPolicy.objects.filter(company=company))
    known = load_knowledge(company_id=company.pk).known_at(None)
    return (
        {policy.from_on for policy in policies}
        | set(known.days_by_customer(_supply_days(policies)))
        | set(known.days_by_item())
    )


def _supply_days(policies: Iterable[ClassificationPolicy]) -> set[int]:
    return {rules_of(policy).supply_stopped_days for policy in policies}


def _classify_day(company: Company, day: dt.date, *, first: bool) -> int:
    if _is_past(company.pk, day):
        return 0
    night = Night(company.pk, day, policy_in_force(company_id=company.pk, on=day))
    apply_policy(company=company, policy=night.policy, day=day)
    touched = Q(next_change_on__lte=day)
    if first:
        touched |= Q(severity__isnull=True)
    else:
        touched |= _reached_on(night)
    changed = _classify_in_chunks(night, touched)
    _advance(company, through=day)
    return changed


def _classify_left(company: Company, day: dt.date) -> int:
    """Classify what people touched and left to this night while it was under way."""
    left = Q(next_change_on__lte=day)
    states = DueItemState.objects.filter(left, company=company, issued_on__lte=day)
    if not states.exists():
        return 0
    policy = policy_in_force(company_id=company.pk, on=day)
    return _classify_in_chunks(Night(company.pk, day, policy), left)


def _classify_in_chunks(night: Night, touched: Q) -> int:
    changed = 0
    lower: int | None = 0
    while lower is not None:
        chunk = partial(_classify_chunk, night, touched, lower=lower)
        found, lower = in_snapshot(chunk, taking_turns=ClassificationProgress)
        changed += found
    return changed


def _reached_on(night: Night) -> Q:
    """Items whose facts or overrides begin or cease to count on that day."""
    known = load_knowledge(company_id=night.company_id).known_at(None)
    supply = _supply_days([night.policy])
    reached = known.days_by_customer(supply).get(night.day, set())
    customers = sorted({customer for customer, item in reached if item is None})
    items = {item for _customer, item in reached if item is not None}
    items |= known.days_by_item().get(night.day, set())
    found = Q()
    if customers:
        found |= Q(customer_id__in=customers)
    if items:
        found |= Q(pk__in=sorted(items))
    return found


def _classify_chunk(night: Night, touched: Q, *, lower: int) -> tuple[int, int | None]:
    """Classify the next items of `touched`; how many changed, and where to go on."""
    if _is_past(night.company_id, night.day):
        return 0, None
    states: Any = DueItemState.objects.filter(
        touched, company=night.company_id, issued_on__lte=night.day
    )
    # A condition or an order by key would only mislead the planner on a usual night.
    if lower:
        states = states.filter(pk__gt=lower)
    upper = None
    if states[: CHUNK + 1].count() > CHUNK:
        pks = states.order_by("pk").values_list("pk", flat=True)
        upper = pks[CHUNK - 1 : CHUNK].get()
        states = states.filter(pk__lte=upper)
    return give_classes(night, states), upper


def classify_again(*, company: Company) -> NightResult | None:
    """Do the night of the last day classified again, for what was touched since.

    None before the first night: which day that one is for is not ours to say.
    """
    progress = ClassificationProgress.objects.filter(company=company).first()
    if progress is None or progress.through is None:
        return None
    return classify_through(company=company, as_of=progress.through)


@transaction.atomic
def _advance(company: Company, *, through: dt.date) -> None:
    """Note that the books are classified through that day; never backwards."""
    progress = ClassificationProgress.objects.filter(company=company)
    progress.filter(Q(through__isnull=True) | Q(through__lt=through)).update(
        through=through
    )


@transaction.atomic
def _record(company: Company, as_of: dt.date, changed: int) -> None:
    audit.record(
        actor=None,
        action="invoices.classes.changed",
        target=company,
        company=company,
        after={"as_of": as_of, "changed": changed},
    )
