"""The demo company's logins, one per role, as the start of the product prints them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from arcollect.core.models import Membership
from arcollect.core.roles import Role

DEMO_CODE = "lanyue"
# Known to everybody: production refuses to start while these logins exist.
DEMO_PASSWORD = "demo-lanyue-2026"  # noqa: S105


def demo_logins() -> list[tuple[str, str, str]]:
    """Login name, password and role of the first demo user in each role.

    Empty without a demo company.
    """
    memberships = (
        Membership.objects.filter(
            company__code=DEMO_CODE, company__is_demo=True, user__is_active=True
        )
        .select_related("user")
        .order_by("pk")
    )
    first: dict[str, Membership] = {}
    for membership in memberships:
        first.setdefault(membership.role, membership)
    return [
        (first[role].user.username, DEMO_PASSWORD, str(Role(role).label))
        for role in Role.values
        if role in first
    ]


def login_lines() -> list[str]:
    """The logins as lines for the console; nothing without a demo company."""
    logins = demo_logins()
    if not logins:
        return []
    width = max(len(login) for login, _password, _role in logins)
    lines = [
        _("Demo logins, all with the password %(password)s:")
        % {"password": DEMO_PASSWORD}
    ]
    lines += [f"  {login:<{width}}  {role}" for login, _password, role in logins]
    return lines
