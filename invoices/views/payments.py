"""List, page and recording of payments."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from arcollect.core import clock
from arcollect.core.closed_books import open_day
from arcollect.core.decorators import requires
from arcollect.core.exports import Sheet, asked_format, export_response
from arcollect.core.idempotency import AlreadyDoneError
from arcollect.core.lists import abilities, asked_order, page_of
from arcollect.core.money import round_money
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from invoices.forms.documents import PaymentForm
from invoices.forms.filters import SourceFilter
from invoices.models import Payment
from invoices.selectors.documents import PAYMENT_ORDERS, list_payments
from invoices.services.errors import LedgerRefusedError
from invoices.services.record_payment import record_payment
from invoices.views.answers import say_already_done
from invoices.views.money_in import find_payment, source_page, source_state
from invoices.views.preset import preset_customer

ZERO = Decimal(0)


@require_safe
@requires(Permission.VIEW_LEDGER)
def payment_list(request: SignedInRequest) -> HttpResponseBase:
    filters = SourceFilter(request.GET, company=request.company)
    chosen = filters.values()
    sort, order = asked_order(request, allowed=PAYMENT_ORDERS, default="-received")
    rows = list_payments(
        user=request.user, company=request.company, filters=chosen
    ).order_by(*order)
    wanted = asked_format(request.GET.get("export"))
    if wanted:
        return export_response(_sheet(rows), file_format=wanted)
    context = {
        "page_obj": page_of(rows, request),
        "filters": filters,
        "sort": sort,
        "can": abilities(request),
        "is_filtered": bool(chosen),
    }
    return render(request, "invoices/payment_list.html", context)


@require_safe
@requires(Permission.VIEW_LEDGER)
def payment_detail(request: SignedInRequest, payment_id: int) -> HttpResponse:
    payment = find_payment(request, payment_id)
    context = source_page(payment, request)
    return render(request, "invoices/payment_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.POST_DOCUMENTS)
def payment_new(request: SignedInRequest) -> HttpResponse:
    form = PaymentForm(
        request.POST or None,
        company=request.company,
        user=request.user,
        initial={
            "customer": preset_customer(request),
            "currency": request.company.base_currency,
            "received_on": open_day(
                request.company.pk, clock.today(request.company.time_zone)
            ),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            payment = record_payment(
                actor=request.user, company=request.company, **form.cleaned_data
            )
        except AlreadyDoneError as done:
            say_already_done(request, done)
            return redirect("invoices:payment_list")
        except LedgerRefusedError as error:
            form.add_error(None, str(error))
        else:
            return _recorded(request, payment)
    status = 422 if form.errors else 200
    return render(request, "invoices/payment_form.html", {"form": form}, status=status)


def _recorded(request: SignedInRequest, payment: Payment) -> HttpResponse:
    messages.success(
        request,
        _("Payment %(reference)s is recorded.") % {"reference": payment.reference},
    )
    if payment.customer_id is None:
        return redirect("invoices:payment_detail", payment.pk)
    return redirect("invoices:payment_allocate", payment.pk)


def _sheet(rows: Any) -> Sheet:
    heads = [
        _("Reference"),
        _("Customer code"),
        _("Customer"),
        _("Received"),
        _("Method"),
        _("Payer"),
        _("Currency"),
        _("Amount"),
        _("Not allocated"),
        _("State"),
    ]
    cells = (
        [
            row.reference,
            row.customer.code if row.customer else "",
            row.customer.name if row.customer else "",
            row.received_on,
            row.get_method_display(),
            row.payer_name,
            row.currency,
            round_money(row.amount, row.currency),
            round_money(row.left or ZERO, row.currency),
            source_state(row),
        ]
        for row in rows
    )
    return Sheet(name="payments", heads=heads, rows=cells)
