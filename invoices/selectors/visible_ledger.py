"""What one person may see of a company's ledger at the end of a day, known as of now.

From the state rows, so that the figures of today cost one narrow index. Another day
adds back what was allocated with effect after it.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from django.db.models import (
    Case,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from arcollect.core.fields import MoneyField, money
from arcollect.core.models import Company, User
from invoices.domain.policy import PolicyRules
from invoices.models import (
    Allocation,
    ClassificationProgress,
    DueItem,
    DueItemState,
    OnAccount,
    Payment,
)
from invoices.selectors import class_sql
from invoices.selectors.age_sql import age_from_terms
from invoices.selectors.class_sql import ZERO, AgeOn
from invoices.selectors.effects import effects_on
from invoices.selectors.knowledge import Knowledge, load_knowledge
from invoices.selectors.policies import rules_in_force


class VisibleLedger:
    """The rows of a company that `user` may see; made anew for every request."""

    def __init__(self, *, user: User, company: Company) -> None:
        self.user, self.company = user, company

    @cached_property
    def _progress(self) -> dict[str, Any]:
        progress = ClassificationProgress.objects.filter(company=self.company)
        return progress.values("through", "policy__rules").first() or {}

    @property
    def classified_through(self) -> dt.date | None:
        """The last day whose night has given classes; None before the first."""
        return self._progress.get("through")

    @cached_property
    def known(self) -> Knowledge:
        """Facts and overrides that are live now."""
        return load_knowledge(company_id=self.company.pk).known_at(None)

    def states(self) -> QuerySet[Any]:
        """State rows of all items, whatever is open."""
        rows: Any = DueItemState.objects.filter(company=self.company)
        return rows.visible_to(self.user)  # type: ignore[no-any-return]

    def items(self, as_of: dt.date) -> QuerySet[Any]:
        """Items open at the end of `as_of`: state rows with `by_open` and `day_class`.

        `by_open` is what is open then, `day_class` the severity, None while not
        classified. The last classified day shows what its night decided; other days
        are decided here (Domain rule 3.1).
        """
        rows: Any = self.states().filter(issued_on__lte=as_of)
        later = Allocation.objects.filter(
            company=self.company, effective_on__gt=as_of
        ).exists()
        if later:
            rows = rows.filter(Q(open_amount__gt=0) | Q(settled_on__gt=as_of))
            rows = class_sql.with_open(rows, company_id=self.company.pk, as_of=as_of)
            rows = rows.filter(by_open__gt=money(ZERO))
        else:
            rows = rows.filter(open_amount__gt=0).annotate(by_open=F("open_amount"))
        return self._with_day_class(rows, as_of)

    def _with_day_class(self, rows: Any, as_of: dt.date) -> Any:
        if self.classified_through is None:
            return rows.annotate(day_class=Value(None, output_field=IntegerField()))
        if as_of == self.classified_through:
            # What was posted or reopened since that night waits for the next one.
            decided = When(severity__gt=0, then=F("severity"))
            return rows.annotate(
                day_class=Case(decided, default=None, output_field=IntegerField())
            )
        rules = rules_in_force(company_id=self.company.pk, on=as_of)
        rows = class_sql.with_class(
            rows,
            as_of=as_of,
            effects=effects_on(self.known, day=as_of, rules=rules),
            age_on=self.age_on(rules),
        )
        return rows.annotate(day_class=F("new_severity"))

    def age_on(self, rules: PolicyRules) -> AgeOn:
        """Class by age under `rules`: the stored first days where they are of these."""
        if self._progress.get("policy__rules") == rules.to_dict():
            return class_sql.stored_age
        items = DueItem.objects.filter(company=self.company).order_by()
        terms = items.values_list("term_days", flat=True).distinct()
        return age_from_terms(rules, terms=terms, kind="due_item__kind")

    def on_account(self, as_of: dt.date) -> QuerySet[Any]:
        """Payments and credit notes with something left then, as `by_open`."""
        rows: Any = OnAccount.objects.filter(
            company=self.company, effective_on__lte=as_of
        )
        rows = rows.visible_to(self.user).filter(
            Q(unallocated__gt=0) | Q(used_up_on__gt=as_of)
        )
        rows = rows.exclude(reversed_on__lte=as_of)
        left: Any = F("amount")
        for side in ("payment", "credit_note"):
            left = left - Coalesce(self._allocated(side, as_of), money(ZERO))
        left_then = ExpressionWrapper(left, output_field=MoneyField())
        rows = rows.annotate(by_open=left_then)
        return rows.filter(by_open__gt=money(ZERO))  # type: ignore[no-any-return]

    def _allocated(self, side: str, as_of: dt.date) -> Subquery:
        of_source = Allocation.objects.filter(
            effective_on__lte=as_of, **{side: OuterRef(side)}
        ).values(side)
        total = of_source.annotate(n=Sum("amount")).values("n")
        return Subquery(total, output_field=MoneyField())

    def received(self, first: dt.date, last: dt.date) -> QuerySet[Any]:
        """Payments received from `first` to `last`, both inclusive, less reversals."""
        rows: Any = Payment.objects.filter(
            company=self.company, received_on__gte=first, received_on__lte=last
        )
        return rows.visible_to(self.user)  # type: ignore[no-any-return]

    def has_documents(self) -> bool:
        """Whether there is anything to see at all, settled or not."""
        money_in: Any = OnAccount.objects.filter(company=self.company)
        return self.states().exists() or money_in.visible_to(self.user).exists()
