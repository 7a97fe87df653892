"""Signing in and out."""

from __future__ import annotations

from typing import Any

from axes.helpers import get_cool_off
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from arcollect.core.company_hooks import demo_logins
from arcollect.core.decorators import Stage, public, stage
from arcollect.core.forms_sign_in import LoginForm
from arcollect.core.requests import PersonRequest
from arcollect.core.services.record_sign_in import record_sign_in, record_sign_out
from arcollect.core.views.redirects import safe_next

TOO_MANY_REQUESTS = 429


@public
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Ask for login name and password; the session gets a new id."""
    target = safe_next(request)
    if request.user.is_authenticated:
        return redirect(target)
    form = LoginForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.get_user()
        auth.login(request, user)
        record_sign_in(user=user)
        return redirect(target)
    context = {"form": form, "next": target, "demo_logins": demo_logins()}
    return render(request, "core/login.html", context)


@stage(Stage.PASSWORD)
@require_POST
def logout(request: PersonRequest) -> HttpResponse:
    """End the session."""
    record_sign_out(user=request.user)
    auth.logout(request)
    return redirect("core:login")


def locked_out(
    request: HttpRequest,
    _original: HttpResponse | None = None,
    _credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """Too many wrong passwords for one login name: say how long to wait.

    The page is the same whether anybody has that login name or not.
    """
    cool_off = get_cool_off(request)
    minutes = max(1, round(cool_off.total_seconds() / 60)) if cool_off else 0
    response = render(
        request,
        "core/locked_out.html",
        {"minutes": minutes},
        status=TOO_MANY_REQUESTS,
    )
    response["Retry-After"] = str(minutes * 60)
    return response


def folded_username(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The login name that wrong passwords are counted under, whatever its capitals."""
    given = (credentials or {}).get("username") or request.POST.get("username") or ""
    return str(given).strip().casefold()
