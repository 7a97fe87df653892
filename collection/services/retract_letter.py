"""A letter that does not go after all frees its items for the next one."""

from __future__ import annotations

from collections.abc import Collection

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from collection.models import DunningItem, DunningLetter


@retried_transaction
def retract_letters(
    *, letters: Collection[int], why: str, actor: User | None = None
) -> int:
    """Note that released letters were called off before they left; how many.

    Their items have not reached the level: the next run decides anew from the books.
    """
    released = DunningLetter.objects.filter(
        pk__in=list(letters), state=DunningLetter.State.RELEASED
    )
    ids = list(released.values_list("pk", flat=True))
    DunningItem.objects.filter(letter__in=ids).delete()
    called_off = released.update(
        state=DunningLetter.State.CALLED_OFF,
        reason=why[:300],
        decided_by=actor,
        decided_at=clock.now(),
    )
    for letter in DunningLetter.objects.filter(pk__in=ids).select_related("customer"):
        audit.record(
            actor=actor,
            action="collections.dunning_letter.called_off",
            target=letter,
            company=letter.company_id,
            label=f"{letter} {letter.customer}",
            reason=why,
        )
    return called_off
