"""Letters that wait for a seal: asking, looking at both sides, deciding."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from arcollect.core.decorators import requires
from arcollect.core.lists import abilities, page_of
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.services.confirm_person import Proof, proof_asked_of
from reconciliation.forms.seals import ApproveForm, AskForSealForm, ReasonForm
from reconciliation.models import ConfirmationLetter, LetterFile, SealRequest
from reconciliation.selectors.seals import (
    count_waiting,
    list_requests,
    list_usable_seals,
    list_uses,
)
from reconciliation.services.decide_seal_request import (
    DecisionRefusedError,
    approve_seal,
    refuse_seal,
)
from reconciliation.services.key_sentences import failure_sentence
from reconciliation.services.render_letter import (
    LetterFileDamagedError,
    find_file,
    read_letter_file,
)
from reconciliation.services.request_seal import (
    SealRequestRefusedError,
    request_seal,
)
from reconciliation.services.seal_artwork import svg_address

METHODS = ["GET", "HEAD", "POST"]
State = SealRequest.State


def find_request(request: SignedInRequest, request_id: int) -> SealRequest:
    """The request, if the person may see its letter and seals; else 404."""
    found = list_requests(user=request.user, company=request.company)
    return get_or_404(found, pk=request_id)


@require_safe
@requires(Permission.VIEW_SEALS)
def seal_request_list(request: SignedInRequest) -> HttpResponse:
    """What waits first, then what was decided, newest first."""
    rows = list_requests(user=request.user, company=request.company)
    waiting = request.GET.get("state", "waiting") == "waiting"
    states = [State.REQUESTED, State.APPROVED]
    rows = rows.filter(state__in=states) if waiting else rows.exclude(state__in=states)
    context = {
        "page_obj": page_of(rows.order_by("-requested_at", "-pk"), request),
        "shows_waiting": waiting,
        "waiting": count_waiting(user=request.user, company=request.company),
        "tab": "requests",
    }
    return render(request, "reconciliation/seal_request_list.html", context)


@require_safe
@requires(Permission.VIEW_SEALS)
def seal_use_list(request: SignedInRequest) -> HttpResponse:
    """The register of uses."""
    rows = list_uses(user=request.user, company=request.company)
    context = {
        "page_obj": page_of(rows, request),
        "waiting": count_waiting(user=request.user, company=request.company),
        "tab": "uses",
    }
    return render(request, "reconciliation/seal_use_list.html", context)


@require_http_methods(METHODS)
@requires(Permission.REQUEST_SEAL)
def letter_seal(request: SignedInRequest, letter_id: int) -> HttpResponse:
    """Ask that a letter be sealed."""
    letter: ConfirmationLetter = get_or_404(
        ConfirmationLetter.objects.filter(company=request.company)
        .visible_to(request.user)
        .select_related("customer", "company"),
        pk=letter_id,
    )
    seals = list_usable_seals(company=request.company)
    form = AskForSealForm(
        request.POST or None, seals=seals, initial={"seal": seals.first()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = request_seal(actor=request.user, letter=letter, **form.cleaned_data)
        except SealRequestRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("Asked for. A finance manager other than you decides.")
            )
            return redirect("reconciliation:seal_request_detail", made.pk)
    context = {"form": form, "letter": letter, "has_seals": seals.exists()}
    status = 422 if form.errors else 200
    return render(request, "reconciliation/letter_seal.html", context, status=status)


@require_safe
@requires(Permission.VIEW_SEALS)
def seal_request_detail(request: SignedInRequest, request_id: int) -> HttpResponse:
    found = find_request(request, request_id)
    return render(
        request, "reconciliation/seal_request_detail.html", _context(request, found)
    )


@require_safe
@requires(Permission.VIEW_SEALS)
def seal_request_state(request: SignedInRequest, request_id: int) -> HttpResponse:
    """The state alone, asked for again while the signing worker is at it."""
    context = _context(request, find_request(request, request_id))
    return render(request, "reconciliation/_seal_request_state.html", context)


def _context(request: SignedInRequest, found: SealRequest) -> dict[str, Any]:
    proof = proof_asked_of(user=request.user, company=request.company)
    can = abilities(request)
    is_own = found.requested_by_id == request.user.pk
    return {
        "asked": found,
        "letter": found.letter,
        "drawing": svg_address(found.seal.face),
        "form": ApproveForm(proof=proof),
        "refuse_form": ReasonForm(),
        "is_own": is_own,
        "may_decide": can.get("seal_letters") and not is_own,
        "must_set_up": proof == Proof.NOTHING_SET_UP,
        "failure": failure_sentence(found.failure),
        "can": can,
    }


@sensitive_post_parameters("answer")
@require_POST
@requires(Permission.SEAL_LETTERS)
def seal_request_approve(request: SignedInRequest, request_id: int) -> HttpResponse:
    found = find_request(request, request_id)
    context = _context(request, found)
    proof = proof_asked_of(user=request.user, company=request.company)
    form = ApproveForm(request.POST, proof=proof)
    if form.is_valid():
        try:
            approve_seal(actor=request.user, request=found, **form.cleaned_data)
        except DecisionRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Approved. The letter is being sealed."))
            return redirect("reconciliation:seal_request_detail", found.pk)
    context["form"] = form
    template = "reconciliation/seal_request_detail.html"
    return render(request, template, context, status=422)


@require_POST
@requires(Permission.REQUEST_SEAL)
def seal_request_refuse(request: SignedInRequest, request_id: int) -> HttpResponse:
    found = find_request(request, request_id)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            refuse_seal(actor=request.user, request=found, **form.cleaned_data)
        except DecisionRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Refused. The letter stays unsealed."))
            return redirect("reconciliation:seal_request_detail", found.pk)
    context = {**_context(request, found), "refuse_form": form}
    template = "reconciliation/seal_request_detail.html"
    return render(request, template, context, status=422)


@require_safe
@requires(Permission.VIEW_SEALS)
def seal_request_file(request: SignedInRequest, request_id: int) -> HttpResponse:
    """The very bytes that the request is about."""
    found = find_request(request, request_id)
    issued = find_file(found.letter, LetterFile.Kind.ISSUED)
    try:
        content = read_letter_file(issued) if issued else b""
    except LetterFileDamagedError as error:
        raise Http404(str(error)) from error
    if issued is None or issued.sha256 != found.pdf_sha256:
        raise Http404
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = (
        f'attachment; filename="{found.letter.number}.pdf"'
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
