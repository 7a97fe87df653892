"""Send a letter to oneself, to see it as a customer would."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext as _

from arcollect.core import audit, clock, outbox
from arcollect.core.locking import retried_transaction
from arcollect.core.models import OutboxMessage, User
from arcollect.core.outbox_wake import wake_after_commit
from collection.models import DunningLetter
from collection.selectors.letter_words import words_of_letter
from collection.services.render_letter import mail_parts

KIND = "dunning_test"


class NoTestError(Exception):
    """No test was sent; the text says why."""


@retried_transaction
def send_test(*, actor: User, letter: DunningLetter, language: str) -> OutboxMessage:
    """Queue the letter in that language to the address of `actor`, marked as a test.

    Nothing about the letter or its items changes. Raises `NoTestError` where the
    person has no e-mail address.
    """
    if not actor.email:
        raise NoTestError(
            _("You have no e-mail address here; an administrator can enter one.")
        )
    parts = mail_parts(words_of_letter(letter, language=language))
    key = f"{KIND}:{uuid.uuid4()}"
    parts["subject"] = f"[{_('Test')}] {parts['subject']}"
    post = outbox.Post(
        company=letter.company,
        kind=KIND,
        unique_key=key,
        recipient=actor.email,
        not_before=clock.now(),
        payload=parts,
    )
    outbox.enqueue([post])
    wake_after_commit()
    audit.record(
        actor=actor,
        action="collections.dunning_letter.tested",
        target=letter,
        company=letter.company_id,
        label=str(letter.customer),
    )
    return OutboxMessage.objects.get(unique_key=key)
