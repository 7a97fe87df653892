"""Issue a letter anew: a new number from today's books, and the old one superseded."""

from __future__ import annotations

from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from reconciliation.models import ConfirmationLetter, LetterState
from reconciliation.services.issue_letter import LetterOrder, issue_letter
from reconciliation.services.letter_errors import LetterRefusedError
from reconciliation.services.withdraw_letter import IN_FORCE


@retried_transaction
def reissue_letter(
    *,
    actor: User,
    letter: ConfirmationLetter,
    order: LetterOrder,
    reason: str,
) -> ConfirmationLetter:
    """A letter in place of `letter`, to the same customer in the same currency.

    What has been posted since is in it. Raises `LetterRefusedError` without a reason,
    for a letter not in force, and as `issue_letter` does.
    """
    reason = reason.strip()
    if not reason:
        raise LetterRefusedError(_("Say why the letter is issued again."))
    changed = LetterState.objects.filter(pk=letter.pk, state__in=IN_FORCE).update(
        state=LetterState.State.SUPERSEDED, state_changed_at=clock.now()
    )
    if not changed:
        raise LetterRefusedError(
            _("Letter %(number)s is not in force any more.") % {"number": letter.number}
        )
    fresh = issue_letter(
        actor=actor,
        company=letter.company,
        customer=letter.customer,
        currency=letter.currency,
        order=order,
        supersedes=letter,
    )
    audit.record(
        actor=actor,
        action="reconciliation.letter.superseded",
        target=letter,
        company=letter.company_id,
        label=letter.number,
        after={"superseded_by": fresh.number},
        reason=reason,
    )
    return fresh
