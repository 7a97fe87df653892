"""Aging and open items from the state rows: today fast, past days a little slower.

What was allocated after the day is added back, so any day is exact to the cent with
today's knowledge. `aging_from_documents` gives the same figures from the documents.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    Count,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Coalesce

from arcollect.core.fields import MoneyField, money
from invoices.domain.classes import ReceivableClass
from invoices.domain.policy import PolicyRules
from invoices.models import Allocation, ClassificationProgress, DueItemState
from invoices.selectors import class_sql
from invoices.selectors.age_sql import age_from_terms, bucket_filter
from invoices.selectors.aging_figures import ZERO, Aging, By, PartRow, collect
from invoices.selectors.aging_rows import bucket_rows, class_rows, on_account_rows
from invoices.selectors.effects import effects_on
from invoices.selectors.knowledge import load_knowledge
from invoices.selectors.policies import policy_in_force, rules_in_force
from invoices.selectors.scope import LedgerScope

KIND = "due_item__kind"


def aging_now(*, scope: LedgerScope, as_of: dt.date, by: By = By.BUCKET) -> Aging:
    """Open items and money on account of the scope at the end of `as_of`.

    Currencies with nothing open and nothing on account are absent. The class is that
    of the rule on that day, also where the night has not run yet.
    """
    rows = open_states(scope=scope, as_of=as_of)
    if by is By.CLASS:
        parts = class_rows(classified(rows, scope=scope, as_of=as_of))
    else:
        parts = bucket_rows(rows, as_of=as_of, by=by)
    left = sources_left(scope=scope, as_of=as_of)
    found: list[PartRow] = [*parts, *on_account_rows(left, by=by)]
    return collect(as_of=as_of, by=by, rows=found)


def open_states(*, scope: LedgerScope, as_of: dt.date) -> Any:
    """State rows of items open at the end of `as_of`, annotated `by_open`."""
    later = _later(scope, as_of)
    states = scope.states().filter(issued_on__lte=as_of)
    maybe_open = Q(open_amount__gt=ZERO)
    if later.exists():
        maybe_open |= Q(settled_on__gt=as_of)
    states = class_sql.with_open(
        states.filter(maybe_open), company_id=scope.company.pk, as_of=as_of
    )
    return states.filter(by_open__gt=money(ZERO))


def classified(rows: Any, *, scope: LedgerScope, as_of: dt.date) -> Any:
    """Annotate `new_severity` and `new_by`: the class at the end of `as_of`."""
    company_id = scope.company.pk
    rules = rules_in_force(company_id=company_id, on=as_of)
    known = load_knowledge(company_id=company_id).known_at(None)
    return class_sql.with_class(
        rows,
        as_of=as_of,
        effects=effects_on(known, day=as_of, rules=rules),
        age_on=_age_on(company_id, as_of, rules),
    )


def _age_on(company_id: int, as_of: dt.date, rules: PolicyRules) -> class_sql.AgeOn:
    """The stored first days where they are those of the policy of that day."""
    progress = ClassificationProgress.objects.filter(company=company_id).first()
    if progress is not None and progress.policy_id is not None:
        policy = policy_in_force(company_id=company_id, on=as_of)
        if policy.pk == progress.policy_id:
            return class_sql.stored_age
    return age_from_terms(rules, terms=terms_of(company_id), kind=KIND)


def terms_of(company_id: int) -> set[int]:
    """Every nominal term that an item of the company has."""
    states = DueItemState.objects.filter(company=company_id).order_by()
    return set(states.values_list("term_days", flat=True).distinct())


def _later(scope: LedgerScope, as_of: dt.date) -> Any:
    return Allocation.objects.filter(company=scope.company, effective_on__gt=as_of)


def sources_left(*, scope: LedgerScope, as_of: dt.date) -> Any:
    """On-account rows with something left at the end of `as_of`, in `by_open`."""
    rows = scope.sources().filter(effective_on__lte=as_of)
    rows = rows.filter(Q(unallocated__gt=ZERO) | Q(used_up_on__gt=as_of))
    reversed_later = Case(
        When(reversed_on__gt=as_of, then=F("amount")),
        default=money(ZERO),
        output_field=MoneyField(),
    )
    left: Any = F("unallocated") + reversed_later
    if _later(scope, as_of).exists():
        for side in ("payment", "credit_note"):
            of_row = Allocation.objects.filter(
                **{side: OuterRef(f"{side}_id")}, effective_on__gt=as_of
            ).values(side)
            total = of_row.annotate(n=Sum("amount")).values("n")
            left += Coalesce(Subquery(total, output_field=MoneyField()), money(ZERO))
    whole = ExpressionWrapper(left, output_field=MoneyField())
    return rows.annotate(by_open=whole).exclude(by_open=money(ZERO))


def open_items(
    *,
    scope: LedgerScope,
    as_of: dt.date,
    cls: ReceivableClass | None = None,
    bucket: str | None = None,
) -> Any:
    """Open items of the scope with `by_open`, `new_severity` and `new_by`.

    A queryset: sort by a column and slice it. How many there are stands in the aging of
    the same scope, so a list need not count. Raises `KeyError` for an unknown bucket.
    """
    rows = open_states(scope=scope, as_of=as_of)
    if bucket is not None:
        rows = rows.filter(bucket_filter(bucket, as_of))
    rows = classified(rows, scope=scope, as_of=as_of)
    if cls is not None:
        rows = rows.filter(new_severity=cls.severity)
    return rows.select_related("customer", "due_item__invoice")


@dataclass(frozen=True, slots=True)
class CustomerSum:
    """What one customer owes in one currency on a day, and his worst class."""

    customer_id: int
    code: str
    name: str
    currency: str
    items: int
    amount: Decimal
    worst: ReceivableClass


def customer_sums(
    *,
    scope: LedgerScope,
    as_of: dt.date,
    cls: ReceivableClass | None = None,
    bucket: str | None = None,
) -> Any:
    """Open items summed per customer and currency: dictionaries, to sort and slice.

    Keys: customer_id, customer__code, customer__name, currency, items, open, worst (a
    severity). `customer_sum` makes a `CustomerSum` of one.
    """
    rows = open_items(scope=scope, as_of=as_of, cls=cls, bucket=bucket)
    keys = ("customer_id", "customer__code", "customer__name", "currency")
    return (
        rows.select_related(None)
        .order_by()
        .values(*keys)
        .annotate(items=Count("pk"), open=Sum("by_open"), worst=Max("new_severity"))
    )


def customer_sum(row: dict[str, Any]) -> CustomerSum:
    """One row of `customer_sums`."""
    return CustomerSum(
        customer_id=row["customer_id"],
        code=row["customer__code"],
        name=row["customer__name"],
        currency=row["currency"],
        items=row["items"],
        amount=row["open"],
        worst=ReceivableClass.from_severity(row["worst"]),
    )


def trend(
    *, scope: LedgerScope, days: Iterable[dt.date], by: By = By.CLASS
) -> Iterator[Aging]:
    """The aging of the scope at the end of each day, in the order given."""
    for day in days:
        yield aging_now(scope=scope, as_of=day, by=by)
