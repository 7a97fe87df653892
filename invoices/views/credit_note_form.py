"""Writing a credit note, kept as a draft until it is posted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arcollect.core import clock
from arcollect.core.closed_books import open_day
from arcollect.core.decorators import requires
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from customers.models import Customer
from invoices.forms.documents import CreditNoteForm
from invoices.models import DocumentDraft
from invoices.services.drafts import save_draft
from invoices.views.draft_pages import find_draft
from invoices.views.preset import preset_customer


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.POST_DOCUMENTS)
def credit_note_new(request: SignedInRequest) -> HttpResponse:
    initial = {
        "customer": preset_customer(request),
        "currency": request.company.base_currency,
        "issued_on": open_day(
            request.company.pk, clock.today(request.company.time_zone)
        ),
    }
    return _credit_note_form(request, draft=None, initial=initial)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.POST_DOCUMENTS)
def credit_note_draft(request: SignedInRequest, draft_id: int) -> HttpResponse:
    draft = find_draft(request, draft_id, kind=DocumentDraft.Kind.CREDIT_NOTE)
    customer = Customer.objects.filter(pk=draft.data.get("customer")).first()
    initial = {**draft.data, "customer": customer}
    return _credit_note_form(request, draft=draft, initial=initial)


def _credit_note_form(
    request: SignedInRequest, *, draft: DocumentDraft | None, initial: dict[str, Any]
) -> HttpResponse:
    form = CreditNoteForm(
        request.POST or None,
        company=request.company,
        user=request.user,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        saved = save_draft(
            actor=request.user,
            company=request.company,
            kind=DocumentDraft.Kind.CREDIT_NOTE,
            data=_stored(form.cleaned_data),
            draft=draft,
        )
        if "save" in request.POST:
            messages.success(request, _("The draft is saved. Nothing is posted yet."))
            return redirect("invoices:draft_list")
        return redirect("invoices:draft_confirm", saved.pk)
    context = {"form": form, "draft": draft}
    status = 422 if form.errors else 200
    return render(request, "invoices/credit_note_form.html", context, status=status)


def _stored(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "customer": data["customer"].pk,
        "issued_on": data["issued_on"].isoformat(),
        "currency": data["currency"],
        "amount": f"{data['amount']:f}",
        "reason": data["reason"],
        "number": data["number"].strip(),
        "note": data["note"],
    }
