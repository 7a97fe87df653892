"""What production refuses to start with, as far as only the database can tell.

Settings refuse the rest; see `arcollect/production.py`. Checks of the database do not
run when a web server or a worker starts, so those call `refuse_demo_at_start`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections

from arcollect.core.models import Company, User

DEMO_CERTIFICATES = "demo-*.p12"


def demo_leftovers() -> list[str]:
    """A sentence for everything of the demo company that is still here."""
    found = []
    certificates = sorted((Path(settings.VAR_DIR) / "keys").glob(DEMO_CERTIFICATES))
    if certificates:
        names = ", ".join(path.name for path in certificates)
        found.append(
            f"The demo company's certificate is among the keys ({names}). Delete the "
            "file: letters sealed with it prove nothing."
        )
    try:
        demo = list(Company.objects.filter(is_demo=True).values_list("code", flat=True))
        logins = User.objects.filter(
            memberships__company__is_demo=True, is_active=True
        ).exists()
    except DatabaseError:
        return found  # not migrated yet: nothing can be in it
    if demo:
        found.append(
            f"The database holds the demo company ({', '.join(demo)}). Point "
            "DATABASE_URL at a database of your own; the demo stays on the desk."
        )
    if logins:
        found.append(
            "The database holds logins of the demo company, whose passwords everybody "
            "knows. Point DATABASE_URL at a database of your own."
        )
    return found


def refuse_demo_in_production() -> None:
    """Raise `ImproperlyConfigured` in production while the demo company is about."""
    if not settings.PRODUCTION:
        return
    found = demo_leftovers()
    if found:
        raise ImproperlyConfigured(" ".join(found))


def refuse_demo_at_start() -> None:
    """`refuse_demo_in_production` for the first line of a process.

    Leaves no connection open: a server that forks would share it with its children.
    """
    if settings.PRODUCTION:
        refuse_demo_in_production()
        connections.close_all()


@checks.register(checks.Tags.database)
def no_demo_in_production(
    databases: Sequence[str] | None = None, **_: Any
) -> list[checks.CheckMessage]:
    """`check --database default` and `serve` say the same before they start.

    `migrate` only warns: the database must stay within reach of its commands.
    """
    if not settings.PRODUCTION or not databases:
        return []
    return [checks.Warning(text, id="core.W001") for text in demo_leftovers()]
