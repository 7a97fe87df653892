"""Withdrawing a letter, and issuing it again under a new number."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from reconciliation.forms.letters import ReissueLetterForm, WithdrawLetterForm
from reconciliation.models import ConfirmationLetter
from reconciliation.services.issue_letter import LetterOrder
from reconciliation.services.letter_errors import LetterRefusedError
from reconciliation.services.reissue_letter import reissue_letter
from reconciliation.services.withdraw_letter import withdraw_letter
from reconciliation.views.letter_runs import reply_day
from reconciliation.views.letters import find_letter

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@requires(Permission.ISSUE_LETTERS)
def letter_withdraw(request: SignedInRequest, letter_id: int) -> HttpResponse:
    letter = find_letter(request, letter_id)
    form = WithdrawLetterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_letter(actor=request.user, letter=letter, **form.cleaned_data)
        except LetterRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request,
                _("Letter %(number)s is withdrawn.") % {"number": letter.number},
            )
            return redirect("reconciliation:letter_detail", letter.pk)
    context = {
        "letter": letter,
        "form": form,
        "question": _("Withdraw letter %(number)s?") % {"number": letter.number},
        "verb": _("Withdraw the letter"),
        "is_binding": True,
        "cancel_url": reverse("reconciliation:letter_detail", args=[letter.pk]),
        "consequences": [
            _("Whoever verifies it is told that it counts no longer."),
            _("Its number and its file stay; nothing is deleted."),
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "reconciliation/letter_act.html", context, status=status)


@require_http_methods(METHODS)
@requires(Permission.ISSUE_LETTERS)
def letter_reissue(request: SignedInRequest, letter_id: int) -> HttpResponse:
    letter = find_letter(request, letter_id)
    today = clock.today(request.company.time_zone)
    form = ReissueLetterForm(
        request.POST or None,
        initial={"reply_due_on": reply_day(request.company, today)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            fresh = reissue_letter(
                actor=request.user,
                letter=letter,
                order=_order(letter, form, today),
                reason=form.cleaned_data["reason"],
            )
        except LetterRefusedError as error:
            form.add_error(None, str(error))
        else:
            return redirect("reconciliation:letter_detail", fresh.pk)
    context = {
        "letter": letter,
        "form": form,
        "question": _("Issue letter %(number)s again?") % {"number": letter.number},
        "verb": _("Issue a new letter"),
        "cancel_url": reverse("reconciliation:letter_detail", args=[letter.pk]),
        "consequences": [
            _("The new letter has the next number and the balance of today's books."),
            _("The old one is superseded; whoever verifies it is told the new number."),
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "reconciliation/letter_act.html", context, status=status)


def _order(
    letter: ConfirmationLetter, form: ReissueLetterForm, today: dt.date
) -> LetterOrder:
    since = letter.data["since"]
    return LetterOrder(
        cut_off=letter.cut_off,
        issued_on=today,
        reply_due_on=form.cleaned_data["reply_due_on"],
        kind=letter.kind,
        language=letter.language,
        ledger_from=dt.date.fromisoformat(since) if since else None,
        pay_by=form.cleaned_data["pay_by"],
        auditor=letter.data["auditor"] or {},
    )
