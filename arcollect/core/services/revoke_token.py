"""End access tokens before their time."""

from __future__ import annotations

from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import ApiToken, User


class TokenGoneError(Exception):
    """The token was revoked before."""


@retried_transaction
def revoke_token(*, actor: User | None, token: ApiToken) -> None:
    """End the token with its next call. Raises `TokenGoneError`."""
    revoked = ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(
        revoked_at=clock.now()
    )
    if not revoked:
        raise TokenGoneError(_("This token was revoked before."))
    audit.record(
        actor=actor,
        action="core.token.revoked",
        target=token,
        company=token.company_id,
        before={"prefix": token.prefix},
    )


@retried_transaction
def revoke_tokens_of(*, actor: User | None, user: User) -> int:
    """End all tokens of a person whose login is closed. Returns how many."""
    tokens = list(ApiToken.objects.filter(user=user, revoked_at=None))
    for token in tokens:
        revoke_token(actor=actor, token=token)
    return len(tokens)
