"""The second step of signing in, and its set-up."""

from __future__ import annotations

import django_otp
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from arcollect.core.decorators import Stage, stage
from arcollect.core.forms_sign_in import CodeForm
from arcollect.core.models import User
from arcollect.core.permissions import memberships_of
from arcollect.core.requests import PersonRequest
from arcollect.core.roles import SECOND_FACTOR_ROLES
from arcollect.core.services import second_factor as service
from arcollect.core.views.redirects import safe_next


@stage(Stage.PASSWORD)
@never_cache
@require_http_methods(["GET", "POST"])
def second_factor(request: PersonRequest) -> HttpResponse:
    """Ask for the code that the app shows, or for a recovery code."""
    user = request.user
    if service.is_verified(user) or not service.has_second_factor(user):
        return redirect("/")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            device = service.check_code(user=user, code=form.cleaned_data["code"])
        except service.WrongCodeError:
            form.add_error("code", _wrong_code())
        else:
            _verified(request, device)
            return redirect(safe_next(request))
    context = {"form": form, "next": safe_next(request)}
    return render(request, "core/second_factor.html", context)


@stage(Stage.PASSWORD)
@never_cache
@require_http_methods(["GET", "POST"])
def second_factor_setup(request: PersonRequest) -> HttpResponse:
    """Show the code to scan, and take the app into use with its first code.

    Who has an app already must have shown it in this session before he replaces it.
    """
    user = request.user
    if service.has_second_factor(user) and not service.is_verified(user):
        return redirect("core:second_factor")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            device, codes = service.confirm_enrolment(
                user=user, code=form.cleaned_data["code"]
            )
        except service.WrongCodeError:
            form.add_error("code", _wrong_code())
        else:
            _verified(request, device)
            return render(request, "core/recovery_codes.html", {"codes": codes})
    context = {
        "form": form,
        "enrolment": service.begin_enrolment(user),
        "demanded_by": _demanding_roles(user),
    }
    return render(request, "core/second_factor_setup.html", context)


@never_cache
@require_POST
def recovery_codes(request: PersonRequest) -> HttpResponse:
    """Make new recovery codes and show them once."""
    user = request.user
    if not service.has_second_factor(user):
        messages.error(request, _("Set up the second factor first."))
        return redirect("core:profile")
    codes = service.renew_recovery_codes(user=user)
    return render(request, "core/recovery_codes.html", {"codes": codes})


def _verified(request: PersonRequest, device: object) -> None:
    django_otp.login(request, device)
    # What the session may do has grown: its id changes with it.
    request.session.cycle_key()


def _wrong_code() -> str:
    return _("This code is wrong or used up. Wait for the next one and type it.")


def _demanding_roles(user: User) -> list[str]:
    return [
        membership.get_role_display()
        for membership in memberships_of(user)
        if membership.role in SECOND_FACTOR_ROLES and not membership.company.is_demo
    ]
