"""Access tokens: finding the live one, and listing a person's."""

from __future__ import annotations

import hashlib

from django.db.models import QuerySet

from arcollect.core import clock
from arcollect.core.models import ApiToken, User

MARK = "arc"


def hash_of(secret: str) -> str:
    """SHA-256 of a secret of 256 random bits; a slow hash would add nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


def parts_of(text: str) -> tuple[str, str] | None:
    """Prefix and secret of `arc_<prefix>_<secret>`; None for anything else."""
    mark, _, rest = text.partition("_")
    prefix, _, secret = rest.partition("_")
    is_token = mark == MARK and prefix and secret and len(text) < 120
    return (prefix, secret) if is_token else None


def find_token(prefix: str) -> ApiToken | None:
    """The token with that prefix, used up or not, with its owner."""
    return (
        ApiToken.objects.filter(prefix=prefix).select_related("user", "company").first()
    )


def is_live(token: ApiToken) -> bool:
    """Whether it is neither expired nor revoked, and its owner may still sign in.

    An owner who was handed a one-time password must change it first.
    """
    owner = token.user
    return (
        token.revoked_at is None
        and token.expires_at > clock.now()
        and owner.is_active
        and not owner.must_change_password
    )


def list_tokens(*, user: User) -> QuerySet[ApiToken]:
    """All tokens of a person, newest first."""
    return ApiToken.objects.filter(user=user).select_related("company").order_by("-pk")
