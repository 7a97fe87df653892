"""Give items that a service just touched their class at once, not only next night."""

from __future__ import annotations

from django.db.models import F, Q

from arcollect.core.locking import share_row
from invoices.models import ClassificationProgress, DueItemState
from invoices.services.give_classes import Night, give_classes

# Items named one by one in a statement.
PART = 5_000


def classify_touched(*, company_id: int, items: Q) -> int:
    """Do the last night again for those of `items` that ask for a look.

    To be called last in the outermost service, in its transaction: what was touched has
    its class as of the last day classified, with history, as if that day's night ran
    again now. Nothing happens before the first night, nor while a night is under way:
    the next look stays noted and the night takes it. Returns how many changed class.
    """
    night = _last_night(company_id)
    if night is None:
        return 0
    marked = DueItemState.objects.filter(
        items,
        company=company_id,
        next_change_on__lte=night.day,
        issued_on__lte=night.day,
    )
    # Locked, so that history and state are written about one and the same balance.
    found = marked.select_for_update(no_key=True).order_by("pk")
    pks = list(found.values_list("pk", flat=True))
    return sum(
        give_classes(
            night, DueItemState.objects.filter(pk__in=pks[start : start + PART])
        )
        for start in range(0, len(pks), PART)
    )


def _last_night(company_id: int) -> Night | None:
    """The last finished night, which no other can follow before this transaction ends."""
    finished = Q(begun__isnull=True) | Q(begun__lte=F("through"))
    rows = ClassificationProgress.objects.filter(
        finished, company=company_id, through__isnull=False, policy__isnull=False
    )
    if not share_row(rows):
        return None
    progress = ClassificationProgress.objects.select_related("policy").get(
        company=company_id
    )
    assert progress.through is not None  # noqa: S101 - `rows` asked for both
    assert progress.policy is not None  # noqa: S101
    return Night(company_id, progress.through, progress.policy)


def hold_off_classes(*, company_id: int) -> None:
    """Let no other service classify what it touches until this transaction ends.

    For whoever changes what is known about items that he may not see yet: postings that
    share the row are waited for, later ones leave their items to the night.
    """
    rows = ClassificationProgress.objects.filter(company=company_id)
    rows.select_for_update(no_key=True).first()
