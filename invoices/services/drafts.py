"""Documents being written: save, discard, and post for good."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.idempotency import claim_key
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company, User
from invoices.models import CreditNote, DocumentDraft, Invoice
from invoices.services.draft_content import credit_note_content, invoice_content
from invoices.services.errors import LedgerRefusedError
from invoices.services.post_credit_note import post_credit_note
from invoices.services.post_invoice import post_invoice


class DraftGoneError(LedgerRefusedError):
    """Somebody posted or discarded the draft meanwhile."""


@retried_transaction
def save_draft(
    *,
    actor: User,
    company: Company,
    kind: str,
    data: dict[str, Any],
    draft: DocumentDraft | None = None,
) -> DocumentDraft:
    """Keep what was written, in a new draft or in `draft`. No money moves."""
    if draft is None:
        draft = DocumentDraft(company=company, kind=kind, created_by=actor)
        action = "invoices.draft.started"
    else:
        action = "invoices.draft.saved"
    draft.data = data
    draft.save()
    audit.record(
        actor=actor,
        action=action,
        target=draft,
        company=company,
        label=_label(draft),
        after={"kind": kind},
    )
    return draft


@retried_transaction
def discard_draft(*, actor: User, draft: DocumentDraft) -> None:
    """Throw a draft away. Raises `DraftGoneError`."""
    label = _label(draft)
    audit.record(
        actor=actor,
        action="invoices.draft.discarded",
        target=draft,
        company=draft.company_id,
        label=label,
        before={"kind": draft.kind},
    )
    _take(draft)


@retried_transaction
def post_draft(*, actor: User, draft: DocumentDraft) -> Invoice | CreditNote:
    """Post what the draft says and remove it; all of it or nothing.

    Raises `LedgerRefusedError` (the draft stays), `DraftGoneError`, and
    `AlreadyDoneError` when the same person posted it before.
    """
    claim_key(user=actor, key=draft_key(draft.pk), action="invoices.draft.posted")
    posted: Invoice | CreditNote
    if draft.kind == DocumentDraft.Kind.INVOICE:
        invoice = invoice_content(draft)
        posted = post_invoice(actor=actor, company=draft.company, **invoice.posting())
    else:
        note = credit_note_content(draft)
        posted = post_credit_note(actor=actor, company=draft.company, **note.posting())
    _take(draft)
    return posted


def draft_key(draft_id: int) -> str:
    """The key under which posting a draft happens once."""
    return f"draft-{draft_id}"


def _take(draft: DocumentDraft) -> None:
    # The one DELETE decides between two people who post or discard it at once.
    deleted, _rows = DocumentDraft.objects.filter(pk=draft.pk).delete()
    if not deleted:
        raise DraftGoneError(_("Somebody already posted or discarded this draft."))


def _label(draft: DocumentDraft) -> str:
    return str(draft.data.get("number") or f"{draft.kind} {draft.pk}")
