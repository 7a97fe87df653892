"""Passwords: one's own, and the one-time password an administrator hands out."""

from __future__ import annotations

import secrets

from django.db import transaction

from arcollect.core import audit
from arcollect.core.models import User
from arcollect.core.services.first_run_code import ALPHABET
from arcollect.core.services.second_factor import company_of

ONE_TIME_GROUPS = 4


@transaction.atomic
def change_password(*, user: User, password: str) -> None:
    """Set the user's own new password, checked by the form.

    Every other session of the user ends: a session carries a hash of the password.
    """
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    audit.record(
        actor=user,
        action="core.user.password_changed",
        target=user,
        company=company_of(user),
    )


def one_time_password() -> str:
    """A password to hand over: 16 characters in groups, good for one sign-in."""
    groups = (
        "".join(secrets.choice(ALPHABET) for _ in range(4))
        for _ in range(ONE_TIME_GROUPS)
    )
    return "-".join(groups)
