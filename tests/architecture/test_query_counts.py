"""How many queries each page costs, kept as data: a page that costs more shows as a diff.

`ARCOLLECT_RECORD_QUERY_COUNTS=yes` writes the counts anew. That a list costs the same at
1 and at 50 rows is shown beside the lists' own tests.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arcollect.core.roles import Role
from tests import factories
from tests.architecture.routes import ROUTES
from tests.architecture.world import World

pytestmark = pytest.mark.django_db
COUNTS = Path(__file__).with_name("query_counts.json")
RECORD = os.environ.get("ARCOLLECT_RECORD_QUERY_COUNTS") == "yes"
MOST = 25
# Six blocks on one page: figures, items, ledger, people, contracts, and a timeline that
# reads each kind of happening by itself.
RICH = {"customers:detail": 37}
READERS = (Role.FINANCE_MANAGER, Role.ADMINISTRATOR)


def reader_of(name: str) -> Role | None:
    """Who reads the page: the finance manager, else the administrator."""
    route = ROUTES[name]
    if "GET" not in route.methods or route.public or 200 not in route.opens:
        return None
    return next((role for role in READERS if role in route.roles), None)


def count(world: World, name: str, role: Role) -> int:
    route = ROUTES[name]
    address = reverse(name, kwargs=route.kwargs(world.own) if route.kwargs else None)
    client = factories.signed_in(world.people[role])
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
        assert response.status_code in route.opens, name
    return len(queries)


def test_every_page_costs_what_is_written(world: World) -> None:
    found = {
        name: count(world, name, role)
        for name in sorted(ROUTES)
        if (role := reader_of(name)) is not None
    }
    if RECORD:
        COUNTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    assert found == json.loads(COUNTS.read_text(encoding="utf-8"))
    dear = {
        name: queries
        for name, queries in found.items()
        if queries > RICH.get(name, MOST)
    }
    assert dear == {}
