"""What a dashboard page is asked for: the day and the filters of its address."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from arcollect.core.dates import add_days
from invoices.selectors.age_sql import BUCKETS, bucket_filter

# Severity -> word in the address; None stands for items not classified yet.
CLASS_WORDS: dict[int | None, str] = {
    1: "uncollected",
    2: "expedited",
    3: "quasi-bad",
    4: "bad",
    5: "dead",
    None: "unclassified",
}
SEVERITIES = {word: severity for severity, word in CLASS_WORDS.items()}
STAGES = {
    "not-due": _("Not due"),
    "overdue": _("Overdue"),
    "in-grace": _("Overdue, not past the final date"),
    "past-final": _("Past the final date"),
}
BUCKET_LABELS = {
    bucket.name: label
    for bucket, label in zip(
        BUCKETS,
        (
            _("Not due"),
            _("1 to 30 days"),
            _("31 to 60 days"),
            _("61 to 90 days"),
            _("91 to 180 days"),
            _("181 to 365 days"),
            _("More than 365 days"),
        ),
        strict=True,
    )
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The question a page answers. Empty text or None: not filtered."""

    as_of: dt.date
    today: dt.date
    currency: str = ""
    team: int | None = None
    rep: int | None = None
    region: str = ""
    class_word: str = ""
    bucket: str = ""
    stage: str = ""
    customer: int | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but day and currency is chosen."""
        return any((self.narrows_customers, self.class_word, self.bucket, self.stage))

    @property
    def narrows_customers(self) -> bool:
        """Whether only some customers count."""
        return any((self.team, self.rep, self.region, self.customer))

    def customers(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Rows of the chosen customers, of anything with a `customer`."""
        if self.team:
            rows = rows.filter(customer__rep__team=self.team)
        if self.rep:
            rows = rows.filter(customer__rep=self.rep)
        if self.region:
            rows = rows.filter(customer__region=self.region)
        if self.customer:
            rows = rows.filter(customer=self.customer)
        return rows

    def money(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Rows of the chosen customers in the chosen currency."""
        rows = self.customers(rows)
        return rows.filter(currency=self.currency) if self.currency else rows

    def items(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Items of `items_on` that every filter lets through."""
        rows = self.money(rows)
        if self.class_word:
            rows = rows.filter(_class_filter(SEVERITIES[self.class_word]))
        if self.bucket:
            rows = rows.filter(bucket_filter(self.bucket, self.as_of))
        if self.stage:
            rows = rows.filter(_stage_filter(self.stage, self.as_of))
        return rows

    def query(self, **changes: Any) -> str:
        """The address's query for this question with some answers changed."""
        other = replace(self, **changes)
        names = {
            "as_of": "" if other.as_of == other.today else other.as_of.isoformat(),
            "currency": other.currency,
            "team": other.team,
            "rep": other.rep,
            "region": other.region,
            "class": other.class_word,
            "bucket": other.bucket,
            "stage": other.stage,
            "customer": other.customer,
        }
        return "?" + urlencode({name: v for name, v in names.items() if v})

    @property
    def week_before(self) -> dt.date:
        """The day that changes are counted from."""
        return add_days(self.as_of, -7)


def _class_filter(severity: int | None) -> Q:
    if severity is None:
        return Q(day_class__isnull=True)
    return Q(day_class=severity)


def overdue_on(as_of: dt.date) -> Q:
    """Items past their due date on `as_of`."""
    return Q(due_on__lt=as_of)


def past_final_on(as_of: dt.date) -> Q:
    """Items past the final collection date on `as_of`; a final date before the due
    date cannot be, so every one is overdue too."""
    return Q(final_on__lt=as_of)


def _stage_filter(stage: str, as_of: dt.date) -> Q:
    if stage == "not-due":
        return Q(due_on__gte=as_of)
    if stage == "overdue":
        return overdue_on(as_of)
    if stage == "past-final":
        return past_final_on(as_of)
    return overdue_on(as_of) & ~past_final_on(as_of)
