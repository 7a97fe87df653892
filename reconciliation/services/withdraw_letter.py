"""Take a letter back; its number and its file stay."""

from __future__ import annotations

from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from reconciliation.models import ConfirmationLetter, LetterState
from reconciliation.services.letter_errors import LetterRefusedError

State = LetterState.State
IN_FORCE = (State.ISSUED, State.DELIVERED, State.ANSWERED, State.NO_REPLY)


@retried_transaction
def withdraw_letter(
    *, actor: User, letter: ConfirmationLetter, reason: str
) -> LetterState:
    """The letter counts no longer; whoever verifies it is told so.

    Raises `LetterRefusedError` without a reason and for a letter that is not in force.
    """
    reason = reason.strip()
    if not reason:
        raise LetterRefusedError(_("Say why the letter is withdrawn."))
    now = clock.now()
    changed = LetterState.objects.filter(pk=letter.pk, state__in=IN_FORCE).update(
        state=State.WITHDRAWN,
        state_changed_at=now,
        withdrawn_at=now,
        withdrawn_by=actor,
        withdrawn_reason=reason,
    )
    if not changed:
        raise LetterRefusedError(
            _("Letter %(number)s is not in force any more.") % {"number": letter.number}
        )
    audit.record(
        actor=actor,
        action="reconciliation.letter.withdrawn",
        target=letter,
        company=letter.company_id,
        label=letter.number,
        after={"state": State.WITHDRAWN},
        reason=reason,
    )
    return LetterState.objects.get(pk=letter.pk)
