"""Who calls: a personal token, or the person signed in at the try-out page."""

from __future__ import annotations

import datetime as dt
import hmac
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from arcollect.core import clock
from arcollect.core.api.throttling import count_wrong, refuse_guessing
from arcollect.core.middleware import second_factor_page
from arcollect.core.models import ApiToken, User
from arcollect.core.permissions import memberships_of
from arcollect.core.selectors.tokens import find_token, hash_of, is_live, parts_of

KEYWORD = "bearer"
USED_EVERY = dt.timedelta(hours=1)


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer arc_…`: the owner, in the company of the token."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        header = request.META.get("HTTP_AUTHORIZATION", "")
        if not header:
            return None
        keyword, _space, text = header.partition(" ")
        parts = parts_of(text.strip()) if keyword.lower() == KEYWORD else None
        if parts is None:
            raise _refused()
        token = self._token(request, *parts)
        enter_company(request, token.user, token.company_id)
        self._note_use(token)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002
        return 'Bearer realm="arcollect"'

    @staticmethod
    def _token(request: Request, prefix: str, secret: str) -> ApiToken:
        """The live token; whoever guesses is slowed down, by token or by address."""
        address = request.META.get("REMOTE_ADDR", "")
        found = find_token(prefix)
        subject = prefix if found else address
        refuse_guessing(subject)
        given = hash_of(secret)
        if found is None or not hmac.compare_digest(found.secret_hash, given):
            count_wrong(subject)
            raise _refused()
        if not is_live(found):
            raise _refused()
        return found

    @staticmethod
    def _note_use(token: ApiToken) -> None:
        now = clock.now()
        if token.last_used_at is None or token.last_used_at <= now - USED_EVERY:
            ApiToken.objects.filter(
                Q(last_used_at=None) | Q(last_used_at__lte=now - USED_EVERY),
                pk=token.pk,
            ).update(last_used_at=now)


class SignedInAuthentication(SessionAuthentication):
    """The session of the try-out page; every write needs the form token as well."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        user: Any = request._request.user  # noqa: SLF001
        if not user.is_authenticated or not user.is_active:
            return None
        self.enforce_csrf(request)
        is_unfinished = second_factor_page(user) or user.must_change_password
        company = request._request.company  # type: ignore[attr-defined] # noqa: SLF001
        if is_unfinished or company is None:
            raise _refused()
        enter_company(request, user, company.pk)
        return user, None


def enter_company(request: Any, user: User, company_id: int) -> None:
    """Let the call see one company only, in the owner's present role.

    The memberships are read anew with every call: a role taken away is gone at once.
    """
    user._memberships_read = [  # type: ignore[attr-defined]  # noqa: SLF001
        found for found in memberships_of(user) if found.company_id == company_id
    ]
    membership = next(iter(memberships_of(user)), None)
    if membership is None:
        raise _refused()
    request.membership, request.company = membership, membership.company


def _refused() -> AuthenticationFailed:
    return AuthenticationFailed(
        _("The token is missing, wrong, expired or revoked, or its owner is gone.")
    )
