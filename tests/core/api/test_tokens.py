"""Tokens: shown once, kept as a hash, ending with their owner, slowed when guessed."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from arcollect.core.api.throttling import MOST_WRONG
from arcollect.core.models import ApiToken, AuditEvent, User
from arcollect.core.roles import Role
from arcollect.core.selectors.tokens import hash_of
from arcollect.core.services.change_access import deactivate_user, reactivate_user
from arcollect.core.services.create_token import TokenRefusedError, create_token
from arcollect.core.services.revoke_token import TokenGoneError, revoke_token
from arcollect.core.token_scopes import TokenScope
from tests import factories

pytestmark = pytest.mark.django_db
ME = "/api/v1/me/"


@pytest.fixture
def clerk() -> User:
    return factories.user(role=Role.FINANCE, company=factories.company())


def test_only_a_hash_is_kept(clerk):
    secret = factories.api_token(clerk)
    token = ApiToken.objects.get()

    _mark, prefix, rest = secret.split("_", 2)
    assert (token.prefix, token.secret_hash) == (prefix, hash_of(rest))
    assert rest not in str(ApiToken.objects.values().get())
    assert rest not in str(list(AuditEvent.objects.values()))
    assert AuditEvent.objects.filter(action="core.token.created").count() == 1


def test_a_token_acts_for_its_owner_and_remembers_its_use(clerk):
    found = factories.caller(clerk, scopes=[TokenScope.READ]).get(ME).json()

    assert found["username"] == clerk.username
    assert found["role"] == "finance"
    assert found["token"]["scopes"] == ["read"]
    assert ApiToken.objects.get().last_used_at is not None


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_token_lives_at_most_a_year(clerk, days):
    company = clerk.memberships.get().company
    with pytest.raises(TokenRefusedError):
        create_token(user=clerk, company=company, name="x", scopes=["read"], days=days)


@pytest.mark.parametrize("scopes", [[], ["read", "root"]])
def test_a_token_has_known_scopes(clerk, scopes):
    company = clerk.memberships.get().company
    with pytest.raises(TokenRefusedError):
        create_token(user=clerk, company=company, name="x", scopes=scopes, days=1)


def test_nobody_makes_a_token_for_a_company_without_a_role_there(clerk):
    other = factories.company()
    with pytest.raises(TokenRefusedError):
        create_token(user=clerk, company=other, name="x", scopes=["read"], days=1)


def test_it_expires(clerk):
    noon = dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)
    with time_machine.travel(noon, tick=False) as traveller:
        client = factories.caller(clerk)
        traveller.shift(dt.timedelta(days=30, seconds=-1))
        assert client.get(ME).status_code == 200
        traveller.shift(dt.timedelta(seconds=1))
        assert client.get(ME).status_code == 401


def test_a_revoked_one_is_over_with_the_next_call(clerk):
    client = factories.caller(clerk)
    assert client.get(ME).status_code == 200
    revoke_token(actor=clerk, token=ApiToken.objects.get())
    assert client.get(ME).status_code == 401
    with pytest.raises(TokenGoneError):
        revoke_token(actor=clerk, token=ApiToken.objects.get())
    assert AuditEvent.objects.filter(action="core.token.revoked").count() == 1


def test_it_ends_with_the_login_for_good(clerk):
    client = factories.caller(clerk)
    deactivate_user(actor=None, user=clerk)
    assert client.get(ME).status_code == 401
    reactivate_user(actor=None, user=clerk)
    assert client.get(ME).status_code == 401


@pytest.mark.parametrize("change", ["closed", "handed over", "no role", "other role"])
def test_a_right_that_is_taken_away_is_gone_with_the_next_call(clerk, change):
    client = factories.caller(clerk)
    assert client.get("/api/v1/imports/").status_code == 200
    if change == "closed":
        User.objects.filter(pk=clerk.pk).update(is_active=False)
    elif change == "handed over":
        User.objects.filter(pk=clerk.pk).update(must_change_password=True)
    elif change == "no role":
        clerk.memberships.all().delete()
    else:
        clerk.memberships.update(role=Role.AUDITOR)
    status = client.get("/api/v1/imports/").status_code
    assert status == (403 if change == "other role" else 401)


def test_guessing_is_slowed_and_the_neighbours_are_not(clerk):
    right = factories.api_token(clerk)
    other = factories.caller(clerk)
    prefix = right.split("_")[1]
    guess = factories.calling_with(f"arc_{prefix}_guess")
    unknown = factories.calling_with("arc_00000000_guess")

    for client in (guess, unknown):
        statuses = [client.get(ME).status_code for _ in range(MOST_WRONG + 1)]
        assert statuses == [401] * MOST_WRONG + [429]
    assert guess.get(ME)["Retry-After"] == "60"
    assert other.get(ME).status_code == 200


def test_the_answer_speaks_the_callers_language(clerk):
    client = factories.caller(clerk)
    words = {
        language: client.get("/api/v1/nothing/", headers={"Accept-Language": language})
        for language in ("en", "zh-hans", "zh-hant")
    }
    assert words["en"].json()["title"] == "Not found"
    assert words["zh-hans"].json()["title"] == "未找到"
    assert words["zh-hant"].json()["title"] == "找不到"
