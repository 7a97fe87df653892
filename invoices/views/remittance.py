"""Remittance advices: list, enter, check, discard."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from arcollect.core.decorators import requires
from arcollect.core.lists import abilities, page_of
from arcollect.core.permissions import get_or_404
from arcollect.core.raw_bytes import FileRefusedError
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from invoices.domain.remittance import read_advice
from invoices.forms.remittance import CheckForm, RemittanceForm
from invoices.importers.remittance_file import rows_as_text
from invoices.models import RemittanceAdvice
from invoices.services.errors import LedgerRefusedError
from invoices.services.remittance import (
    check_remittance,
    discard_remittance,
    read_remittance,
)


@require_safe
@requires(Permission.VIEW_STATEMENTS)
def remittance_list(request: SignedInRequest) -> HttpResponse:
    rows = (
        RemittanceAdvice.objects.visible_to(request.user)
        .filter(company=request.company)
        .select_related("customer", "recorded_by")
        .order_by("-pk")
    )
    context = {"page_obj": page_of(rows, request), "can": abilities(request)}
    return render(request, "invoices/remittance_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.ALLOCATE)
def remittance_new(request: SignedInRequest) -> HttpResponse:
    form = RemittanceForm(
        request.POST or None,
        request.FILES or None,
        company=request.company,
        user=request.user,
        initial={"currency": request.company.base_currency},
    )
    if request.method == "POST" and form.is_valid():
        try:
            advice = _read(request, form.cleaned_data)
        except (FileRefusedError, LedgerRefusedError) as error:
            form.add_error(None, str(error))
        else:
            return redirect("invoices:remittance_check", advice.pk)
    status = 422 if form.errors else 200
    return render(
        request, "invoices/remittance_form.html", {"form": form}, status=status
    )


def _read(request: SignedInRequest, data: dict[str, Any]) -> RemittanceAdvice:
    text, source = data["text"], _("Pasted text")
    if data["file"]:
        text = rows_as_text(data["file"], encoding=data["encoding"])
        source = data["file"].name
    return read_remittance(
        actor=request.user,
        company=request.company,
        currency=data["currency"],
        lines=read_advice(text).lines,
        source=source,
        text=text,
        customer=data["customer"],
        reference=data["reference"],
        paid_on=data["paid_on"],
    )


def find_advice(request: SignedInRequest, advice_id: int) -> RemittanceAdvice:
    """The advice, if the person may see it; else 404."""
    advice: RemittanceAdvice = get_or_404(
        RemittanceAdvice.objects.visible_to(request.user)
        .filter(company=request.company)
        .select_related("customer", "company", "checked_by"),
        pk=advice_id,
    )
    return advice


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.ALLOCATE)
def remittance_check(request: SignedInRequest, advice_id: int) -> HttpResponse:
    advice = find_advice(request, advice_id)
    lines = list(
        advice.lines.select_related("due_item__invoice", "due_item__state").order_by(
            "position"
        )
    )
    form = CheckForm(
        request.POST or None,
        lines=lines,
        company=request.company,
        user=request.user,
        initial={
            "customer": advice.customer,
            "reference": advice.reference,
            "paid_on": advice.paid_on,
        },
    )
    if request.method == "POST" and form.is_valid():
        names = ("lines", "customer", "reference", "paid_on")
        data = {name: form.cleaned_data[name] for name in names}
        try:
            check_remittance(actor=request.user, advice=advice, **data)
        except LedgerRefusedError as error:
            form.add_error(None, str(error))
            # What was taken back in the database stands on the object still.
            advice.refresh_from_db()
        else:
            messages.success(request, _("Checked. The matching uses it from now on."))
            return redirect("invoices:remittance_list")
    context = {
        "form": form,
        "advice": advice,
        "lines": lines,
        "unread": read_advice(advice.text).unread,
        "is_open": advice.state == RemittanceAdvice.State.READ,
    }
    status = 422 if form.errors else 200
    return render(request, "invoices/remittance_check.html", context, status=status)


@require_POST
@requires(Permission.ALLOCATE)
def remittance_discard(request: SignedInRequest, advice_id: int) -> HttpResponse:
    advice = find_advice(request, advice_id)
    try:
        discard_remittance(actor=request.user, advice=advice)
    except LedgerRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Discarded."))
    return redirect("invoices:remittance_list")
