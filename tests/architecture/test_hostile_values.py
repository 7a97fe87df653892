"""Values that no form of ours would send are refused or ignored; none breaks a page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from arcollect.core.roles import Role
from tests import factories
from tests.architecture.asking import WHOLE, asking
from tests.architecture.routes import ROUTES, Route
from tests.architecture.test_route_matrix import address
from tests.architecture.world import World, nothing_written
from tests.levels import LEVEL, POSTGRESQL

pytestmark = pytest.mark.django_db
HUGE = "9" * 40
# What a database could choke on.
BELOW = (HUGE, "-1", "\x00", "9999-12-31", "0001-01-01", "NaN")
VALUES = (
    *BELOW,
    # Python refuses to read a number of more digits than 4,300.
    "9" * 5000,
    "²",
    "1e9",
    "a" * 5000,
)
# Everything that a view or a form reads from an address.
NAMES = [
    *("q", "page", "before", "sort", "export", "as_of", "since", "until", "next"),
    *("from_day", "to_day", "currency", "region", "customer", "rep", "team", "actor"),
    *("company", "bucket", "class", "stage", "severity", "state", "show", "preset"),
    *("kind", "role", "object_id", "object_type", "action", "overdue"),
]


def browser_of(world: World, role: Role) -> Client:
    client = factories.signed_in(world.people[role])
    client.raise_request_exception = False
    return client


def asked_by(route: Route) -> set[Role]:
    """Who asks; on PostgreSQL a page of the whole company is asked by one role."""
    roles = asking(route.roles)
    return (roles & set(WHOLE)) or roles if POSTGRESQL and LEVEL != "all" else roles


def values_of(role: Role) -> tuple[str, ...]:
    """All of them once: from one who sees the whole company, on the first database."""
    sampled = LEVEL != "all" and (POSTGRESQL or role not in WHOLE)
    return BELOW if sampled else VALUES


ROLES = sorted({role for route in ROUTES.values() for role in asked_by(route)})
every_role = pytest.mark.parametrize("role", ROLES)


def routes_of(role: Role, method: str) -> list[str]:
    return [
        name
        for name, route in ROUTES.items()
        if role in asked_by(route)
        and method in route.methods
        and name not in {"core:logout", "core:end_other_sessions"}
    ]


@every_role
def test_no_address_breaks_a_page(world: World, role: Role):
    client = browser_of(world, role)

    broken = [
        (name, value[:12])
        for name in routes_of(role, "GET")
        for value in values_of(role)
        if client.get(address(name, world.own), dict.fromkeys(NAMES, value)).status_code
        >= 500
    ]

    assert not broken, broken


@every_role
def test_a_number_that_no_row_can_have_is_not_found(world: World, role: Role):
    client = browser_of(world, role)
    broken = []

    for name, route in ROUTES.items():
        if route.kwargs is None or role not in asked_by(route):
            continue
        numbers = dict.fromkeys(route.kwargs(world.own), int(HUGE))
        for method in route.methods:
            call = client.get if method == "GET" else client.post
            with nothing_written():
                answer = call(reverse(name, kwargs=numbers))
            if answer.status_code != 404:
                broken.append((name, method, answer.status_code))

    assert not broken, broken


@every_role
def test_no_form_breaks_by_what_is_sent(world: World, role: Role):
    client = browser_of(world, role)
    broken = []

    for name in routes_of(role, "POST"):
        url = address(name, world.own)
        page = client.get(url) if "GET" in ROUTES[name].methods else None
        form = page.context.get("form") if page and page.context else None
        fields = [*(form.fields if form else ()), *SENT]
        broken += [
            (name, value[:12])
            for value in values_of(role)
            if client.post(url, dict.fromkeys(fields, value)).status_code >= 500
        ]

    assert not broken, broken


# Besides the fields of the forms: buttons, formsets, keys.
SENT = [
    *("version", "initial-version", "request_key", "seen", "add_term", "add_line"),
    *("refresh", "map", "profile", "encoding", "kind", "company", "language"),
    *("lines-TOTAL_FORMS", "lines-INITIAL_FORMS", "lines-0-amount"),
    *("lines-0-quantity", "lines-0-term_group", "terms-TOTAL_FORMS"),
    *("terms-INITIAL_FORMS", "terms-0-days", "terms-0-type"),
]
