"""Leave one letter of a preview out."""

from __future__ import annotations

from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from collection.models import DunningLetter


class SkipRefusedError(Exception):
    """The letter was not skipped; the text says why."""


@retried_transaction
def skip_letter(*, actor: User | None, letter: DunningLetter, reason: str) -> None:
    """Skip a planned letter for this run; the next run looks at its items anew.

    Raises `SkipRefusedError` without a reason and for a letter no longer planned.
    """
    if not reason.strip():
        raise SkipRefusedError(_("Say why the letter is skipped."))
    skipped = DunningLetter.objects.filter(
        pk=letter.pk, state=DunningLetter.State.PLANNED
    ).update(
        state=DunningLetter.State.SKIPPED,
        reason=reason.strip()[:300],
        decided_by=actor,
        decided_at=clock.now(),
    )
    if not skipped:
        raise SkipRefusedError(
            _("This letter is no longer planned; look at the run again.")
        )
    audit.record(
        actor=actor,
        action="collections.dunning_letter.skipped",
        target=letter,
        company=letter.company_id,
        label=str(letter.customer),
        reason=reason,
    )
