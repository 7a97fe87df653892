"""Documents read in parts, so that memory does not grow with the books."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from arcollect.core.models import Company
from invoices.domain.aging import AgeDates, age_dates
from invoices.domain.closing import closed_since
from invoices.domain.policy import PolicyRules
from invoices.models import (
    Allocation,
    ClassificationPolicy,
    ClassificationProgress,
    DueItem,
)
from invoices.selectors.due_dates import DueDates
from invoices.selectors.knowledge import Knowledge, load_knowledge
from invoices.selectors.policies import rules_of

PART = 5_000
ZERO = Decimal(0)


class Move(NamedTuple):
    """A signed allocation or counter-document: what it takes, from when, known when."""

    on: dt.date
    amount: Decimal
    recorded_at: dt.datetime


class Books:
    """What the checks of one company share: policies, facts, how far it is classified."""

    def __init__(self, company: Company) -> None:
        self.company = company
        policies = ClassificationPolicy.objects.filter(company=company)
        self.policies = list(policies.order_by("from_on", "version"))
        self.rules: dict[int, PolicyRules] = {
            policy.pk: rules_of(policy) for policy in self.policies
        }
        progress = ClassificationProgress.objects.filter(company=company).first()
        self.through = None if progress is None else progress.through
        self.policy_id = None if progress is None else progress.policy_id
        self.known: Knowledge = load_knowledge(company_id=company.pk)
        self.due = DueDates(company_id=company.pk)
        self._dates = lru_cache(maxsize=50_000)(self._dates_of)

    def policy_on(self, day: dt.date) -> int | None:
        """The version in force on `day`; None before the first one."""
        begun = [policy.pk for policy in self.policies if policy.from_on <= day]
        return begun[-1] if begun else None

    def dates(
        self, policy_id: int, item: DueItem, *, known_at: dt.datetime | None = None
    ) -> AgeDates:
        """First days of each class of `item` under a version of the policy."""
        bill = item.kind == DueItem.Kind.BILL
        due_on = self.due.of(item, known_at=known_at)
        return self._dates(policy_id, due_on, item.term_days, bill)

    def _dates_of(
        self, policy_id: int, due_on: dt.date, term_days: int, bill: bool
    ) -> AgeDates:
        return age_dates(
            self.rules[policy_id], due_on=due_on, term_days=term_days, no_grace=bill
        )


def in_parts(rows: Any) -> Iterator[list[Any]]:
    """The rows of a queryset in order of their keys, a part at a time."""
    after = 0
    while part := list(rows.filter(pk__gt=after).order_by("pk")[:PART]):
        yield part
        after = part[-1].pk


def moves_by(side: str, ids: Iterable[int]) -> dict[int, list[Move]]:
    """Allocations of the documents with these ids on `side`, by document."""
    found: dict[int, list[Move]] = defaultdict(list)
    rows = Allocation.objects.filter(**{f"{side}_id__in": list(ids)}).values_list(
        f"{side}_id", "effective_on", "amount", "recorded_at"
    )
    for document, on, amount, recorded_at in rows:
        found[document].append(Move(on, amount, recorded_at))
    return found


def used_up_on(amount: Decimal, moves: Iterable[Move]) -> dt.date | None:
    """The day from which nothing is left for good; None while something is."""
    return closed_since(amount, ((move.on, move.amount) for move in moves))
