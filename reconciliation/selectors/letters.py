"""Letters that a person may see, as lists, pages and sums."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from arcollect.core.models import Company, User
from arcollect.core.permissions import Person, company_scope
from arcollect.core.roles import Permission
from invoices.selectors.aging import aging_now
from invoices.selectors.scope import LedgerScope
from reconciliation.domain.letter_content import ZERO, LetterKind
from reconciliation.models import (
    ConfirmationLetter,
    LetterFile,
    LetterRun,
    LetterState,
)

LETTER_ORDERS: dict[str, list[str]] = {
    "number": ["issued_on", "number"],
    "customer": ["customer__name", "customer__code"],
    "cut_off": ["cut_off"],
    "balance": ["balance"],
    "reply": ["reply_due_on"],
}
State = LetterState.State


def visible_letters(user: Person, company: Company) -> QuerySet[Any]:
    """Letters of the customers that the user sees, with state, and `is_sealed`."""
    sealed = LetterFile.objects.filter(
        letter=OuterRef("pk"), kind=LetterFile.Kind.SEALED
    )
    rows: QuerySet[Any] = (
        ConfirmationLetter.objects.visible_to(user)
        .filter(company=company)
        .select_related("customer", "state", "company")
        .annotate(is_sealed=Exists(sealed))
        # The content may be long; a list shows none of it.
        .defer("data")
    )
    return rows


def list_letters(
    *, user: User, company: Company, filters: dict[str, Any]
) -> QuerySet[Any]:
    """The letters that fit the filters of the list's form."""
    rows = visible_letters(user, company)
    if text := filters.get("q"):
        folded = str(text).casefold().strip()
        rows = rows.filter(
            Q(number__icontains=text.strip())
            | Q(customer__search_text__contains=folded)
        )
    plain = {
        "state": "state__state",
        "kind": "kind",
        "cut_off": "cut_off",
        "currency": "currency",
        "customer": "customer",
    }
    wanted = {path: filters[name] for name, path in plain.items() if name in filters}
    return rows.filter(**wanted)


def sums_of(rows: QuerySet[Any]) -> list[dict[str, Any]]:
    """Number and balance of such a list per currency: its total rows."""
    sums: Any = (
        rows.order_by()
        .values("currency")
        .annotate(letters=Count("pk"), total=Sum("balance"))
        .order_by("currency")
    )
    return list(sums)


def cut_offs_of(*, user: User, company: Company) -> list[dt.date]:
    """Cut-off dates of letters, newest first."""
    rows = ConfirmationLetter.objects.visible_to(user).filter(company=company)
    days = rows.order_by("-cut_off").values_list("cut_off", flat=True).distinct()
    return list(days[:12])


@dataclass(frozen=True, slots=True, kw_only=True)
class StateSum:
    """Letters in one state, of one currency and cut-off."""

    state: str
    letters: int
    balance: Decimal
    share: Decimal | None

    @property
    def label(self) -> str:
        return str(State(self.state).label)


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOffOverview:
    """Where the letters about a day are, and what the ledger says of that day.

    Withdrawn and superseded letters and audit confirmations are not counted: each
    customer is in one state. `uncovered` has no letter.
    """

    cut_off: dt.date
    currency: str
    states: list[StateSum]
    letters: int
    total: Decimal
    ledger: Decimal

    @property
    def uncovered(self) -> Decimal:
        return self.ledger - self.total


def cut_off_overview(
    *, user: User, company: Company, cut_off: dt.date, currency: str
) -> CutOffOverview:
    """Sums by state and the control total in the user's part of the books."""
    rows = (
        ConfirmationLetter.objects.visible_to(user)
        .filter(company=company, cut_off=cut_off, currency=currency)
        .exclude(kind=LetterKind.AUDIT_CONFIRMATION)
        .exclude(state__state__in=[State.WITHDRAWN, State.SUPERSEDED])
    )
    sums = {
        row["state__state"]: row
        for row in rows.order_by()
        .values("state__state")
        .annotate(letters=Count("pk"), total=Sum("balance"))
    }
    total = sum((row["total"] for row in sums.values()), ZERO)
    scope = LedgerScope(company=company, user=user, currency=currency)
    line = aging_now(scope=scope, as_of=cut_off).currencies.get(currency)
    return CutOffOverview(
        cut_off=cut_off,
        currency=currency,
        states=[
            StateSum(
                state=state,
                letters=sums[state]["letters"],
                balance=sums[state]["total"],
                share=sums[state]["total"] / total if total else None,
            )
            for state in State
            if state in sums
        ],
        letters=sum(row["letters"] for row in sums.values()),
        total=total,
        ledger=line.total.amount if line else ZERO,
    )


def visible_runs(user: Person, company: Company) -> QuerySet[Any]:
    """The company's runs, for those who may issue letters."""
    scope = company_scope(user, Permission.ISSUE_LETTERS)
    return (
        LetterRun.objects.filter(scope, company=company)
        .select_related("created_by", "company")
        .order_by("-pk")
    )
