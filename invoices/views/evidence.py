"""Evidence: the files about one thing, handing one in, giving one out, withdrawing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.lists import abilities, page_of
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from invoices.forms.evidence import EvidenceForm, WithdrawForm
from invoices.models import Evidence
from invoices.selectors.evidence import (
    Subject,
    evidence_of,
    list_evidence,
    subject_rows,
)
from invoices.services.add_evidence import FileFacts, add_evidence, freeze_upload
from invoices.services.errors import LedgerRefusedError
from invoices.services.give_out_evidence import give_out_evidence
from invoices.services.withdraw_evidence import may_withdraw, withdraw_evidence
from invoices.views.acts import METHODS, ask
from invoices.views.evidence_card import COUNTS, page_of_subject, with_pages


@require_safe
@requires(Permission.VIEW_LEDGER)
def evidence_list(request: SignedInRequest, about: str, object_id: int) -> HttpResponse:
    """Every file about one thing, the withdrawn ones too."""
    subject = find_subject(request, about, object_id)
    page = page_of(evidence_of(subject), request)
    rows: list[Any] = with_pages(list(page.object_list))
    for row in rows:
        # One company for all of them: it is not read again for each.
        row.company = subject.customer.company
        row.may_withdraw = may_withdraw(actor=request.user, evidence=row)
    page.object_list = rows
    context = {
        "subject": subject,
        "back_url": back_to(subject),
        "page_obj": page,
        "hint": COUNTS[about],
        "can": abilities(request),
    }
    return render(request, "invoices/evidence_list.html", context)


@require_http_methods(METHODS)
@requires(Permission.KEEP_EVIDENCE)
def evidence_new(request: SignedInRequest, about: str, object_id: int) -> HttpResponse:
    """Hand a file in; the same file for the same thing is kept once."""
    subject = find_subject(request, about, object_id)
    sent = request.method == "POST"
    form = EvidenceForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        initial={"taken_on": clock.today(request.company.time_zone)},
    )
    if sent and form.is_valid() and _hand_in(request, subject, form):
        return redirect("invoices:evidence_list", about, object_id)
    context = {
        "form": form,
        "subject": subject,
        "back_url": back_to(subject),
        "hint": COUNTS[about],
    }
    status = 422 if form.errors else 200
    return render(request, "invoices/evidence_form.html", context, status=status)


def _hand_in(request: SignedInRequest, subject: Subject, form: EvidenceForm) -> bool:
    """Keep the file; False with the refusal on the form where it is not taken."""
    values = dict(form.cleaned_data)
    upload = values.pop("file")
    try:
        frozen = freeze_upload(name=str(upload.name), chunks=upload.chunks())
        kept, is_new = add_evidence(
            actor=request.user,
            subject=subject,
            frozen=frozen,
            facts=FileFacts(**values),
        )
    except LedgerRefusedError as error:
        form.add_error(None, str(error))
        return False
    name = {"name": kept.file.name}
    if is_new:
        messages.success(request, _("%(name)s is kept as evidence.") % name)
    else:
        messages.info(request, _("The same file is here already: %(name)s.") % name)
    return True


@require_safe
@requires(Permission.VIEW_LEDGER)
def evidence_file(request: SignedInRequest, evidence_id: int) -> HttpResponse:
    """The bytes as they were handed in, to be saved and never shown as a page."""
    evidence = find_evidence(request, evidence_id)
    try:
        content = give_out_evidence(actor=request.user, evidence=evidence)
    except LedgerRefusedError as error:
        context = {"evidence": evidence, "why": str(error)}
        return render(request, "invoices/evidence_changed.html", context, status=409)
    return file_response(evidence, content)


@require_http_methods(METHODS)
@requires(Permission.KEEP_EVIDENCE)
def evidence_withdraw(request: SignedInRequest, evidence_id: int) -> HttpResponse:
    evidence = find_evidence(request, evidence_id)
    key = evidence.document_id or evidence.customer_id

    def act(data: dict[str, Any]) -> None:
        withdraw_evidence(actor=request.user, evidence=evidence, **data)

    return ask(
        request,
        WithdrawForm(request.POST or None),
        act,
        back=reverse("invoices:evidence_list", args=[evidence.about, key]),
        done=_("The file counts no longer."),
        label=evidence.file.name,
        question=_("Withdraw %(name)s?") % {"name": evidence.file.name},
        hint=_("It stays here with your reason and can still be read."),
        button=_("Withdraw"),
    )


def find_subject(request: SignedInRequest, about: str, object_id: int) -> Subject:
    """The thing, if there is such a kind and the person may see it; else 404."""
    rows = subject_rows(about=about, user=request.user, company=request.company)
    return Subject(about, get_or_404(rows, pk=object_id))


def find_evidence(request: SignedInRequest, evidence_id: int) -> Evidence:
    """The file's row, if the person may see the customer; else 404."""
    rows = list_evidence(user=request.user, company=request.company)
    return get_or_404(rows.select_related("company"), pk=evidence_id)


def back_to(subject: Subject) -> str:
    """The page of the thing."""
    row = Evidence(
        about=subject.about, customer_id=subject.customer.pk, **subject.document
    )
    route, key = page_of_subject(row)
    return reverse(route, args=[key])


def file_response(evidence: Evidence, content: bytes) -> HttpResponse:
    """The file as something to save: its own type, its own name, and no guessing."""
    response = HttpResponse(content, content_type=evidence.file.media_type)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=evidence.file.name
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
