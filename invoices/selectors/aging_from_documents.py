"""Aging from the documents alone: any day, and what was known at any moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import (
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce

from arcollect.core.fields import MoneyField, money
from arcollect.core.models import Company
from arcollect.core.permissions import Person, customer_scope
from invoices.models import Allocation, CreditNote, DueItem, Payment
from invoices.selectors import class_sql
from invoices.selectors.age_sql import age_from_terms, bucket_case
from invoices.selectors.aging_figures import ZERO, Aging, By, PartRow, collect
from invoices.selectors.aging_rows import part_rows
from invoices.selectors.due_dates import due_in_documents
from invoices.selectors.effects import effects_on
from invoices.selectors.knowledge import load_knowledge
from invoices.selectors.policies import rules_in_force

NO_PART = Value(None, output_field=IntegerField())


def aging_from_documents(
    *,
    company: Company,
    as_of: dt.date,
    known_at: dt.datetime | None = None,
    by: By = By.BUCKET,
    user: Person | None = None,
) -> Aging:
    """Open items of the company at the end of `as_of`, by age, class or customer.

    Signed sums of posted documents and nothing else, so it also holds the state rows
    to account. `known_at` (an instant, inclusive) leaves out what was recorded later;
    the policy stays that of the day. With `user` only what he may see counts. A currency
    appears if any document of it is dated `as_of` or before.
    """
    at = _Moment(company, as_of, known_at, user)
    rows = [*_open_items(at, by), *_on_account(at, by)]
    return collect(as_of=as_of, by=by, rows=rows, currencies=at.currencies())


class _Moment:
    """Documents of a company dated and known by then."""

    def __init__(
        self,
        company: Company,
        as_of: dt.date,
        known_at: dt.datetime | None,
        user: Person | None,
    ) -> None:
        self.company, self.as_of, self.known_at = company, as_of, known_at
        self._known_then = Q()
        if known_at is not None:
            self._known_then = Q(recorded_at__lte=known_at)
        self._known = Q(company=company) & self._known_then
        if user is not None:
            self._known &= customer_scope(user)

    def items(self) -> Any:
        return DueItem.objects.filter(self._known, issued_on__lte=self.as_of)

    def payments(self) -> Any:
        return Payment.objects.filter(self._known, received_on__lte=self.as_of)

    def credit_notes(self) -> Any:
        return CreditNote.objects.filter(self._known, issued_on__lte=self.as_of)

    def currencies(self) -> set[str]:
        found: set[str] = set()
        for documents in (self.items(), self.payments(), self.credit_notes()):
            rows = documents.order_by().values_list("currency", flat=True)
            found |= set(rows.distinct())
        return found

    def allocated(self, side: str) -> Any:
        """Sum of the allocations of each row, which stands on `side` of them."""
        if connection.vendor == "postgresql":
            # It sorts nothing where both come in the order of their keys.
            counted = Q(allocations__effective_on__lte=self.as_of)
            if self.known_at is not None:
                counted &= Q(allocations__recorded_at__lte=self.known_at)
            total = Sum("allocations__amount", filter=counted)
            return Coalesce(total, money(ZERO))
        # SQLite would sort by every column. Without the company: the outer row has it,
        # and SQLite would rather walk all of a company's allocations.
        return _sum_of(
            Allocation.objects.filter(
                self._known_then, effective_on__lte=self.as_of, **{side: OuterRef("pk")}
            ).values(side)
        )


def _sum_of(rows: Any) -> Any:
    total = rows.order_by().annotate(n=Sum("amount")).values("n")
    return Coalesce(Subquery(total, output_field=MoneyField()), money(ZERO))


def _exact(expression: Any) -> Any:
    return ExpressionWrapper(expression, output_field=MoneyField())


def open_at(at: _Moment) -> Any:
    """Due items with something open, annotated `by_open` and `by_due`, its due date."""
    left = _exact(F("amount") - at.allocated("due_item"))
    due = due_in_documents(company_id=at.company.pk, known_at=at.known_at)
    rows = at.items().annotate(by_open=left, by_due=due)
    return rows.filter(by_open__gt=money(ZERO))


def _open_items(at: _Moment, by: By) -> Iterator[PartRow]:
    rows = open_at(at)
    if by is By.CLASS:
        return part_rows(_with_class(at, rows), by=by, part=F("new_severity"))
    return part_rows(rows, by=by, part=bucket_case(at.as_of, due="by_due"))


def _with_class(at: _Moment, rows: Any) -> Any:
    rules = rules_in_force(company_id=at.company.pk, on=at.as_of)
    known = load_knowledge(company_id=at.company.pk).known_at(at.known_at)
    terms = at.items().order_by().values_list("term_days", flat=True).distinct()
    return class_sql.with_class(
        rows,
        as_of=at.as_of,
        effects=effects_on(known, day=at.as_of, rules=rules),
        age_on=age_from_terms(rules, terms=terms, due="by_due"),
    )


def _on_account(at: _Moment, by: By) -> Iterator[PartRow]:
    yield from _left_of(at.payments(), at.allocated("payment"), by)
    yield from _left_of(at.credit_notes(), at.allocated("credit_note"), by)


def _left_of(documents: Any, allocated: Any, by: By) -> Iterator[PartRow]:
    """Documents with something left; a counter-document takes all of it away."""
    left = F("amount") - allocated
    if documents.filter(reverses__isnull=False).exists():
        left += _sum_of(documents.filter(reverses=OuterRef("pk")).values("reverses"))
    rows = documents.filter(reverses__isnull=True).annotate(by_open=_exact(left))
    return part_rows(rows.exclude(by_open=money(ZERO)), by=by, part=NO_PART)
