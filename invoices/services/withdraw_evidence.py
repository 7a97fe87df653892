"""Say that a file counts no longer as evidence. It is never deleted."""

from __future__ import annotations

from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from arcollect.core.permissions import has_permission
from arcollect.core.roles import Permission
from arcollect.core.services.keep_evidence import EvidenceRefusedError, withdraw_file
from invoices.models import Evidence
from invoices.services.errors import LedgerRefusedError


class EvidenceNotWithdrawnError(LedgerRefusedError):
    """The file counts as before; the text says why."""


def may_withdraw(*, actor: User, evidence: Evidence) -> bool:
    """Who uploaded a file may withdraw it on the same day, finance managers any time."""
    if evidence.file.state.withdrawn_at is not None:
        return False
    if has_permission(actor, evidence.company_id, Permission.REVERSE_DOCUMENTS):
        return True
    zone = evidence.company.time_zone
    uploaded_on = clock.local_date(evidence.file.uploaded_at, zone)
    return bool(
        evidence.file.uploaded_by_id == actor.pk and uploaded_on == clock.today(zone)
    )


@retried_transaction
def withdraw_evidence(*, actor: User, evidence: Evidence, reason: str) -> None:
    """Withdraw the file with a reason; it stays readable, marked as withdrawn.

    Of two people at once the second one is told who was first. Raises
    `EvidenceNotWithdrawnError` for whoever may not and without a reason.
    """
    counts = evidence.file.state.withdrawn_at is None
    if counts and not may_withdraw(actor=actor, evidence=evidence):
        raise EvidenceNotWithdrawnError(
            _(
                "Who uploaded a file can withdraw it on the same day; after that a "
                "finance manager does."
            )
        )
    try:
        withdraw_file(actor=actor, file=evidence.file, reason=reason)
    except EvidenceRefusedError as error:
        raise EvidenceNotWithdrawnError(str(error)) from error
    audit.record(
        actor=actor,
        action="invoices.evidence.withdrawn",
        target=evidence,
        company=evidence.company_id,
        label=evidence.file.name,
        after={"sha256": evidence.sha256},
        reason=reason.strip(),
    )
