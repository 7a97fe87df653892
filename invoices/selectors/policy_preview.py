"""What a draft of a policy would change."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Sum, Value
from django.db.models.functions import Coalesce

from invoices.domain.classes import ReceivableClass
from invoices.domain.policy import PolicyRules
from invoices.selectors.age_sql import age_from_terms
from invoices.selectors.aging import KIND, classified, open_states, terms_of
from invoices.selectors.class_sql import with_class
from invoices.selectors.effects import effects_on
from invoices.selectors.knowledge import load_knowledge
from invoices.selectors.scope import LedgerScope


@dataclass(frozen=True, slots=True)
class Shift:
    """Open items that have one class now and would have another under the draft."""

    currency: str
    now: ReceivableClass
    then: ReceivableClass
    items: int
    amount: Decimal

    @property
    def is_worse(self) -> bool:
        return self.then.severity > self.now.severity


def policy_preview(
    *, scope: LedgerScope, rules: PolicyRules, as_of: dt.date
) -> list[Shift]:
    """Which open items would change class on `as_of` if `rules` were in force then.

    Sorted by currency and classes; empty: the draft changes nothing on that day. One
    statement, whatever the number of items.
    """
    company_id = scope.company.pk
    rows = open_states(scope=scope, as_of=as_of)
    rows = classified(rows, scope=scope, as_of=as_of)
    # Django drops a bare reference to a name that is annotated again below from the
    # GROUP BY; PostgreSQL then refuses the statement.
    rows = rows.annotate(now_severity=Coalesce("new_severity", Value(0)))
    known = load_knowledge(company_id=company_id).known_at(None)
    rows = with_class(
        rows,
        as_of=as_of,
        effects=effects_on(known, day=as_of, rules=rules),
        age_on=age_from_terms(rules, terms=terms_of(company_id), kind=KIND),
    )
    sums = (
        rows.exclude(now_severity=F("new_severity"))
        .order_by("currency", "now_severity", "new_severity")
        .values("currency", "now_severity", "new_severity")
        .annotate(items=Count("pk"), open=Sum("by_open"))
    )
    return [
        Shift(
            currency=row["currency"],
            now=ReceivableClass.from_severity(row["now_severity"]),
            then=ReceivableClass.from_severity(row["new_severity"]),
            items=row["items"],
            amount=row["open"],
        )
        for row in sums
    ]
