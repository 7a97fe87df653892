"""Matching bank lines: the two panes, and the acts of one key."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from arcollect.core.decorators import requires
from arcollect.core.idempotency import AlreadyDoneError
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from invoices.forms.matching import MatchForm, OwnerForm, ReasonForm
from invoices.models import Allocation, BankEntry, MatchProposal
from invoices.selectors.bank_lines import items_for
from invoices.selectors.matching_book import rules_of
from invoices.services.confirm_match import confirm_match
from invoices.services.errors import LedgerRefusedError
from invoices.services.post_by_rules import confirm_proposal, parts_of, ready_proposals
from invoices.services.propose_matches import propose_matches
from invoices.services.set_aside_entry import (
    give_owner,
    ignore_entry,
    mark_unidentified,
)
from invoices.services.undo_match import undo_match
from invoices.views.answers import say_already_done
from invoices.views.matching_pane import (
    Asked,
    asked_of,
    chosen_customer,
    figures,
    find_line,
    line_url,
    screen,
)

# What one press posts; the rest is still there for the next.
MOST_AT_ONCE = 200


@require_safe
@requires(Permission.VIEW_STATEMENTS)
def matching(request: SignedInRequest) -> HttpResponse:
    context = screen(request, asked_of(request), None)
    return render(request, "invoices/matching.html", context)


@require_safe
@requires(Permission.VIEW_STATEMENTS)
def matching_line(request: SignedInRequest, entry_id: int) -> HttpResponse:
    entry = find_line(request, entry_id)
    context = screen(request, asked_of(request), entry.pk)
    return render(request, "invoices/matching.html", context)


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


@require_POST
@requires(Permission.ALLOCATE)
def match_confirm(request: SignedInRequest, entry_id: int) -> HttpResponse:
    entry, asked = find_line(request, entry_id), asked_of(request)
    keys = [
        int(name.removeprefix("amount-"))
        for name in request.POST
        if name.startswith("amount-") and _is_key(name[7:])
    ]
    items = items_for(user=request.user, entry=entry, keys=keys)
    form = MatchForm(request.POST, items=items, entry=entry)
    refusal = ""
    if "check" not in request.POST and form.is_valid():
        try:
            _confirm(request, entry, form, asked)
        except AlreadyDoneError as done:
            say_already_done(request, done)
            return _to_next(request, asked)
        except LedgerRefusedError as error:
            refusal = str(error)
        else:
            return _to_next(request, asked)
    return _again(request, entry, form, asked, refusal)


def _confirm(
    request: SignedInRequest, entry: BankEntry, form: MatchForm, asked: Asked
) -> None:
    parts = form.parts(rules_of(request.company))
    proposal = MatchProposal.objects.filter(entry=entry, rank=asked.rank).first()
    is_as_proposed = proposal is not None and parts_of(proposal) == parts
    customer = chosen_customer(request, asked, proposal)
    confirm_match(
        actor=request.user,
        entry=entry,
        parts=parts,
        customer=customer,
        rule=proposal.rule if proposal and is_as_proposed else Allocation.Rule.MANUAL,
        proposal=proposal if is_as_proposed else None,
        request_key=form.cleaned_data["request_key"],
    )


def _again(
    request: SignedInRequest,
    entry: BankEntry,
    form: MatchForm,
    asked: Asked,
    refusal: str,
) -> HttpResponse:
    """The same screen with what was typed, and the sentence that refused it."""
    context: dict[str, Any] = screen(request, asked, entry.pk)
    context |= figures(form, entry)
    context["refusal"] = refusal
    is_check = "check" in request.POST
    # The swap of htmx shows a refused form only with this status.
    status = 200 if is_check else 422
    return render(request, "invoices/matching.html", context, status=status)


def _to_next(request: SignedInRequest, asked: Asked) -> HttpResponse:
    """The line that took this one's place in the list."""
    following = request.POST.get("next", "")
    if _is_key(following):
        return redirect(line_url(int(following), asked))
    return redirect(f"{reverse('invoices:matching')}?{asked.query()}")


@require_POST
@requires(Permission.ALLOCATE)
def match_undo(request: SignedInRequest, entry_id: int) -> HttpResponse:
    entry = find_line(request, entry_id)
    try:
        undo_match(actor=request.user, entry=entry)
    except LedgerRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Undone. Both sides are as they were."))
    return redirect("invoices:matching_line", entry.pk)


@require_POST
@requires(Permission.ALLOCATE)
def entry_unidentified(request: SignedInRequest, entry_id: int) -> HttpResponse:
    entry, asked = find_line(request, entry_id), asked_of(request)
    form = OwnerForm(request.POST, company=request.company)
    if not form.is_valid():
        messages.error(request, _("Choose who finds out whose money it is."))
        return redirect(line_url(entry.pk, asked))
    owner = form.cleaned_data["owner"]
    act = mark_unidentified if entry.state.state == "open" else give_owner
    try:
        act(actor=request.user, entry=entry, owner=owner)
    except LedgerRefusedError as error:
        messages.error(request, str(error))
        return redirect(line_url(entry.pk, asked))
    messages.success(
        request, _("Booked as unidentified; %(person)s owns it.") % {"person": owner}
    )
    return _to_next(request, asked)


@require_POST
@requires(Permission.ALLOCATE)
def entry_ignore(request: SignedInRequest, entry_id: int) -> HttpResponse:
    entry, asked = find_line(request, entry_id), asked_of(request)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        ignore_entry(actor=request.user, entry=entry, reason=reason)
    except LedgerRefusedError as error:
        messages.error(request, str(error))
        return redirect(line_url(entry.pk, asked))
    messages.success(request, _("Set aside. It is listed under Done."))
    return _to_next(request, asked)


@require_POST
@requires(Permission.ALLOCATE)
def matching_ready(request: SignedInRequest) -> HttpResponse:
    """Post the oldest ready proposals, each in a transaction of its own."""
    ready = ready_proposals(request.company, most=MOST_AT_ONCE)
    posted = sum(confirm_proposal(actor=request.user, proposal=one) for one in ready)
    messages.success(
        request,
        ngettext("%(count)s line is matched.", "%(count)s lines are matched.", posted)
        % {"count": posted},
    )
    if posted < len(ready):
        messages.warning(
            request,
            _(
                "%(count)s were refused, since something was paid meanwhile. Look at them."
            )
            % {"count": len(ready) - posted},
        )
    return redirect("invoices:matching")


@require_POST
@requires(Permission.ALLOCATE)
def matching_propose(request: SignedInRequest) -> HttpResponse:
    ready = propose_matches(company=request.company)
    messages.success(
        request,
        ngettext(
            "%(count)s line is ready to be posted.",
            "%(count)s lines are ready to be posted.",
            ready,
        )
        % {"count": ready},
    )
    return redirect("invoices:matching")
