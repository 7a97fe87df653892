"""What the customers of each rep owe, against the rep's ceiling (S79)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Q, Sum

from arcollect.core.models import Company, Rep
from customers.selectors.credit_rules import ceilings_of
from invoices.models import DueItemState, SalesOrder

ZERO = Decimal(0)
COUNTED = (SalesOrder.State.APPROVED, SalesOrder.State.DELIVERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepReceivables:
    """A rep in one currency: owed and ordered, and the ceiling, None without one."""

    rep: Rep
    currency: str
    actual: Decimal
    ceiling: Decimal | None

    @property
    def left(self) -> Decimal | None:
        """What is left below the ceiling; negative is over it."""
        return None if self.ceiling is None else self.ceiling - self.actual

    @property
    def share(self) -> Decimal:
        """How much of the ceiling is used, 0 to 1."""
        if not self.ceiling:
            return Decimal(1) if self.actual > 0 else ZERO
        return min(Decimal(1), max(ZERO, self.actual / self.ceiling))


def rep_actual(
    *, rep_id: int, currency: str, today: dt.date, without_order: int | None = None
) -> Decimal:
    """Open receivables and orders under way of all customers of a rep."""
    found = _actuals(
        Q(customer__rep=rep_id, currency=currency), today, without_order=without_order
    )
    return found.get((rep_id, currency), ZERO)


def list_rep_receivables(*, company: Company, today: dt.date) -> list[RepReceivables]:
    """Every rep with what is owed, each currency apart, by name; four queries."""
    actuals = _actuals(Q(company=company, customer__rep__isnull=False), today)
    ceilings = ceilings_of(company=company)
    reps = {rep.pk: rep for rep in Rep.objects.filter(company=company)}
    rows = [
        RepReceivables(
            rep=reps[rep_id],
            currency=currency,
            actual=actuals.get((rep_id, currency), ZERO),
            ceiling=(
                ceilings[rep_id, currency].amount
                if (rep_id, currency) in ceilings
                else None
            ),
        )
        for rep_id, currency in {*actuals, *ceilings}
    ]
    return sorted(rows, key=lambda one: (one.rep.name, one.rep.pk, one.currency))


def _actuals(
    whose: Q, today: dt.date, *, without_order: int | None = None
) -> dict[tuple[int, str], Decimal]:
    """Recorded open amounts of items issued by today, and orders that count."""
    items = DueItemState.objects.filter(
        whose, open_amount__gt=0, issued_on__lte=today
    ).values_list(F("customer__rep"), "currency")
    orders = SalesOrder.objects.filter(
        whose, ~Q(pk=without_order), state__in=COUNTED
    ).values_list(F("customer__rep"), "currency")
    found: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for rep, currency, n in items.annotate(n=Sum("open_amount")).order_by():
        found[rep, currency] += n
    for rep, currency, n in orders.annotate(n=Sum("amount")).order_by():
        found[rep, currency] += n
    return found
