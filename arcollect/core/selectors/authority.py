"""The authority table as people read it: every role and act, and every version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from arcollect.core.authority import Limit, preset_limits
from arcollect.core.models import Act, AuthorityLimit, Company
from arcollect.core.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityCell:
    """What a role may approve alone in one currency; `limit` None has not the act."""

    role: Role
    act: Act
    currency: str
    limit: Limit | None
    is_preset: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityRow:
    """An act, with a list of cells per role: one per currency that is written."""

    act: Act
    cells: tuple[tuple[AuthorityCell, ...], ...]


def authority_table(*, company: Company, roles: Iterable[Role]) -> list[AuthorityRow]:
    """The table in force for these roles, act by act; one query."""
    roles = list(roles)
    newest: dict[tuple[str, str], dict[str, AuthorityLimit]] = {}
    for row in AuthorityLimit.objects.filter(company=company).order_by("version", "pk"):
        newest.setdefault((row.role, row.act), {})[row.currency] = row
    return [
        AuthorityRow(
            act=act,
            cells=tuple(
                _cells(company, role, act, newest.get((role.value, act.value)))
                for role in roles
            ),
        )
        for act in Act
    ]


def _cells(
    company: Company, role: Role, act: Act, written: dict[str, AuthorityLimit] | None
) -> tuple[AuthorityCell, ...]:
    if not written:
        return (
            AuthorityCell(
                role=role,
                act=act,
                currency=company.base_currency,
                limit=preset_limits(role).get(act),
                is_preset=True,
            ),
        )
    return tuple(
        AuthorityCell(
            role=role,
            act=act,
            currency=currency,
            limit=None if row.withdrawn else Limit(row.limit),
            is_preset=False,
        )
        for currency, row in sorted(written.items())
    )


def list_versions(*, company: Company) -> QuerySet[AuthorityLimit]:
    """Every line ever written, newest first."""
    rows = AuthorityLimit.objects.filter(company=company)
    return rows.select_related("recorded_by").order_by("-pk")
