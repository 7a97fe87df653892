"""Every API route × method × role × own, colleague's and stranger's object × token.

The list of routes comes from the URL resolver, what they allow from `api_routes.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, resolve, reverse

from arcollect.core.api.problem_documents import CONTENT_TYPE
from arcollect.core.models import Membership
from arcollect.core.roles import Role
from arcollect.core.token_scopes import TokenScope
from tests import factories
from tests.architecture.api_routes import API_ROUTES, ApiRoute
from tests.architecture.asking import asking
from tests.architecture.routes import Scope
from tests.architecture.test_company_isolation import secrets_of, worker
from tests.architecture.world import (
    COLLEAGUES_NAME,
    STRANGERS_NAME,
    Books,
    World,
    nothing_written,
)

pytestmark = [pytest.mark.django_db, pytest.mark.above_database]
SALES = (Role.SALES_REP, Role.SALES_MANAGER)
WRITES = ("POST", "PATCH")
OTHERS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


def every_route(test: Callable[[World, str], None]) -> Callable[..., None]:
    """Run the test for each route, in the same books: making them costs most."""

    def run(world: World, subtests: Any) -> None:
        for name in sorted(API_ROUTES):
            with subtests.test(name):
                cache.clear()
                test(world, name)

    run.__doc__ = test.__doc__
    return run


def address(name: str, books: Books) -> str:
    row = API_ROUTES[name].row
    return reverse(name, args=[row(books).pk] if row else [])


def send(client: Client, method: str, url: str, query: Any = None) -> HttpResponse:
    if method == "GET":
        return client.get(url, query)
    return client.generic(method, url, "{}", content_type="application/json")


def is_problem(response: HttpResponse, status: int) -> None:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == CONTENT_TYPE
    found = response.json()
    assert found["status"] == status
    assert found["type"].startswith("urn:arcollect:problem:")
    assert found["title"]
    assert found["detail"]
    assert found["request_id"] == response["X-Request-ID"]


def foreign_books(world: World, route: ApiRoute, role: Role) -> list[Books]:
    if route.row is None:
        return []
    if route.seen == Scope.CUSTOMER and role in SALES:
        return [world.stranger, world.colleague]
    return [world.stranger]


def fill(world: World) -> None:
    """Make the rows that the table makes on demand, in all three books."""
    for route in API_ROUTES.values():
        for books in (world.own, world.colleague, world.stranger):
            if route.row:
                route.row(books)


def test_the_table_knows_every_method_of_every_route(world: World):
    for name, route in API_ROUTES.items():
        view = resolve(address(name, world.own)).func
        offered = {verb.upper() for verb in view.actions if verb != "head"}
        assert offered == set(route.methods), name
    assert get_resolver() is not None


@every_route
def test_nobody_gets_in_without_a_token(world: World, name: str):
    route, url = API_ROUTES[name], address(name, world.own)
    for secret in (None, "arc_0011aabb_nothing", "nonsense", ""):
        client = Client() if secret is None else factories.calling_with(secret)
        for method in route.methods:
            with nothing_written():
                response = send(client, method, url, route.query)
            is_problem(response, 401)
            assert response["WWW-Authenticate"].startswith("Bearer")


@every_route
def test_who_may_gets_in(world: World, name: str):
    route, url = API_ROUTES[name], address(name, world.own)
    for method, roles in route.methods.items():
        for role in roles:
            client = factories.caller(world.people[role])
            response = send(client, method, url, route.query)
            if method == "GET":
                assert response.status_code == 200, (role, response.content)
            elif response.status_code == route.empty != 422:
                # Done by the first who may; there is nothing left for the next.
                break
            else:
                # An empty body says what is missing, and no more.
                is_problem(response, 422)
                assert response.json()["errors"], role


@every_route
def test_who_may_not_is_refused_and_nothing_changes(world: World, name: str):
    route, url = API_ROUTES[name], address(name, world.own)
    for method, roles in route.methods.items():
        for role in set(Role) - roles:
            client = factories.caller(world.people[role])
            with nothing_written():
                response = send(client, method, url, route.query)
            is_problem(response, 403)


@every_route
def test_a_token_without_the_scope_is_refused(world: World, name: str):
    route, url = API_ROUTES[name], address(name, world.own)
    for method, roles in route.methods.items():
        needed = TokenScope.READ if method == "GET" else route.scope
        others = [scope for scope in TokenScope if scope != needed]
        client = factories.caller(world.people[min(roles)], scopes=others)
        with nothing_written():
            response = send(client, method, url, route.query)
        # Who calls may be asked with any token.
        if name == "api:me":
            assert response.status_code in (200, 403)
            continue
        is_problem(response, 403)
        assert needed.value in response.json()["detail"]


@every_route
def test_a_foreign_object_does_not_exist(world: World, name: str):
    route = API_ROUTES[name]
    for method, roles in route.methods.items():
        for role in roles:
            client = factories.caller(world.people[role])
            for books in foreign_books(world, route, role):
                url = address(name, books)
                with nothing_written():
                    response = send(client, method, url)
                is_problem(response, 404)


@every_route
def test_a_wrong_method_is_refused(world: World, name: str):
    route, url = API_ROUTES[name], address(name, world.own)
    client = factories.caller(world.people[Role.FINANCE_MANAGER])
    for method in OTHERS:
        if method in route.methods:
            continue
        with nothing_written():
            response = send(client, method, url)
        is_problem(response, 405)


@every_route
def test_a_session_writes_nothing_without_the_form_token(world: World, name: str):
    route, url = API_ROUTES[name], address(name, world.own)
    for method in route.methods:
        client = factories.signed_in(
            world.people[min(route.methods[method])], enforce_csrf=True
        )
        response = send(client, method, url, route.query)
        if method in WRITES:
            is_problem(response, 403)
        else:
            assert response.status_code == 200


@every_route
def test_names_of_foreign_customers_never_show(world: World, name: str):
    route = API_ROUTES[name]
    if "GET" not in route.methods:
        return
    fill(world)
    url = address(name, world.own)
    for role in asking(route.methods["GET"]):
        client = factories.caller(world.people[role])
        hidden = {STRANGERS_NAME, world.stranger.customer.code}
        if role in SALES and route.seen == Scope.CUSTOMER:
            hidden |= {COLLEAGUES_NAME, world.colleague.customer.code}
        # One row answers the same whatever else is asked; a list is asked everything.
        asked = [{}] if route.row else questions(world)
        for query in asked:
            response = client.get(url, {**route.query, **query})
            shown = response.content.decode()
            assert response.status_code in (200, 422), shown
            assert not [text for text in hidden if text in shown], (role, query)


def questions(world: World) -> list[dict[str, Any]]:
    foreign = [world.colleague, world.stranger]
    return [
        {},
        {"limit": 200, "order": "-id"},
        {"q": "Zxqv"},
        *({"customer": books.customer.pk} for books in foreign),
        *({"invoice": books.invoice.pk} for books in foreign),
    ]


@pytest.mark.parametrize("role", list(Role))
def test_a_token_sees_one_company_only(role: Role):
    found = worker(role)
    for books in (found.home, *found.away):
        for route in API_ROUTES.values():
            if route.row:
                route.row(books)
    client = factories.caller(found.user, company=found.home.company)
    hidden = secrets_of(found.second) | secrets_of(found.third)
    own, seen = secrets_of(found.home), set[str]()

    for name, route in API_ROUTES.items():
        for method, roles in route.methods.items():
            if role not in roles:
                continue
            if method == "GET":
                response = client.get(address(name, found.home), route.query)
                shown = response.content.decode()
                assert response.status_code == 200, (name, shown)
                assert not [text for text in hidden if text in shown], name
                seen |= {text for text in own if text in shown}
            for books in found.away if route.row else ():
                with nothing_written():
                    is_problem(send(client, method, address(name, books)), 404)
    assert found.home.customer.name in seen
    assert found.home.invoice.number in seen


def test_the_role_is_that_in_the_company_of_the_token():
    found = worker(Role.FINANCE)
    third = factories.caller(found.user, company=found.third.company)

    assert third.get("/api/v1/me/").json()["role"] == Role.SALES_REP
    is_problem(send(third, "POST", "/api/v1/payments/"), 403)


def test_identity_comes_only_from_the_token(world: World):
    client = factories.caller(world.people[Role.SALES_REP])
    manager = world.people[Role.FINANCE_MANAGER].pk
    for key in ("user", "user_id", "owner", "as", "actor", "role", "company", "sudo"):
        response = client.get("/api/v1/customers/", {key: manager})
        is_problem(response, 422)
    body = {"user": manager, "actor": manager, "company": world.stranger.company.pk}
    response = client.post("/api/v1/payments/", body, content_type="application/json")
    is_problem(response, 403)


def test_what_is_derived_cannot_be_written(world: World):
    client = factories.caller(world.people[Role.FINANCE])
    body = {
        "code": "K-77",
        "name": "New",
        "id": 99,
        "company": world.stranger.company.pk,
        "search_text": "x",
        "version": 9,
        "created_at": "2000-01-01T00:00:00Z",
    }

    made = client.post("/api/v1/customers/", body, content_type="application/json")

    assert made.status_code == 201
    found = made.json()
    assert found["version"] == 1
    assert found["id"] != 99
    assert not found["created_at"].startswith("2000")
    assert Membership.objects.filter(company=world.own.company).exists()
