"""Who asks a page: everybody in the long runs, else those who see it differently."""

from __future__ import annotations

from collections.abc import Collection

from arcollect.core.roles import Role
from tests.levels import LEVEL

# They see the whole company.
WHOLE = (Role.FINANCE_MANAGER, Role.ADMINISTRATOR, Role.FINANCE, Role.AUDITOR)
# They see the customers of a team, or their own.
PART = (Role.SALES_MANAGER, Role.SALES_REP)


def asking(roles: Collection[Role]) -> set[Role]:
    """Of the `roles` that may: one who sees the whole company, one who sees a part."""
    if LEVEL == "all":
        return set(roles)
    able = [[role for role in group if role in roles] for group in (WHOLE, PART)]
    return {role for group in able for role in group[:1]}
