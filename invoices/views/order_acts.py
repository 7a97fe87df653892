"""What is done with an order: check, release, deliver, invoice, cancel, reopen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from arcollect.core import clock
from arcollect.core.authority import ApprovalRefusedError
from arcollect.core.decorators import requires
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from invoices.forms.orders import (
    CancelForm,
    DeliverForm,
    InvoiceOrderForm,
    ReleaseForm,
)
from invoices.models import SalesOrder
from invoices.selectors.orders import list_checks
from invoices.services.check_order import check_order
from invoices.services.close_order import cancel_order, reopen_order
from invoices.services.deliver_order import deliver_order
from invoices.services.errors import LedgerRefusedError
from invoices.services.invoice_order import invoice_order
from invoices.services.release_order import release_order
from invoices.views.orders import find_order, reason_words

METHODS = ["GET", "HEAD", "POST"]


@require_POST
@requires(Permission.KEEP_ORDERS)
def order_check(request: SignedInRequest, order_id: int) -> HttpResponse:
    order = find_order(request, order_id)
    try:
        check = check_order(actor=request.user, order=order, as_of=_today(request))
    except LedgerRefusedError as error:
        messages.error(request, str(error))
    else:
        _say_checked(request, passed=check.passed)
    return redirect("invoices:order_detail", order.pk)


@require_POST
@requires(Permission.KEEP_ORDERS)
def order_reopen(request: SignedInRequest, order_id: int) -> HttpResponse:
    order = find_order(request, order_id)
    try:
        check = reopen_order(actor=request.user, order=order, as_of=_today(request))
    except LedgerRefusedError as error:
        messages.error(request, str(error))
    else:
        _say_checked(request, passed=check.passed)
    return redirect("invoices:order_detail", order.pk)


@require_http_methods(METHODS)
@requires(Permission.RELEASE_ORDERS)
def order_release(request: SignedInRequest, order_id: int) -> HttpResponse:
    order = find_order(request, order_id)

    def release(reason: str, **_key: object) -> str:
        given = release_order(
            actor=request.user, order=order, as_of=_today(request), reason=reason
        )
        if given.state == given.State.GIVEN:
            return _("The order is released.")
        return _("Noted. The order stays held until a second person releases it.")

    words = {
        "question": _("Let order %(number)s pass?") % {"number": order.number},
        "verb": _("Release the order"),
        "consequences": [
            _("Everything that holds it now is let pass, and no more than that."),
            _("Your name and your reason stand in the audit log."),
        ],
    }
    return _act(request, order, ReleaseForm(request.POST or None), release, words)


@require_http_methods(METHODS)
@requires(Permission.KEEP_ORDERS)
def order_deliver(request: SignedInRequest, order_id: int) -> HttpResponse:
    order = find_order(request, order_id)

    def deliver(delivered_on: dt.date) -> str:
        check = deliver_order(
            actor=request.user,
            order=order,
            delivered_on=delivered_on,
            as_of=_today(request),
        )
        if check.passed:
            return _("The order is delivered.")
        return _("The order is held again: send nothing. The reasons stand below.")

    words = {
        "question": _("Deliver order %(number)s?") % {"number": order.number},
        "verb": _("Deliver the order"),
        "consequences": [_("The customer's credit is checked once more.")],
    }
    form = DeliverForm(request.POST or None, initial={"delivered_on": _today(request)})
    return _act(request, order, form, deliver, words)


@require_http_methods(METHODS)
@requires(Permission.POST_DOCUMENTS)
def order_invoice(request: SignedInRequest, order_id: int) -> HttpResponse:
    order = find_order(request, order_id)

    def post(issued_on: dt.date) -> str:
        invoice = invoice_order(actor=request.user, order=order, issued_on=issued_on)
        return _("Invoice %(number)s is posted.") % {"number": invoice.number}

    words = {
        "question": _("Post the invoice of order %(number)s?")
        % {"number": order.number},
        "verb": _("Post the invoice"),
        "consequences": [
            _("The amount moves from the order into the ledger."),
            _("An invoice is posted for good; it can only be reversed."),
        ],
    }
    form = InvoiceOrderForm(
        request.POST or None, initial={"issued_on": _today(request)}
    )
    return _act(request, order, form, post, words)


@require_http_methods(METHODS)
@requires(Permission.KEEP_ORDERS)
def order_cancel(request: SignedInRequest, order_id: int) -> HttpResponse:
    order = find_order(request, order_id)

    def cancel(reason: str) -> str:
        cancel_order(actor=request.user, order=order, reason=reason)
        return _("The order is cancelled.")

    words = {
        "question": _("Cancel order %(number)s?") % {"number": order.number},
        "verb": _("Cancel the order"),
        "consequences": [
            _("Its amount no longer uses the credit line, and releases end."),
            _("Opened again it must pass the credit check like a new order."),
        ],
    }
    return _act(request, order, CancelForm(request.POST or None), cancel, words)


def _act(
    request: SignedInRequest,
    order: SalesOrder,
    form: forms.Form,
    act: Callable[..., str],
    words: dict[str, Any],
) -> HttpResponse:
    """Ask, do it, say what came of it; a refusal is shown with the question."""
    if request.method == "POST" and form.is_valid():
        try:
            said = act(**form.cleaned_data)
        except (LedgerRefusedError, ApprovalRefusedError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said)
            return redirect("invoices:order_detail", order.pk)
    newest = list_checks(order=order).first()
    context = {
        **words,
        "form": form,
        "order": order,
        "reasons": reason_words(newest.reasons) if newest else [],
        "cancel_url": reverse("invoices:order_detail", args=[order.pk]),
    }
    status = 422 if form.errors else 200
    return render(request, "invoices/order_act.html", context, status=status)


def _say_checked(request: SignedInRequest, *, passed: bool) -> None:
    if passed:
        messages.success(request, _("The order passed the credit check."))
    else:
        messages.warning(request, _("The order is held. The reasons stand below."))


def _today(request: SignedInRequest) -> dt.date:
    return clock.today(request.company.time_zone)
