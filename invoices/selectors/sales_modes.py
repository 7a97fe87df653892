"""Sales, days, and cost of credit by sales mode and month (rows S41, S42, S78)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Case, DateField, F, Q, Sum, Value, When
from django.db.models.functions import TruncMonth

from arcollect.core.dates import add_days, month_end
from arcollect.core.permissions import customer_scope
from invoices.domain.cost_of_credit import balance_days
from invoices.domain.payment_days import weighted_days
from invoices.models import Allocation, Invoice
from invoices.selectors.scope import LedgerScope

ZERO = Decimal(0)
MODE = "invoice__contract__sales_mode"
Move = tuple[dt.date, Decimal]


@dataclass
class ModeFigures:
    """One mode in one span of days; amounts in the scope's currency.

    `owed_days` and `late_days` are amounts times days: of all that is open, and of what
    is past due. `paid` are amounts with the days they took from the invoice.
    """

    sales: Decimal = ZERO
    owed_days: Decimal = ZERO
    late_days: Decimal = ZERO
    paid: list[tuple[Decimal, int]] = field(default_factory=list)

    @property
    def days_to_pay(self) -> Decimal | None:
        """Days from invoice to payment, weighted by amount; None if nothing was paid."""
        return weighted_days(self.paid, decimals=1)


# (month's first day, mode) -> figures; the mode is empty without a contract.
ByMonth = dict[tuple[dt.date, str], ModeFigures]


def sales_by_mode(*, scope: LedgerScope, months: Sequence[dt.date]) -> ByMonth:
    """Figures of each month (its first day, in order) by the contract's sales mode.

    Sales are invoices less those reversed by the end of the last month; opening balances
    and bills are no sales, but what they leave open costs as well. `scope` names one
    currency. The number of queries does not grow with months or rows.
    """
    span = _Span(scope, months[0], month_end(months[-1]))
    found: ByMonth = defaultdict(ModeFigures)
    for month, mode, amount in _sales(span):
        found[month, mode].sales += amount
    for month, mode, amount, days in _paid(span):
        found[month, mode].paid.append((amount, days))
    for name, moves in (("owed_days", _open_moves(span)), ("late_days", _late(span))):
        by_mode: dict[str, list[Move]] = defaultdict(list)
        for mode, move in moves:
            by_mode[mode].append(move)
        for mode, of_mode in by_mode.items():
            for month in months:
                total = balance_days(of_mode, from_on=month, until_on=month_end(month))
                if total:
                    setattr(found[month, mode], name, total)
    return dict(found)


@dataclass(frozen=True)
class _Span:
    scope: LedgerScope
    from_on: dt.date
    until_on: dt.date

    def items(self) -> Any:
        return self.scope.states().annotate(mode=F(f"due_item__{MODE}"))

    def allocations(self) -> Any:
        scope = self.scope
        rows = Allocation.objects.filter(company=scope.company, currency=scope.currency)
        if scope.user is not None:
            rows = rows.filter(customer_scope(scope.user, path="due_item__customer__"))
        return rows.annotate(mode=F(f"due_item__{MODE}"))


def _sales(span: _Span) -> Iterator[tuple[dt.date, str, Decimal]]:
    gone = Q(reversed_by__issued_on__lte=span.until_on)
    rows = (
        Invoice.objects.filter(
            span.scope.condition,
            kind=Invoice.Kind.INVOICE,
            issued_on__range=(span.from_on, span.until_on),
        )
        .exclude(gone)
        .annotate(month=TruncMonth("issued_on"), mode=F("contract__sales_mode"))
        .order_by()
        .values_list("month", "mode")
        .annotate(n=Sum("amount"))
    )
    for month, mode, amount in rows:
        yield month, mode or "", amount


def _paid(span: _Span) -> Iterator[tuple[dt.date, str, Decimal, int]]:
    rows = (
        span.allocations()
        .filter(
            payment__isnull=False,
            reverses=None,
            reversed_by=None,
            effective_on__range=(span.from_on, span.until_on),
        )
        .order_by()
        .values_list("mode", "effective_on", "due_item__issued_on")
        .annotate(n=Sum("amount"))
    )
    for mode, on, issued_on, amount in rows:
        yield on.replace(day=1), mode or "", amount, (on - issued_on).days


def _open_moves(span: _Span) -> Iterator[tuple[str, Move]]:
    """What opens and what is settled, each from its day."""
    yield from _moves(span, span.items(), "issued_on")
    yield from _moves(span, span.allocations(), "effective_on", sign=-1)


def _late(span: _Span) -> Iterator[tuple[str, Move]]:
    """What is past due from the day after its due date, less what was paid by then."""
    items = span.items()
    yield from _moves(span, items, "due_on", shift=1)
    paid = span.allocations().annotate(due=F("due_item__state__due_on"))
    in_time = paid.filter(effective_on__lte=F("due"))
    yield from _moves(span, in_time, "due", shift=1, sign=-1)
    late = paid.filter(effective_on__gt=F("due"))
    yield from _moves(span, late, "effective_on", sign=-1)


def _moves(
    span: _Span, rows: Any, day: str, *, shift: int = 0, sign: int = 1
) -> Iterator[tuple[str, Move]]:
    """Sums per mode and day; everything before the span is one sum at its first day."""
    first = Value(add_days(span.from_on, -shift), output_field=DateField())
    grouped = (
        rows.filter(**{f"{day}__lte": add_days(span.until_on, -shift)})
        .annotate(
            on_day=Case(
                When(**{f"{day}__lte": first}, then=first),
                default=F(day),
                output_field=DateField(),
            )
        )
        .order_by()
        .values_list("mode", "on_day")
        .annotate(n=Sum("amount"))
    )
    for mode, on, amount in grouped:
        yield mode or "", (add_days(on, shift), sign * amount)
