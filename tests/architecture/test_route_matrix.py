"""Every route × role × own, colleague's and stranger's object × anonymous.

The list of routes comes from the URL resolver, what they allow from `routes.py`.
"""

from __future__ import annotations

from collections import Counter

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from arcollect.core.models import User
from arcollect.core.roles import Role
from tests import factories
from tests.architecture.api_routes import API_ROUTES
from tests.architecture.routes import ROUTES, Route, Scope
from tests.architecture.world import (
    COLLEAGUES_NAME,
    FRAGMENT,
    STRANGERS_NAME,
    Books,
    World,
    nothing_written,
)

pytestmark = [pytest.mark.django_db, pytest.mark.above_database]
SALES = (Role.SALES_REP, Role.SALES_MANAGER)
REFUSED = (403, 404)
every_route = pytest.mark.parametrize("name", sorted(ROUTES))


def resolver_names() -> Counter[str]:
    """How often each name is declared."""
    found: Counter[str] = Counter()

    def collect(resolver: URLResolver, spaces: tuple[str, ...]) -> None:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                inner = (*spaces, entry.namespace) if entry.namespace else spaces
                collect(entry, inner)
            elif isinstance(entry, URLPattern):
                found[":".join((*spaces, entry.name or str(entry.pattern)))] += 1

    collect(get_resolver(), ())
    return found


def address(name: str, books: Books) -> str:
    route = ROUTES[name]
    return reverse(name, kwargs=route.kwargs(books) if route.kwargs else None)


def send(client: Client, method: str, url: str, **headers: str) -> HttpResponse:
    call = client.get if method == "GET" else client.post
    return call(url, headers=headers)


def foreign_books(world: World, route: Route, role: Role) -> list[Books]:
    # What is public is found by a code that cannot be guessed, whoever asks.
    if route.kwargs is None or route.public:
        return []
    if route.scope == Scope.CUSTOMER and role in SALES:
        return [world.stranger, world.colleague]
    return [world.stranger]


def test_the_table_lists_every_route_once_and_no_other():
    assert resolver_names() == Counter([*ROUTES, *API_ROUTES])


@every_route
def test_anonymous_is_sent_to_the_login(world: World, name: str):
    route, url = ROUTES[name], address(name, world.own)
    for method in ("GET", "POST"):
        with nothing_written():
            response = send(Client(), method, url)
            fragment = send(Client(), method, url, **{"HX-Request": "true"})
        if route.public:
            assert not response.get("Location", "").startswith("/login/")
            continue
        assert response.status_code == 302
        assert response["Location"].startswith("/login/")
        assert fragment.status_code == 401
        assert fragment["HX-Redirect"].startswith("/login/")


@every_route
def test_who_may_gets_in(world: World, name: str):
    route, url = ROUTES[name], address(name, world.own)
    for role in route.roles:
        client = factories.signed_in(world.people[role])
        response = client.get(url)
        if "GET" not in route.methods:
            assert response.status_code == 405, role
        else:
            assert response.status_code in route.opens, role


@every_route
def test_a_wrong_method_is_refused(world: World, name: str):
    route, url = ROUTES[name], address(name, world.own)
    if "POST" in route.methods:
        return
    for role in route.roles:
        client = factories.signed_in(world.people[role])
        with nothing_written():
            assert client.post(url).status_code == 405, role


@every_route
def test_an_empty_form_never_breaks(world: World, name: str):
    route, url = ROUTES[name], address(name, world.own)
    if "POST" not in route.methods:
        return
    for role in route.roles:
        response = factories.signed_in(world.people[role]).post(url)
        expected = (200, 302, 303, 400, 404, 422)
        assert response.status_code in expected, role


@every_route
def test_who_may_not_is_refused_and_nothing_changes(world: World, name: str):
    route, url = ROUTES[name], address(name, world.own)
    for role in set(Role) - route.roles:
        client = factories.signed_in(world.people[role])
        for method in route.methods:
            with nothing_written():
                response = send(client, method, url)
            assert response.status_code in REFUSED, (role, method)


@every_route
def test_a_foreign_object_does_not_exist(world: World, name: str):
    route = ROUTES[name]
    for role in Role:
        client = factories.signed_in(world.people[role])
        allowed = (404,) if role in route.roles else REFUSED
        for books in foreign_books(world, route, role):
            for method in route.methods:
                with nothing_written():
                    response = send(client, method, address(name, books))
                assert response.status_code in allowed, (role, method)


@every_route
def test_no_form_is_taken_without_its_token(world: World, name: str):
    route, url = ROUTES[name], address(name, world.own)
    role = min(route.roles)
    client = factories.signed_in(world.people[role], enforce_csrf=True)
    with nothing_written():
        assert client.post(url).status_code == 403


@every_route
def test_names_of_foreign_customers_never_show(world: World, name: str):
    route = ROUTES[name]
    if "GET" not in route.methods:
        return
    url = address(name, world.own)
    for role in route.roles:
        client = factories.signed_in(world.people[role])
        hidden = {STRANGERS_NAME}
        if role in SALES and route.scope == Scope.CUSTOMER:
            hidden.add(COLLEAGUES_NAME)
        asked = questions(route, world)
        exports = True
        for query in asked if role in SALES else asked[:3]:
            if "export" in query and not exports:
                continue
            response = client.get(url, query)
            if query == {"export": "csv"}:
                # A page that answers with a page has no export to ask for again.
                exports = not response.get("Content-Type", "").startswith("text/html")
            shown = content(response)
            assert not [text for text in hidden if text in shown], (role, query)


def questions(route: Route, world: World) -> list[dict[str, object]]:
    """What to ask a page for; lists are asked for foreign customers in every way."""
    if route.kwargs is not None:
        return [{}]
    keys = ("q", "search", "customer", "name")
    foreign = [world.colleague.customer, world.stranger.customer]
    return [
        {},
        {"export": "csv"},
        {"export": "csv", "q": FRAGMENT},
        dict.fromkeys(keys, FRAGMENT),
        *({"q": FRAGMENT, "customer": customer.pk} for customer in foreign),
        *({"customer": customer.code} for customer in foreign),
    ]


def content(response: HttpResponse) -> str:
    body = response.getvalue()
    return body.decode("utf-8", errors="replace")


@every_route
def test_identity_comes_only_from_the_session(world: World, name: str):
    route = ROUTES[name]
    if "GET" not in route.methods or route.public:
        return
    outsiders = set(Role) - route.roles
    if not outsiders:
        return
    administrator: User = world.people[Role.ADMINISTRATOR]
    client = factories.signed_in(world.people[min(outsiders)])
    claims = {
        key: str(value)
        for key in ("user", "user_id", "owner", "as", "actor", "login", "sudo")
        for value in (administrator.pk,)
    }
    claims |= {"role": Role.ADMINISTRATOR.value, "company": str(world.own.company.pk)}
    url = address(name, world.own)

    assert client.get(url, claims).status_code in REFUSED
