"""Drafts: their list, the look before posting, posting, discarding."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from arcollect.core.decorators import requires
from arcollect.core.idempotency import AlreadyDoneError
from arcollect.core.lists import page_of
from arcollect.core.models import IdempotencyKey
from arcollect.core.permissions import company_scope, get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from customers.models import Customer
from invoices.models import CreditNote, DocumentDraft, Invoice
from invoices.services.draft_content import credit_note_content, invoice_content
from invoices.services.drafts import discard_draft, draft_key, post_draft
from invoices.services.errors import LedgerRefusedError
from invoices.views.answers import say_already_done


def find_draft(
    request: SignedInRequest, draft_id: int, *, kind: str | None = None
) -> DocumentDraft:
    """The company's draft, for those who may post; else 404."""
    drafts = DocumentDraft.objects.filter(
        company_scope(request.user, Permission.POST_DOCUMENTS),
        company=request.company,
    ).select_related("company", "created_by")
    if kind is not None:
        drafts = drafts.filter(kind=kind)
    return get_or_404(drafts, pk=draft_id)


@require_safe
@requires(Permission.POST_DOCUMENTS)
def draft_list(request: SignedInRequest) -> HttpResponse:
    rows = (
        DocumentDraft.objects.filter(company=request.company)
        .select_related("created_by")
        .order_by("-updated_at", "-pk")
    )
    page = page_of(rows, request)
    wanted = [draft.data.get("customer") for draft in page]
    names = Customer.objects.filter(company=request.company).in_bulk(
        [pk for pk in wanted if pk]
    )
    drafts = [
        {"row": draft, "customer": names.get(draft.data.get("customer"))}
        for draft in page
    ]
    context = {"page_obj": page, "drafts": drafts}
    return render(request, "invoices/draft_list.html", context)


@require_safe
@requires(Permission.POST_DOCUMENTS)
def draft_confirm(request: SignedInRequest, draft_id: int) -> HttpResponse:
    """Figures first, then the button that names them."""
    return _confirm(request, find_draft(request, draft_id))


def _confirm(
    request: SignedInRequest, draft: DocumentDraft, refusal: str = ""
) -> HttpResponse:
    is_invoice = draft.kind == DocumentDraft.Kind.INVOICE
    content = None
    try:
        content = invoice_content(draft) if is_invoice else credit_note_content(draft)
    except LedgerRefusedError as error:
        refusal = str(error)
    context = {
        "draft": draft,
        "content": content,
        "refusal": refusal,
        "is_invoice": is_invoice,
    }
    status = 409 if refusal else 200
    return render(request, "invoices/draft_confirm.html", context, status=status)


@require_POST
@requires(Permission.POST_DOCUMENTS)
def draft_post(request: SignedInRequest, draft_id: int) -> HttpResponse:
    try:
        draft = find_draft(request, draft_id)
    except Http404:
        return _posted_before(request, draft_id)
    try:
        posted = post_draft(actor=request.user, draft=draft)
    except AlreadyDoneError as done:
        say_already_done(request, done)
        return redirect("invoices:draft_list")
    except LedgerRefusedError as error:
        return _confirm(request, draft, refusal=str(error))
    return _to_document(request, posted)


def _to_document(
    request: SignedInRequest, posted: Invoice | CreditNote
) -> HttpResponse:
    if isinstance(posted, Invoice):
        messages.success(
            request, _("Invoice %(number)s is posted.") % {"number": posted.number}
        )
        return redirect("invoices:invoice_detail", posted.pk)
    messages.success(
        request, _("Credit note %(number)s is posted.") % {"number": posted.number}
    )
    return redirect("invoices:credit_note_detail", posted.pk)


def _posted_before(request: SignedInRequest, draft_id: int) -> HttpResponse:
    """The same person's second submit finds the draft gone; anybody else 404."""
    key = IdempotencyKey.objects.filter(
        user=request.user, key=draft_key(draft_id)
    ).first()
    if key is None:
        raise Http404
    done = AlreadyDoneError(action=key.action, done_at=key.created_at, result={})
    say_already_done(request, done)
    return redirect("invoices:draft_list")


@require_POST
@requires(Permission.POST_DOCUMENTS)
def draft_discard(request: SignedInRequest, draft_id: int) -> HttpResponse:
    try:
        discard_draft(actor=request.user, draft=find_draft(request, draft_id))
    except LedgerRefusedError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("The draft is discarded."))
    return redirect("invoices:draft_list")
