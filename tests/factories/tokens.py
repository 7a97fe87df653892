"""Programs that call the API with somebody's token."""

from __future__ import annotations

from collections.abc import Sequence

from django.test import Client

from arcollect.core.models import Company, User
from arcollect.core.services.create_token import create_token
from arcollect.core.token_scopes import TokenScope
from tests.factories.browsers import browser


def api_token(
    user: User,
    *,
    company: Company | None = None,
    scopes: Sequence[str] = tuple(TokenScope),
    days: int = 30,
) -> str:
    """The secret of a new token, with every scope unless said otherwise."""
    where = company or user.memberships.select_related("company").get().company
    _token, secret = create_token(
        user=user, company=where, name="Program", scopes=scopes, days=days
    )
    return secret


def caller(
    user: User,
    *,
    company: Company | None = None,
    scopes: Sequence[str] = tuple(TokenScope),
) -> Client:
    """A program with a token of `user`."""
    return calling_with(api_token(user, company=company, scopes=scopes))


def calling_with(secret: str) -> Client:
    """A program with that token."""
    return browser(headers={"Authorization": f"Bearer {secret}"})
