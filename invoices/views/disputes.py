"""Disputes about one due item: open one, resolve one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from invoices.forms.disputes import DisputeForm, ResolveForm
from invoices.models import Dispute
from invoices.services.errors import LedgerRefusedError
from invoices.services.keep_dispute import (
    DisputeRefusedError,
    open_dispute,
    resolve_dispute,
)
from invoices.views.item_class import find_item

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@requires(Permission.KEEP_HOLDS)
def dispute_new(request: SignedInRequest, item_id: int) -> HttpResponse:
    state = find_item(request, item_id)
    initial = {
        "amount": state.open_amount,
        "opened_on": clock.today(request.company.time_zone),
    }
    form = DisputeForm(request.POST or None, currency=state.currency, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            open_dispute(
                actor=request.user, due_item=state.due_item, **form.cleaned_data
            )
        except (DisputeRefusedError, LedgerRefusedError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Noted. Reminders leave this amount out."))
            return redirect("invoices:item_class", item_id)
    context = {"form": form, "state": state, "customer": state.customer}
    status = 422 if form.errors else 200
    return render(request, "invoices/dispute_form.html", context, status=status)


@require_http_methods(METHODS)
@requires(Permission.KEEP_HOLDS)
def dispute_resolve(request: SignedInRequest, dispute_id: int) -> HttpResponse:
    dispute: Dispute = get_or_404(
        Dispute.objects.filter(company=request.company)
        .visible_to(request.user)
        .select_related("due_item__invoice", "customer"),
        pk=dispute_id,
    )
    initial = {"resolved_on": clock.today(request.company.time_zone)}
    form = ResolveForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            resolve_dispute(actor=request.user, dispute=dispute, **form.cleaned_data)
        except DisputeRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The dispute is resolved."))
            return redirect("invoices:item_class", dispute.due_item_id)
    context = {"form": form, "dispute": dispute, "customer": dispute.customer}
    status = 422 if form.errors else 200
    return render(request, "invoices/dispute_resolve.html", context, status=status)
