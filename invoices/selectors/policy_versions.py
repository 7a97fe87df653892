"""The versions of a company's classification policy."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from arcollect.core.dates import add_days
from arcollect.core.models import Company
from invoices.domain.aging import AgeBounds, age_bounds
from invoices.domain.policy import PolicyRules
from invoices.models import ClassificationPolicy, ClassificationProgress

# Terms that most readers know, to show what rules come to.
EXAMPLE_TERMS = (0, 15, 30, 45, 60, 90)


@dataclass(frozen=True, slots=True)
class Example:
    """What rules come to for one term: last days past due of each class."""

    term: int
    bounds: AgeBounds


def examples_of(rules: PolicyRules) -> list[Example]:
    """The usual terms under these rules."""
    return [Example(term, age_bounds(rules, term_days=term)) for term in EXAMPLE_TERMS]


def list_policies(*, company: Company) -> QuerySet[ClassificationPolicy]:
    """All versions, newest first, each with who published it."""
    rows: QuerySet[ClassificationPolicy] = ClassificationPolicy.objects.filter(
        company=company
    )
    return rows.select_related("recorded_by").order_by("-version")


def first_free_day(*, company: Company, today: dt.date) -> dt.date:
    """The first day on which a new version may come into force.

    Not before `today`, not on a day that is classified already, and not before the
    version published last.
    """
    through = (
        ClassificationProgress.objects.filter(company=company)
        .values_list("through", flat=True)
        .first()
    )
    latest = list_policies(company=company).aggregate(on=Max("from_on"))["on"]
    days = [today]
    if through is not None:
        days.append(add_days(through, 1))
    if latest is not None:
        days.append(latest)
    return max(days)
