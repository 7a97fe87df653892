"""Moving a bill on, taking its last step back, and asking for its extension."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.idempotency import AlreadyDoneError
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.templatetags.arcollect import money_text
from invoices.domain.bills import WITH_RECOURSE, BillAct, BillState
from invoices.forms.bills import BillStepForm
from invoices.forms.decisions import ExtendBillForm
from invoices.models import Bill
from invoices.models.bill import ACTS
from invoices.services.bill_steps import last_step
from invoices.services.dishonour_bill import dishonour_bill
from invoices.services.errors import LedgerRefusedError
from invoices.services.move_bill import honour_bill, move_bill, pass_on_bill
from invoices.services.propose_decision import propose_decision
from invoices.services.undo_bill_step import undo_bill_step
from invoices.views.answers import say_already_done
from invoices.views.bills import find_bill

METHODS = ["GET", "HEAD", "POST"]
STEP_ACTS = (
    BillAct.HOLD,
    BillAct.PRESENT,
    BillAct.DISCOUNT,
    BillAct.ENDORSE,
    BillAct.HONOUR,
    BillAct.DISHONOUR,
)
QUESTIONS: dict[BillAct, Promise] = {
    BillAct.HOLD: gettext_lazy("Take bill %(number)s of %(amount)s into custody?"),
    BillAct.PRESENT: gettext_lazy("Present bill %(number)s of %(amount)s to the bank?"),
    BillAct.DISCOUNT: gettext_lazy("Discount bill %(number)s of %(amount)s?"),
    BillAct.ENDORSE: gettext_lazy("Endorse bill %(number)s of %(amount)s?"),
    BillAct.HONOUR: gettext_lazy("Was bill %(number)s of %(amount)s honoured?"),
    BillAct.DISHONOUR: gettext_lazy("Did bill %(number)s of %(amount)s bounce?"),
    BillAct.UNDO: gettext_lazy(
        "Take the last step of bill %(number)s of %(amount)s back?"
    ),
}
VERBS: dict[BillAct, Promise] = {
    BillAct.HOLD: gettext_lazy("Take into custody"),
    BillAct.PRESENT: gettext_lazy("Present"),
    BillAct.DISCOUNT: pgettext_lazy("a bill", "Discount"),
    BillAct.ENDORSE: gettext_lazy("Endorse"),
    BillAct.HONOUR: gettext_lazy("Honoured: book the money"),
    BillAct.DISHONOUR: gettext_lazy("Bounced: take the bill back"),
    BillAct.UNDO: gettext_lazy("Take the step back"),
}
_RECOURSE = gettext_lazy(
    "The bill's item is settled; until the bill is honoured it can come back to us."
)
AFTER: dict[BillAct, list[Promise]] = {
    BillAct.HOLD: [gettext_lazy("No money moves.")],
    BillAct.PRESENT: [gettext_lazy("No money moves until the bank pays.")],
    BillAct.DISCOUNT: [_RECOURSE],
    BillAct.ENDORSE: [_RECOURSE],
    BillAct.HONOUR: [
        gettext_lazy("A payment is recorded and settles the bill's item.")
    ],
    BillAct.DISHONOUR: [
        gettext_lazy("The invoices it paid are open again, with their old age."),
        gettext_lazy("The bounce is recorded as a fact about the customer."),
    ],
    BillAct.UNDO: [gettext_lazy("Both sides are as they were before the step.")],
}


@require_http_methods(METHODS)
@requires(Permission.KEEP_BILLS)
def bill_step(request: SignedInRequest, bill_id: int, act: str) -> HttpResponse:
    bill = find_bill(request, bill_id)
    if act not in STEP_ACTS:
        raise Http404
    return _ask(request, bill, BillAct(act), _service(request, bill, BillAct(act)))


@require_http_methods(METHODS)
@requires(Permission.REVERSE_DOCUMENTS)
def bill_undo(request: SignedInRequest, bill_id: int) -> HttpResponse:
    bill = find_bill(request, bill_id)

    def undo(data: dict[str, Any]) -> None:
        undo_bill_step(actor=request.user, bill=bill, **data)

    return _ask(request, bill, BillAct.UNDO, undo)


def _service(
    request: SignedInRequest, bill: Bill, act: BillAct
) -> Callable[[dict[str, Any]], object]:
    known: dict[str, Any] = {"actor": request.user, "bill": bill}
    if act is BillAct.HONOUR:
        return lambda data: honour_bill(**known, **data)
    if act is BillAct.DISHONOUR:
        return lambda data: dishonour_bill(**known, **data)
    if act in (BillAct.DISCOUNT, BillAct.ENDORSE):
        return lambda data: pass_on_bill(**known, act=act, **data)
    return lambda data: move_bill(**known, act=act, **data)


def _ask(
    request: SignedInRequest,
    bill: Bill,
    act: BillAct,
    service: Callable[[dict[str, Any]], object],
) -> HttpResponse:
    """Show the question; do it when it was answered; keep what was typed if refused."""
    back = redirect("invoices:bill_detail", bill.pk)
    initial = {"effective_on": clock.today(request.company.time_zone)}
    form = BillStepForm(
        request.POST or None, act=act, currency=bill.currency, initial=initial
    )
    _without_money(form, bill)
    if request.method == "POST" and form.is_valid():
        try:
            service(form.cleaned_data)
        except AlreadyDoneError as already:
            say_already_done(request, already)
            return back
        except LedgerRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _done(bill, act))
            return back
    context = _question(bill, act, form)
    status = 422 if form.errors else 200
    return render(request, "invoices/bill_step.html", context, status=status)


def _without_money(form: BillStepForm, bill: Bill) -> None:
    """A bill that was passed on brings no money when it is honoured."""
    if BillState(bill.standing.state) in WITH_RECOURSE:
        for name in ("reference", "charge"):
            form.fields.pop(name, None)


def _question(bill: Bill, act: BillAct, form: BillStepForm) -> dict[str, Any]:
    amount = f"{bill.currency} {money_text(bill.amount, bill.currency)}"
    newest = last_step(bill) if act is BillAct.UNDO else None
    return {
        "bill": bill,
        "form": form,
        "newest": newest,
        "question": QUESTIONS[act] % {"number": bill.number, "amount": amount},
        "verb": VERBS[act],
        "consequences": AFTER[act],
        "is_binding": act in (BillAct.DISHONOUR, BillAct.UNDO),
        "cancel_url": reverse("invoices:bill_detail", args=[bill.pk]),
    }


def _done(bill: Bill, act: BillAct) -> str:
    return _("Bill %(number)s: %(step)s.") % {"number": bill.number, "step": ACTS[act]}


@require_http_methods(METHODS)
@requires(Permission.PROPOSE_DECISIONS)
def bill_extend(request: SignedInRequest, bill_id: int) -> HttpResponse:
    bill = find_bill(request, bill_id)
    today = clock.today(request.company.time_zone)
    initial = {
        "effective_on": today,
        "new_issued_on": today,
        "guarantor": bill.guarantor,
    }
    form = ExtendBillForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            decision = propose_decision(
                actor=request.user,
                company=request.company,
                customer=bill.customer,
                terms=form.terms(bill),
                parts=[],
                effective_on=form.cleaned_data["effective_on"],
                reason=form.cleaned_data["reason"],
                request_key=form.cleaned_data["request_key"],
            )
        except AlreadyDoneError as already:
            say_already_done(request, already)
            return redirect("invoices:bill_detail", bill.pk)
        except LedgerRefusedError as error:
            form.add_error(None, str(error))
        else:
            return redirect("invoices:decision_detail", decision.pk)
    status = 422 if form.errors else 200
    context = {"form": form, "bill": bill}
    return render(request, "invoices/bill_extend.html", context, status=status)
