"""The language a person reads."""

from __future__ import annotations

from django.db import transaction

from arcollect.core import audit
from arcollect.core.models import User
from arcollect.core.services.second_factor import company_of


@transaction.atomic
def change_language(*, user: User, language: str) -> None:
    """Keep the language with the user; does nothing when it is his already."""
    before = user.language
    if before == language:
        return
    User.objects.filter(pk=user.pk).update(language=language)
    user.language = language
    audit.record(
        actor=user,
        action="core.user.language_changed",
        target=user,
        company=company_of(user),
        before={"language": before},
        after={"language": language},
    )
