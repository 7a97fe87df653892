"""Which part of the books a reader asks about: what he may see, and his filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from arcollect.core.models import Company
from arcollect.core.permissions import Person, customer_scope
from invoices.models import DueItemState, OnAccount


@dataclass(frozen=True, slots=True)
class LedgerScope:
    """Rows of one company that `user` may see, narrowed by filters.

    `user` None is the system: the whole company. A filter that is None does not narrow.
    """

    company: Company
    user: Person | None = None
    customer: int | None = None
    rep: int | None = None
    team: int | None = None
    region: str | None = None
    currency: str | None = None

    @property
    def condition(self) -> Q:
        """The scope as a condition on rows with company, customer and currency."""
        found = Q(company=self.company)
        if self.user is not None:
            found &= customer_scope(self.user)
        wanted = {
            "customer": self.customer,
            "customer__rep": self.rep,
            "customer__rep__team": self.team,
            "customer__region": self.region,
            "currency": self.currency,
        }
        return found & Q(**{key: v for key, v in wanted.items() if v is not None})

    def states(self) -> Any:
        """State rows of due items."""
        return DueItemState.objects.filter(self.condition)

    def sources(self) -> Any:
        """On-account rows of payments and credit notes."""
        return OnAccount.objects.filter(self.condition)
