"""Writing an invoice: the form with its lines, kept as a draft until it is posted."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arcollect.core import clock
from arcollect.core.closed_books import open_day
from arcollect.core.decorators import requires
from arcollect.core.form_fields import exact_in_currency
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.typed_number import typed_number
from customers.models import Customer
from invoices.forms.documents import MOST_LINES, InvoiceForm, LineFormSet
from invoices.models import DocumentDraft
from invoices.services.drafts import save_draft
from invoices.views.draft_pages import find_draft
from invoices.views.preset import preset_customer

LINE_FIELDS = ("description", "quantity", "unit", "unit_price", "amount", "term_group")
FIRST_LINES = 1
# Buttons that only show the form again, with a line more or the customer's contracts.
REDRAW = ("add_line", "refresh")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.POST_DOCUMENTS)
def invoice_new(request: SignedInRequest) -> HttpResponse:
    initial = {
        "customer": preset_customer(request),
        "currency": request.company.base_currency,
        "issued_on": open_day(
            request.company.pk, clock.today(request.company.time_zone)
        ),
    }
    return _invoice_form(request, draft=None, initial=initial, lines=[])


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.POST_DOCUMENTS)
def invoice_draft(request: SignedInRequest, draft_id: int) -> HttpResponse:
    draft = find_draft(request, draft_id, kind=DocumentDraft.Kind.INVOICE)
    initial = dict(draft.data)
    customer = Customer.objects.filter(pk=initial["customer"]).first()
    initial["customer"] = customer
    lines = [
        {name: _typed(name, row.get(name)) for name in LINE_FIELDS}
        for row in initial.pop("lines", [])
    ]
    return _invoice_form(request, draft=draft, initial=initial, lines=lines)


def _invoice_form(
    request: SignedInRequest,
    *,
    draft: DocumentDraft | None,
    initial: dict[str, Any],
    lines: list[dict[str, Any]],
) -> HttpResponse:
    form = InvoiceForm(
        request.POST or None,
        company=request.company,
        user=request.user,
        initial=initial,
    )
    formset = _line_forms(request, lines)
    is_saved = request.method == "POST" and not any(b in request.POST for b in REDRAW)
    if is_saved and form.is_valid() and formset.is_valid() and _exact(form, formset):
        return _saved(request, draft, _stored(form, formset))
    if is_saved:
        formset.is_valid()
    context = {
        # Redrawing is no attempt to save: what is missing yet is no error.
        "form": form if is_saved or request.method != "POST" else _quiet(request),
        "formset": formset,
        "draft": draft,
        "more_lines": formset.total_form_count() < MOST_LINES,
    }
    status = 422 if is_saved else 200
    return render(request, "invoices/invoice_form.html", context, status=status)


def _saved(
    request: SignedInRequest, draft: DocumentDraft | None, data: dict[str, Any]
) -> HttpResponse:
    saved = save_draft(
        actor=request.user,
        company=request.company,
        kind=DocumentDraft.Kind.INVOICE,
        data=data,
        draft=draft,
    )
    if "save" in request.POST:
        messages.success(request, _("The draft is saved. Nothing is posted yet."))
        return redirect("invoices:draft_list")
    return redirect("invoices:draft_confirm", saved.pk)


def _quiet(request: SignedInRequest) -> InvoiceForm:
    typed = {name: request.POST.get(name, "") for name in InvoiceForm.base_fields}
    return InvoiceForm(company=request.company, user=request.user, initial=typed)


def _line_forms(request: SignedInRequest, lines: list[dict[str, Any]]) -> Any:
    if request.method != "POST":
        return LineFormSet(prefix="lines", initial=lines)
    data = request.POST
    if not any(button in data for button in REDRAW):
        return LineFormSet(data, prefix="lines")
    given = typed_number(data.get("lines-TOTAL_FORMS", "1"))
    count = min(FIRST_LINES if given is None else given, MOST_LINES)
    typed = [
        {name: data.get(f"lines-{number}-{name}", "") for name in LINE_FIELDS}
        for number in range(count)
    ]
    if "add_line" in data and count < MOST_LINES:
        typed.append({})
    return LineFormSet(prefix="lines", initial=typed)


def _exact(form: InvoiceForm, formset: Any) -> bool:
    """Whether every amount is one of the currency; else the lines say which is not."""
    for line in formset:
        if line.cleaned_data.get("amount") is not None:
            line.cleaned_data["amount"] = exact_in_currency(
                line, "amount", form.cleaned_data["currency"]
            )
    return not any(line.errors for line in formset)


def _stored(form: InvoiceForm, formset: Any) -> dict[str, Any]:
    data = form.cleaned_data
    return {
        "customer": data["customer"].pk,
        "contract": data["contract"].pk if data["contract"] else None,
        "issued_on": data["issued_on"].isoformat(),
        "due_on": _plain(data["due_on"]),
        "term_days": data["term_days"],
        "delivered_on": _plain(data["delivered_on"]),
        "currency": data["currency"],
        "number": data["number"].strip(),
        "note": data["note"],
        "lines": [
            {name: _plain(line.cleaned_data.get(name)) for name in LINE_FIELDS}
            for line in formset
            if line.cleaned_data.get("description")
        ],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else value


def _typed(name: str, value: Any) -> Any:
    is_number = name in ("quantity", "unit_price", "amount") and value
    return Decimal(value) if is_number else value
