"""What is done with a claimed deduction: review, approve, reject, ask again, take back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from arcollect.core import clock
from arcollect.core.closed_books import open_day
from arcollect.core.decorators import requires
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from invoices.forms.deductions import (
    ApproveForm,
    RebillForm,
    RejectForm,
    TakeBackForm,
    WriteOffForm,
)
from invoices.services.claim_deduction import review_deduction
from invoices.services.close_deduction import (
    rebill_deduction,
    write_off_deduction,
)
from invoices.services.decide_deduction import approve_deduction, reject_deduction
from invoices.services.errors import LedgerRefusedError
from invoices.services.reverse_deduction import reverse_deduction
from invoices.views.acts import METHODS, ask
from invoices.views.deductions import back_to, find_deduction


@require_POST
@requires(Permission.KEEP_CLAIMS)
def deduction_review(request: SignedInRequest, deduction_id: int) -> HttpResponse:
    deduction = find_deduction(request, deduction_id)
    try:
        review_deduction(actor=request.user, deduction=deduction)
    except LedgerRefusedError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("The deduction is under review."))
    return redirect(back_to(deduction))


@require_http_methods(METHODS)
@requires(Permission.APPROVE_CLAIMS)
def deduction_approve(request: SignedInRequest, deduction_id: int) -> HttpResponse:
    deduction = find_deduction(request, deduction_id)
    parts = list(deduction.parts.select_related("due_item__invoice"))
    initial = {"decided_on": _today(request), "decision": deduction.decision}
    form = ApproveForm(request.POST or None, parts=parts, initial=initial)

    def act(data: dict[str, Any]) -> bool:
        return approve_deduction(
            actor=request.user,
            deduction=deduction,
            decided_on=data["decided_on"],
            decision=data["decision"],
            amounts=form.amounts(),
        )

    def said(complete: bool) -> str:
        if complete:
            return _("Approved. The credit note is posted.")
        return _("Approved by you. A second person must agree; nothing is booked yet.")

    return ask(
        request,
        form,
        act,
        back=back_to(deduction),
        done=said,
        template="invoices/deduction_approve.html",
        deduction=deduction,
    )


@require_http_methods(METHODS)
@requires(Permission.APPROVE_CLAIMS)
def deduction_reject(request: SignedInRequest, deduction_id: int) -> HttpResponse:
    deduction = find_deduction(request, deduction_id)
    form = RejectForm(request.POST or None, initial={"decided_on": _today(request)})

    def act(data: dict[str, Any]) -> None:
        reject_deduction(actor=request.user, deduction=deduction, **data)

    return ask(
        request,
        form,
        act,
        back=back_to(deduction),
        done=_("Rejected. The money is open as before."),
        label=deduction.number,
        question=_("Why is deduction %(number)s rejected?")
        % {"number": deduction.number},
        hint=_("Nothing was booked for the claim, so nothing has to be booked now."),
        button=_("Reject the deduction"),
    )


@require_http_methods(METHODS)
@requires(Permission.POST_DOCUMENTS)
def deduction_rebill(request: SignedInRequest, deduction_id: int) -> HttpResponse:
    deduction = find_deduction(request, deduction_id)
    today = clock.today(request.company.time_zone)
    form = RebillForm(request.POST or None, initial={"closed_on": today})

    def act(data: dict[str, Any]) -> None:
        rebill_deduction(actor=request.user, deduction=deduction, **data)

    return ask(
        request,
        form,
        act,
        back=back_to(deduction),
        done=_("Noted. The refused rest is collected with its invoices."),
        label=deduction.number,
        question=_("How was the refused rest of %(number)s asked for?")
        % {"number": deduction.number},
        hint=_("The rest was never taken off; reminders ask for it again."),
        button=_("Note the demand"),
    )


@require_http_methods(METHODS)
@requires(Permission.APPROVE_CLAIMS)
def deduction_write_off(request: SignedInRequest, deduction_id: int) -> HttpResponse:
    deduction = find_deduction(request, deduction_id)
    today = clock.today(request.company.time_zone)
    form = WriteOffForm(request.POST or None, initial={"closed_on": today})

    def act(data: dict[str, Any]) -> None:
        write_off_deduction(actor=request.user, deduction=deduction, **data)

    return ask(
        request,
        form,
        act,
        back=back_to(deduction),
        done=_("Noted. The rest is not pursued any more."),
        label=deduction.number,
        question=_("By which decision is the rest of %(number)s given up?")
        % {"number": deduction.number},
        hint=_("Nothing is booked here: the write-off has its own document."),
        button=_("Give the rest up"),
    )


@require_http_methods(METHODS)
@requires(Permission.REVERSE_DOCUMENTS)
def deduction_reverse(request: SignedInRequest, deduction_id: int) -> HttpResponse:
    deduction = find_deduction(request, deduction_id)
    initial = {"effective_on": _today(request)}
    form = TakeBackForm(request.POST or None, initial=initial)

    def act(data: dict[str, Any]) -> None:
        reverse_deduction(actor=request.user, deduction=deduction, **data)

    return ask(
        request,
        form,
        act,
        back=back_to(deduction),
        done=_("Taken back. The items are open again, the claim is under review."),
        label=deduction.number,
        question=_("Take the approval of %(number)s back?")
        % {"number": deduction.number},
        hint=_(
            "The credit note is reversed from that day. What it settled is open again "
            "with its old due date; later postings stay as they are."
        ),
        button=_("Take the approval back"),
        is_binding=True,
    )


def _today(request: SignedInRequest) -> Any:
    today = clock.today(request.company.time_zone)
    return open_day(request.company.pk, today)
