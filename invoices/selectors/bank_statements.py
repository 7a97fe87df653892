"""Bank statements of a company, and their entries with what became of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from arcollect.core.models import Company
from arcollect.core.permissions import Person
from invoices.models import BankEntry, BankEntryState, BankStatement

STATEMENT_ORDERS: dict[str, Sequence[str]] = {
    "until": ["until_on?"],
    "account": ["account"],
    "imported": ["recorded_at"],
}
_LEFT = [BankEntryState.State.OPEN, BankEntryState.State.UNIDENTIFIED]


def list_statements(
    *, user: Person, company: Company, filters: Mapping[str, Any]
) -> QuerySet[Any]:
    """Statements the user may see, with `kept` entries and `left` to match, newest first.

    `filters`: q (account, number or file) and currency.
    """
    rows: QuerySet[Any] = (
        BankStatement.objects.filter(company=company)
        .visible_to(user)
        .select_related("bank_account", "recorded_by")
        .annotate(
            kept=Count("entries"),
            left=Count("entries", filter=Q(entries__state__state__in=_LEFT)),
        )
        .order_by(F("until_on").desc(nulls_last=True), "-pk")
    )
    if text := filters.get("q"):
        rows = rows.filter(
            Q(account__icontains=text)
            | Q(number__icontains=text)
            | Q(file_name__icontains=text)
        )
    if currency := filters.get("currency"):
        rows = rows.filter(currency=currency)
    return rows


def list_statement_entries(statement: BankStatement) -> QuerySet[BankEntry]:
    """The entries of a statement in its order, each with its state if it has one."""
    return statement.entries.select_related("state", "state__payment").order_by(
        "position"
    )


def list_entries(*, user: Person, company: Company) -> QuerySet[BankEntry]:
    """Every entry the user may see, with its statement and state, newest first."""
    rows: QuerySet[BankEntry] = (
        BankEntry.objects.filter(company=company)
        .visible_to(user)
        .select_related("statement", "state")
        .order_by("-pk")
    )
    return rows


def statement_currencies(company: Company) -> list[str]:
    """The currencies in which the company has statements, sorted."""
    rows = BankStatement.objects.filter(company=company).order_by("currency")
    return list(rows.values_list("currency", flat=True).distinct())
