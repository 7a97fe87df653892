"""Who came and went."""

from __future__ import annotations

from django.db import transaction

from arcollect.core import audit
from arcollect.core.models import User
from arcollect.core.services.second_factor import company_of


@transaction.atomic
def record_sign_in(*, user: User) -> None:
    """Note that the user gave the right password."""
    audit.record(
        actor=user,
        action="core.user.signed_in",
        target=user,
        company=company_of(user),
    )


@transaction.atomic
def record_sign_out(*, user: User) -> None:
    """Note that the user ended his session."""
    audit.record(
        actor=user,
        action="core.user.signed_out",
        target=user,
        company=company_of(user),
    )
