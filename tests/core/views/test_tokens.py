"""The screens where a person makes and revokes his access tokens."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from arcollect.core.models import ApiToken
from arcollect.core.roles import Role
from tests import factories
from tests.architecture.world import nothing_written

pytestmark = pytest.mark.django_db
LIST, NEW = "/profile/tokens/", "/profile/tokens/new/"
FORM = {"name": "Web shop", "scopes": ["read", "write:ledger"], "days": "90"}


@pytest.fixture
def clerk():
    return factories.user(role=Role.FINANCE, company=factories.company())


def test_a_token_is_made_and_shown_once(clerk):
    client = factories.signed_in(clerk)

    page = client.post(NEW, FORM)

    secret = re.search(r"data-token>(arc_[^<]+)<", page.content.decode())[1]
    assert "no-store" in page["Cache-Control"]
    assert factories.calling_with(secret).get("/api/v1/me/").status_code == 200
    assert secret not in client.get(LIST).content.decode()
    assert "Web shop" in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"scopes": []},
        {"scopes": ["root"]},
        {"days": "9999"},
        {"days": ""},
    ],
)
def test_bad_input_says_why_and_makes_nothing(clerk, change):
    client = factories.signed_in(clerk)
    with nothing_written():
        page = client.post(NEW, {**FORM, **change})
    assert page.status_code == 422
    assert page.context["form"].errors
    assert not ApiToken.objects.exists()


def test_a_token_is_revoked(clerk):
    client = factories.signed_in(clerk)
    program = factories.caller(clerk)
    url = f"/profile/tokens/{ApiToken.objects.get().pk}/revoke/"

    assert client.post(url).status_code == 302
    assert program.get("/api/v1/me/").status_code == 401
    assert "revoked before" in client.post(url, follow=True).content.decode()


def test_tokens_of_others_do_not_exist(clerk):
    colleague = factories.user(
        role=Role.FINANCE, company=clerk.memberships.get().company
    )
    factories.api_token(colleague)
    client = factories.signed_in(clerk)
    token = ApiToken.objects.get()

    with nothing_written():
        answer = client.post(f"/profile/tokens/{token.pk}/revoke/")
    assert answer.status_code == 404
    assert token.prefix not in client.get(LIST).content.decode()


def test_strangers_go_to_the_login(clerk):
    for url in (LIST, NEW):
        assert Client().get(url)["Location"].startswith("/login/")


def test_the_list_costs_the_same_at_1_and_at_50(clerk, django_assert_max_num_queries):
    client = factories.signed_in(clerk)
    factories.api_token(clerk)
    client.get(LIST)
    with django_assert_max_num_queries(25) as one:
        client.get(LIST)
    for _ in range(49):
        factories.api_token(clerk)
    with django_assert_max_num_queries(25) as fifty:
        client.get(LIST)
    assert len(one) == len(fifty)
