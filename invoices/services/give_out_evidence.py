"""Give out the bytes of a file, once its hash was checked."""

from __future__ import annotations

from arcollect.core import audit
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from arcollect.core.services.keep_evidence import EvidenceChangedError, read_evidence
from invoices.models import Evidence
from invoices.services.errors import LedgerRefusedError


class EvidenceNotGivenOutError(LedgerRefusedError):
    """What is stored is not what was handed in; the text says what to do."""


def give_out_evidence(*, actor: User, evidence: Evidence) -> bytes:
    """The bytes as they were handed in.

    Raises `EvidenceNotGivenOutError` where the stored file is missing or was changed;
    that is audited before it is raised.
    """
    try:
        return read_evidence(evidence.file)
    except EvidenceChangedError as error:
        _record(actor=actor, evidence=evidence)
        raise EvidenceNotGivenOutError(str(error)) from error


@retried_transaction
def _record(*, actor: User, evidence: Evidence) -> None:
    audit.record(
        actor=actor,
        action="invoices.evidence.found_changed",
        target=evidence,
        company=evidence.company_id,
        label=evidence.file.name,
        after={"sha256": evidence.sha256},
    )
