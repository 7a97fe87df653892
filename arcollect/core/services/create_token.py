"""Make a personal access token for the API."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence

from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import ApiToken, Company, User
from arcollect.core.permissions import memberships_of
from arcollect.core.selectors.tokens import MARK, hash_of
from arcollect.core.token_scopes import TokenScope

MOST_DAYS = 366
PREFIX_BYTES = 4
SECRET_BYTES = 32


class TokenRefusedError(Exception):
    """The token was not made; the text says why."""


@retried_transaction
def create_token(
    *,
    user: User,
    company: Company,
    name: str,
    scopes: Sequence[str],
    days: int,
) -> tuple[ApiToken, str]:
    """Make a token that lives `days` (1 to 366) and return it with its secret.

    The secret is shown to its owner once and kept nowhere. Raises `TokenRefusedError`
    for an unknown scope, another length of life, or a company without a role in it.
    """
    if all(found.company_id != company.pk for found in memberships_of(user)):
        raise TokenRefusedError(_("You have no role in this company."))
    if not 1 <= days <= MOST_DAYS:
        raise TokenRefusedError(_("A token lives from one day to one year."))
    chosen = [scope.value for scope in TokenScope if scope in scopes]
    if not chosen or len(chosen) != len(set(scopes)):
        raise TokenRefusedError(_("Choose what the token is allowed to do."))
    prefix = secrets.token_hex(PREFIX_BYTES)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    now = clock.now()
    token = ApiToken.objects.create(
        user=user,
        company=company,
        name=name.strip(),
        prefix=prefix,
        secret_hash=hash_of(secret),
        scopes=chosen,
        created_at=now,
        expires_at=now + dt.timedelta(days=days),
    )
    audit.record(
        actor=user,
        action="core.token.created",
        target=token,
        company=company,
        after={
            "prefix": prefix,
            "scopes": chosen,
            "expires_at": clock.local_date(token.expires_at, company.time_zone),
        },
    )
    return token, f"{MARK}_{prefix}_{secret}"
