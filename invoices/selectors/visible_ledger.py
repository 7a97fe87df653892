"""What one person may see of a company's ledger at the end of a day, known as of now."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from django.db.models import Case, F, IntegerField, QuerySet, Value, When

from arcollect.core.models import Company, User
from invoices.domain.policy import PolicyRules
from invoices.models import ClassificationProgress, Payment
from invoices.selectors import class_sql
from invoices.selectors.age_sql import age_from_terms
from invoices.selectors.aging import KIND, open_states, sources_left, terms_of
from invoices.selectors.effects import effects_on
from invoices.selectors.knowledge import Knowledge, load_knowledge
from invoices.selectors.policies import rules_in_force
from invoices.selectors.scope import LedgerScope


class VisibleLedger:
    """The rows of a company that `user` may see; made anew for every request."""

    def __init__(self, *, user: User, company: Company) -> None:
        self.user, self.company = user, company
        self.scope = LedgerScope(company=company, user=user)
        self._items: dict[dt.date, Any] = {}

    @cached_property
    def _progress(self) -> dict[str, Any]:
        progress = ClassificationProgress.objects.filter(company=self.company)
        found = progress.values("through", "policy__rules").first()
        return dict(found or {})

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
        return self.scope.states()  # type: ignore[no-any-return]

    def items(self, as_of: dt.date) -> QuerySet[Any]:
        """Items open at the end of `as_of`: state rows with `by_open` and `day_class`.

        `by_open` is what is open then, `day_class` the severity, None while not
        classified. The last classified day shows what its night decided, so that the
        figures of today cost no more than a sum; other days are decided by the rule.
        """
        if as_of not in self._items:
            self._items[as_of] = self._with_day_class(as_of)
        return self._items[as_of]  # type: ignore[no-any-return]

    def _with_day_class(self, as_of: dt.date) -> Any:
        rows = open_states(scope=self.scope, as_of=as_of)
        if self.classified_through is None:
            nothing = Value(None, output_field=IntegerField())
            return rows.annotate(day_class=nothing)
        if as_of == self.classified_through:
            # What nobody could classify when it was posted waits for the next night.
            decided = When(severity__gt=0, then=F("severity"))
            return rows.annotate(
                day_class=Case(decided, default=None, output_field=IntegerField())
            )
        rules = rules_in_force(company_id=self.company.pk, on=as_of)
        rows = class_sql.with_class(
            rows,
            as_of=as_of,
            effects=effects_on(self.known, day=as_of, rules=rules),
            age_on=self._age_on(rules),
        )
        return rows.annotate(day_class=F("new_severity"))

    def _age_on(self, rules: PolicyRules) -> class_sql.AgeOn:
        """The stored first days where they follow from the same rules."""
        if self._progress.get("policy__rules") == rules.to_dict():
            return class_sql.stored_age
        terms = terms_of(self.company.pk)
        return age_from_terms(rules, terms=terms, kind=KIND)

    def on_account(self, as_of: dt.date) -> QuerySet[Any]:
        """Payments and credit notes with something left then, as `by_open`."""
        return sources_left(scope=self.scope, as_of=as_of)  # type: ignore[no-any-return]

    def received(self, first: dt.date, last: dt.date) -> QuerySet[Any]:
        """Money received from `first` to `last`, both inclusive, less reversals.

        A bill counts when it is honoured, an offset never.
        """
        rows: QuerySet[Any] = (
            Payment.objects.filter(
                company=self.company, received_on__gte=first, received_on__lte=last
            )
            .exclude(method__in=Payment.NO_MONEY)
            .visible_to(self.user)
        )
        return rows

    def has_documents(self) -> bool:
        """Whether there is anything to see at all, settled or not."""
        return bool(self.scope.states().exists() or self.scope.sources().exists())
