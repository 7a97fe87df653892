"""Write a company's own wording of a level, or go back to the shipped one."""

from __future__ import annotations

from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company, User
from collection.domain.dunning import HIGHEST_SENT, Level
from collection.domain.letter_texts import (
    LANGUAGES,
    UnknownPlaceholderError,
    check_text,
    plain,
)
from collection.models import DunningText
from collection.selectors.wordings import wording_of


class TextRefusedError(Exception):
    """The text was not saved; the sentence says why."""


@retried_transaction
def save_text(
    *,
    actor: User,
    company: Company,
    level: Level,
    language: str,
    subject: str,
    body: str,
) -> DunningText:
    """Save subject and body for every letter of that level and language from now on.

    Letters already rendered keep theirs. Raises `TextRefusedError` for an unknown
    placeholder, an empty text, and a level or language that has none.
    """
    if level > HIGHEST_SENT or language not in LANGUAGES:
        raise TextRefusedError(_("There is no such text."))
    if not subject.strip() or not body.strip():
        raise TextRefusedError(_("Subject and text must not be empty."))
    for each in (subject, body):
        _check(each)
    before = wording_of(company=company, level=level, language=language)
    text, _created = DunningText.objects.update_or_create(
        company=company,
        level=level.value,
        language=language,
        defaults={
            "subject": plain(subject).strip()[:200],
            "body": body.replace("\r\n", "\n").strip(),
            "changed_at": clock.now(),
            "changed_by": actor,
        },
    )
    audit.record(
        actor=actor,
        action="collections.dunning_text.saved",
        target=text,
        company=company,
        label=str(text),
        before={"subject": before.subject, "text": before.body},
        after={"subject": text.subject, "text": text.body},
    )
    return text


def _check(text: str) -> None:
    try:
        check_text(text)
    except UnknownPlaceholderError as error:
        raise TextRefusedError(
            _("“{{%(name)s}}” is no placeholder. Take one from the list.")
            % {"name": error.name}
        ) from error


@retried_transaction
def reset_text(*, actor: User, company: Company, level: Level, language: str) -> None:
    """Go back to the shipped wording. Raises `TextRefusedError` if that is in use."""
    rows = DunningText.objects.filter(
        company=company, level=level.value, language=language
    )
    text = rows.first()
    if text is None:
        raise TextRefusedError(_("The shipped text is in use already."))
    audit.record(
        actor=actor,
        action="collections.dunning_text.reset",
        target=text,
        company=company,
        label=str(text),
        before={"subject": text.subject, "text": text.body},
    )
    rows.delete()
