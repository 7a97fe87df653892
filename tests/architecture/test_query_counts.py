"""How many queries each page costs, kept as data: a page that costs more shows as a diff.

`ARCOLLECT_RECORD_QUERY_COUNTS=yes` writes the counts anew. That a list costs the same at
1 and at 50 rows is shown beside the lists' own tests.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arcollect.core.roles import Role
from arcollect.core.timeline import sources
from collection.models import SuppressionInterval
from invoices.models import ClassHistory, ClassificationPolicy
from invoices.selectors.customer_timeline import load_happenings, timeline_rows
from invoices.views.timeline_events import timeline_events
from tests import factories
from tests.architecture.routes import ROUTES
from tests.architecture.world import World
from tests.factories.reminders import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.above_database]
COUNTS = Path(__file__).with_name("query_counts.json")
RECORD = os.environ.get("ARCOLLECT_RECORD_QUERY_COUNTS") == "yes"
MOST = 25
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
        COUNTS.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    assert found == json.loads(COUNTS.read_text(encoding="utf-8"))
    dear = {name: queries for name, queries in found.items() if queries > MOST}
    assert dear == {}


def test_a_timeline_of_every_kind_of_happening_is_read_in_one_query(
    world: World, django_assert_num_queries: Any
) -> None:
    customer, item = world.own.customer, world.own.item
    ClassHistory.objects.create(
        company=customer.company,
        due_item=item,
        changed_on=factories.TODAY,
        from_severity=1,
        to_severity=2,
        decided_by="age",
        policy=ClassificationPolicy.objects.filter(company=customer.company)[0],
        recorded_at=NOON,
    )
    SuppressionInterval.objects.create(
        company=customer.company,
        customer=customer,
        due_item=item,
        reason="disputed",
        level=1,
        currency=item.currency,
        amount=item.amount,
        from_on=factories.TODAY,
    )
    keys = list(timeline_rows(customer=customer))
    assert {kind for kind, _pk, _day in keys} == {
        *("invoice", "credit_note", "payment", "class", "edit"),
        *(source.kind for source in sources()),
    }

    # SQLite is asked once a process whether it knows JSON; that is not counted.
    assert connection.features.supports_json_field
    with django_assert_num_queries(1):
        events = timeline_events(load_happenings(keys, customer=customer))

    assert len(events) == len(keys)
