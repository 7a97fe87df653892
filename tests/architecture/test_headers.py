"""Every page carries the headers that keep foreign scripts and frames out."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from arcollect.core.roles import Role
from tests import factories
from tests.architecture.routes import ROUTES
from tests.architecture.test_route_matrix import address

pytestmark = [pytest.mark.django_db, pytest.mark.above_database]
NONCE = re.compile(r"'nonce-([^']+)'")


def refuses_foreign_content(response: HttpResponse) -> None:
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["X-Request-ID"]


def holds_no_inline_code(page: str, policy: str) -> None:
    given = NONCE.search(policy)
    for tag in re.findall(r"<script\b[^>]*>", page):
        allowed = "src=" in tag or 'type="application/json"' in tag
        nonce = f'nonce="{given.group(1)}"' if given else "no nonce in the policy"
        assert allowed or nonce in tag, tag
    for tag in re.findall(r"<style\b[^>]*>", page):
        assert given, tag
        assert f'nonce="{given.group(1)}"' in tag, tag
    assert not re.findall(r"<[^>]+\sstyle\s*=", page)
    assert not re.findall(r"<[^>]+\son[a-z]+\s*=", page)
    assert "javascript:" not in page


@pytest.mark.parametrize(
    "name", sorted(name for name, route in ROUTES.items() if "GET" in route.methods)
)
def test_every_page_carries_them(world, name: str):
    role = min(ROUTES[name].roles)
    response = factories.signed_in(world.people[role]).get(address(name, world.own))

    refuses_foreign_content(response)
    if response.get("Content-Type", "").startswith("text/html"):
        page = response.getvalue().decode()
        holds_no_inline_code(page, response["Content-Security-Policy"])
    if not ROUTES[name].public:
        assert "no-store" in response["Cache-Control"] or (
            "private" in response["Cache-Control"]
        )


def test_error_pages_and_the_login_carry_them(world):
    clerk = factories.signed_in(world.people[Role.FINANCE])
    for response in (
        Client().get("/login/"),
        clerk.get("/no/such/page/"),
        clerk.get("/users/"),
        Client(enforce_csrf_checks=True).post("/login/"),
    ):
        refuses_foreign_content(response)
        policy = response["Content-Security-Policy"]
        holds_no_inline_code(response.getvalue().decode(), policy)


def test_a_nonce_is_good_for_one_page(world):
    client = factories.signed_in(world.people[Role.ADMINISTRATOR])
    policies = {client.get("/users/")["Content-Security-Policy"] for _ in range(3)}
    nonces = [found for found in map(NONCE.search, policies) if found]

    assert len(nonces) in (0, 3)


def test_session_and_form_cookies_are_out_of_reach_of_scripts(world):
    user = world.people[Role.FINANCE]
    client = Client()
    client.get("/login/")
    client.post("/login/", {"username": user.username, "password": factories.PASSWORD})

    for name in ("arcollect_session", "arcollect_csrf"):
        cookie = client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
