"""Acts on a decision: agree, refuse, withdraw, serve its notice, reverse, recover."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.idempotency import AlreadyDoneError
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.templatetags.arcollect import money_text
from invoices.domain.decisions import NEED_NOTICE
from invoices.forms.acts import ReverseForm
from invoices.forms.decisions import AgreeForm, NoticeForm, RecoveryForm, SayWhyForm
from invoices.models import ClaimDecision
from invoices.services.approve_decision import (
    approve_decision,
    reject_decision,
    reverse_decision,
    serve_notice,
    withdraw_decision,
)
from invoices.services.errors import LedgerRefusedError
from invoices.services.notice_letter import notice_letter
from invoices.services.record_recovery import record_recovery
from invoices.views.answers import say_already_done
from invoices.views.decisions import find_decision

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@requires(Permission.APPROVE_DECISIONS)
def decision_approve(request: SignedInRequest, decision_id: int) -> HttpResponse:
    decision = find_decision(request, decision_id)
    waits = decision.kind in NEED_NOTICE
    return _ask(
        request,
        decision,
        AgreeForm(request.POST or None),
        lambda data: approve_decision(actor=request.user, decision=decision, **data),
        question=_("Approve %(kind)s %(number)s of %(amount)s for %(name)s?"),
        verb=_("Approve"),
        consequences=[
            _("Above your limit a second person must agree as well."),
            _("It has no effect before the customer has the notice.")
            if waits
            else _("With the last approval it is posted from its effective date."),
        ],
    )


@require_http_methods(METHODS)
@requires(Permission.APPROVE_DECISIONS)
def decision_reject(request: SignedInRequest, decision_id: int) -> HttpResponse:
    decision = find_decision(request, decision_id)

    def reject(data: dict[str, Any]) -> None:
        reject_decision(actor=request.user, decision=decision, reason=data["reason"])

    return _ask(
        request,
        decision,
        SayWhyForm(request.POST or None),
        reject,
        question=_("Reject %(kind)s %(number)s of %(amount)s?"),
        verb=_("Reject"),
        consequences=[_("Nothing is posted. It can be proposed anew.")],
    )


@require_http_methods(METHODS)
@requires(Permission.PROPOSE_DECISIONS)
def decision_withdraw(request: SignedInRequest, decision_id: int) -> HttpResponse:
    decision = find_decision(request, decision_id)

    def withdraw(data: dict[str, Any]) -> None:
        withdraw_decision(actor=request.user, decision=decision, reason=data["reason"])

    return _ask(
        request,
        decision,
        SayWhyForm(request.POST or None),
        withdraw,
        question=_("Withdraw %(kind)s %(number)s of %(amount)s?"),
        verb=_("Withdraw"),
        consequences=[_("Nothing is posted. It can be proposed anew.")],
    )


@require_http_methods(METHODS)
@requires(Permission.PROPOSE_DECISIONS)
def decision_notice(request: SignedInRequest, decision_id: int) -> HttpResponse:
    decision = find_decision(request, decision_id)
    today = clock.today(request.company.time_zone)
    return _ask(
        request,
        decision,
        NoticeForm(request.POST or None, initial={"notice_on": today}),
        lambda data: serve_notice(actor=request.user, decision=decision, **data),
        question=_("When did the notice of %(kind)s %(number)s reach the customer?"),
        verb=_("Notice served: post"),
        consequences=[
            _("From that day the items are settled by %(amount)s.")
            % {"amount": _amount(decision)}
        ],
    )


@require_http_methods(METHODS)
@requires(Permission.REVERSE_DOCUMENTS)
def decision_reverse(request: SignedInRequest, decision_id: int) -> HttpResponse:
    decision = find_decision(request, decision_id)
    today = clock.today(request.company.time_zone)
    return _ask(
        request,
        decision,
        ReverseForm(request.POST or None, initial={"effective_on": today}),
        lambda data: reverse_decision(actor=request.user, decision=decision, **data),
        question=_("Reverse %(kind)s %(number)s of %(amount)s?"),
        verb=_("Reverse"),
        is_binding=True,
        consequences=[_("The items are owed as before it, with their old age.")],
    )


@require_http_methods(METHODS)
@requires(Permission.POST_DOCUMENTS)
def decision_recover(request: SignedInRequest, decision_id: int) -> HttpResponse:
    decision = find_decision(request, decision_id)
    items = [
        (item.due_item_id, item.due_item.invoice.number)
        for item in decision.items.select_related("due_item__invoice")
    ]
    initial = {"received_on": clock.today(request.company.time_zone)}
    form = RecoveryForm(
        request.POST or None,
        items=items,
        currency=decision.currency,
        initial=initial,
    )
    return _ask(
        request,
        decision,
        form,
        lambda data: record_recovery(actor=request.user, decision=decision, **data),
        question=_("What came in on write-off %(number)s of %(amount)s?"),
        verb=_("Record the recovery"),
        consequences=[_("A payment is recorded and settles the item by that much.")],
    )


@require_safe
@requires(Permission.VIEW_LEDGER)
def decision_letter(request: SignedInRequest, decision_id: int) -> HttpResponse:
    """The notice to the customer, as PDF, in his language."""
    decision = find_decision(request, decision_id)
    get_or_404(ClaimDecision.objects.filter(kind__in=NEED_NOTICE), pk=decision.pk)
    today = clock.today(request.company.time_zone)
    response = HttpResponse(
        notice_letter(decision, dated=today), content_type="application/pdf"
    )
    name = slugify(decision.number)
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _amount(decision: ClaimDecision) -> str:
    return f"{decision.currency} {money_text(decision.amount, decision.currency)}"


def _ask(
    request: SignedInRequest,
    decision: ClaimDecision,
    form: Any,
    act: Callable[[dict[str, Any]], object],
    *,
    question: str,
    verb: str,
    consequences: list[str],
    is_binding: bool = False,
) -> HttpResponse:
    """Show the question; do it when it was answered; keep what was typed if refused."""
    back = redirect("invoices:decision_detail", decision.pk)
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except AlreadyDoneError as already:
            say_already_done(request, already)
            return back
        except LedgerRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request,
                _("Decision %(number)s: done.") % {"number": decision.number},
            )
            return back
    words = {
        "kind": decision.get_kind_display(),
        "number": decision.number,
        "amount": _amount(decision),
        "name": decision.customer.name or decision.customer.code,
    }
    context = {
        "decision": decision,
        "form": form,
        "question": question % words,
        "verb": verb,
        "consequences": consequences,
        "is_binding": is_binding,
        "items": decision.items.select_related("due_item__invoice").order_by("pk"),
        "cancel_url": reverse("invoices:decision_detail", args=[decision.pk]),
    }
    status = 422 if form.errors else 200
    return render(request, "invoices/decision_act.html", context, status=status)
