"""The company's seals and certificates: the list, one seal, a new one, its end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from arcollect.core.decorators import requires
from arcollect.core.lists import abilities
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from reconciliation.forms.seals import ReasonForm, SealForm
from reconciliation.models import Seal
from reconciliation.selectors.seals import count_waiting, list_seals
from reconciliation.services.put_seal_in_use import (
    SealStateError,
    put_seal_in_use,
    retire_seal,
)
from reconciliation.services.register_seal import SealRefusedError, register_seal
from reconciliation.services.request_seal import unusable_reason
from reconciliation.services.seal_artwork import svg_address

METHODS = ["GET", "HEAD", "POST"]


def find_seal(request: SignedInRequest, seal_id: int) -> Seal:
    """The seal, if the person may see it; else 404."""
    seals = list_seals(user=request.user, company=request.company)
    return get_or_404(seals, pk=seal_id)


@require_safe
@requires(Permission.VIEW_SEALS)
def seal_list(request: SignedInRequest) -> HttpResponse:
    seals = list_seals(user=request.user, company=request.company)
    context = {
        "seals": [(seal, svg_address(seal.face)) for seal in seals],
        "waiting": count_waiting(user=request.user, company=request.company),
        "can": abilities(request),
        "tab": "seals",
    }
    return render(request, "reconciliation/seal_list.html", context)


@require_safe
@requires(Permission.VIEW_SEALS)
def seal_detail(request: SignedInRequest, seal_id: int) -> HttpResponse:
    seal = find_seal(request, seal_id)
    context = {
        "seal": seal,
        "drawing": svg_address(seal.face),
        "unusable": unusable_reason(seal),
        "is_own": seal.registered_by_id == request.user.pk,
        "can": abilities(request),
    }
    return render(request, "reconciliation/seal_detail.html", context)


@sensitive_post_parameters("passphrase")
@require_http_methods(METHODS)
@requires(Permission.MANAGE_SEALS)
def seal_new(request: SignedInRequest) -> HttpResponse:
    form = SealForm(
        request.POST or None,
        request.FILES or None,
        initial={"holder_name": request.company.name},
    )
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data}
        data["key_file"] = data["key_file"].read()
        try:
            seal = register_seal(actor=request.user, company=request.company, **data)
        except SealRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("Registered. Somebody else takes it into use now.")
            )
            return redirect("reconciliation:seal_detail", seal.pk)
    status = 422 if form.errors else 200
    return render(
        request, "reconciliation/seal_new.html", {"form": form}, status=status
    )


@require_POST
@requires(Permission.SEAL_LETTERS)
def seal_use(request: SignedInRequest, seal_id: int) -> HttpResponse:
    """Take a registered seal into use."""
    seal = find_seal(request, seal_id)
    try:
        put_seal_in_use(actor=request.user, seal=seal)
    except SealStateError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The seal is in use from now on."))
    return redirect("reconciliation:seal_detail", seal.pk)


@require_http_methods(METHODS)
@requires(Permission.MANAGE_SEALS)
def seal_retire(request: SignedInRequest, seal_id: int) -> HttpResponse:
    seal = find_seal(request, seal_id)
    form = ReasonForm(request.POST or None)
    back = reverse("reconciliation:seal_detail", args=[seal.pk])
    if request.method == "POST" and form.is_valid():
        try:
            retire_seal(actor=request.user, seal=seal, **form.cleaned_data)
        except SealStateError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The seal is retired."))
            return redirect(back)
    context = {
        "form": form,
        "question": _("Retire the seal “%(seal)s”?") % {"seal": seal},
        "verb": _("Retire the seal"),
        "is_binding": True,
        "cancel_url": back,
        "consequences": [
            _("No letter is sealed with it any more; this cannot be undone."),
            _("Letters that carry it stay valid."),
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "reconciliation/seal_ask.html", context, status=status)
