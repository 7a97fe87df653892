"""Risk signals: the register, a new one, and why one no longer counts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.lists import abilities, page_of
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from customers.forms_credit import CloseSignalForm, SignalForm
from customers.models import Customer, RiskSignal
from customers.services.note_signal import SignalRefusedError, close_signal, note_signal

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@requires(Permission.VIEW_LEDGER)
def signal_list(request: SignedInRequest) -> HttpResponse:
    rows = (
        RiskSignal.objects.filter(company=request.company)
        .visible_to(request.user)
        .select_related("customer", "recorded_by")
    )
    shown = "all" if request.GET.get("show") == "all" else "open"
    if shown == "open":
        rows = rows.filter(closed_on=None)
    page = page_of(rows.order_by("-seen_on", "-pk"), request)
    context = {"page_obj": page, "shown": shown, "can": abilities(request)}
    return render(request, "customers/signal_list.html", context)


@require_http_methods(METHODS)
@requires(Permission.LOG_VISITS)
def signal_new(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer: Customer = get_or_404(
        Customer.objects.filter(company=request.company).visible_to(request.user),
        pk=customer_id,
    )
    today = clock.today(request.company.time_zone)
    form = SignalForm(request.POST or None, initial={"seen_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            note_signal(
                actor=request.user, customer=customer, today=today, **form.cleaned_data
            )
        except SignalRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Noted. The next credit review weighs it."))
            return redirect("customers:credit", customer.pk)
    context = {
        "form": form,
        "customer": customer,
        "title": _("Note a risk signal"),
        "hint": _("Small signs come before unpaid invoices. Say what was seen."),
        "verb": _("Note the signal"),
    }
    status = 422 if form.errors else 200
    return render(request, "customers/credit_form.html", context, status=status)


@require_http_methods(METHODS)
@requires(Permission.KEEP_CREDIT)
def signal_close(request: SignedInRequest, signal_id: int) -> HttpResponse:
    signal: RiskSignal = get_or_404(
        RiskSignal.objects.filter(company=request.company)
        .visible_to(request.user)
        .select_related("customer"),
        pk=signal_id,
    )
    initial = {"closed_on": clock.today(request.company.time_zone)}
    form = CloseSignalForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            close_signal(actor=request.user, signal=signal, **form.cleaned_data)
        except SignalRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The signal no longer counts."))
            return redirect("customers:credit", signal.customer_id)
    context = {
        "form": form,
        "customer": signal.customer,
        "title": _("Close the risk signal"),
        "hint": f"{signal.get_kind_display()} · {signal.source}",
        "verb": _("Close the signal"),
    }
    status = 422 if form.errors else 200
    return render(request, "customers/credit_form.html", context, status=status)
