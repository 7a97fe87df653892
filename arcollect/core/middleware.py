"""What every request goes through: its id, language, first run, and the gates."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from arcollect.core import audit
from arcollect.core.decorators import NotAllowedError, Stage, stage_of
from arcollect.core.models import Membership, User
from arcollect.core.permissions import memberships_of
from arcollect.core.requests import is_api
from arcollect.core.selectors.languages import preferred_language
from arcollect.core.services.first_run import is_pending
from arcollect.core.services.second_factor import (
    has_second_factor,
    is_verified,
    must_have_second_factor,
)
from arcollect.core.session_age import (
    RENEWED_AFTER,
    SessionAge,
    is_click,
    read_age,
    seconds_now,
    write_age,
)
from arcollect.core.views import errors

GetResponse = Callable[[HttpRequest], HttpResponse]
COMPANY_KEY = "company_id"
NO_LOGIN = 401


class _Middleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response


class RequestIdMiddleware(_Middleware):
    """Gives every request an id that error pages, headers and the audit log show."""

    def __call__(self, request: Any) -> HttpResponse:
        request.id = uuid.uuid4().hex[:12]
        token = audit.request_id.set(request.id)
        try:
            response = self.get_response(request)
        finally:
            audit.request_id.reset(token)
        response["X-Request-ID"] = request.id
        return response


class SessionAgeMiddleware(_Middleware):
    """Ends sessions that nobody used for too long, or that began too long ago."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now, age, key = seconds_now(), None, None
        if request.user.is_authenticated:
            age, key = read_age(request), request.session.session_key
            if age is None or age.is_over(now):
                auth.logout(request)
                age = None
        response = self.get_response(request)
        if not request.user.is_authenticated:
            return response
        is_new_key = request.session.session_key != key
        is_renewed = age and is_click(request) and now - age.seen >= RENEWED_AFTER
        if age is None or is_new_key or is_renewed:
            write_age(request, response, SessionAge(age.began if age else now, now))
        return response


class PreferredLanguageMiddleware(_Middleware):
    """Speaks the language of the person, else of the browser, else of the company."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = preferred_language(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        patch_vary_headers(response, ("Accept-Language",))
        response.setdefault("Content-Language", language)
        return response


class FirstRunMiddleware(_Middleware):
    """Sends everybody to the first-run page until the company is set up."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Whoever is signed in proves that somebody has been here before.
        # A program gets its own answer (401), never a page.
        if not request.user.is_authenticated and not is_api(request) and is_pending():
            open_paths = {reverse("core:first_run"), reverse("core:set_language")}
            if request.path not in open_paths:
                return redirect("core:first_run")
        return self.get_response(request)


class SignedInMiddleware(_Middleware):
    """Denies by default: every view asks for a person with a role in a company.

    Exceptions are marked at the view (`arcollect.core.decorators`). The chosen company
    and the role in it are read on every request, so a right taken away is gone with
    the next one.
    """

    def __call__(self, request: Any) -> HttpResponse:
        request.membership = chosen_membership(request)
        request.company = request.membership.company if request.membership else None
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(
        self, request: Any, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        needed = stage_of(view)
        if needed == Stage.PUBLIC:
            return None
        if not request.user.is_authenticated:
            return to_login(request)
        if needed == Stage.PASSWORD:
            return None
        return _refuse_unfinished(request, needed)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if isinstance(exception, NotAllowedError):
            return errors.not_allowed(request, exception.permission)
        return None


def _refuse_unfinished(request: Any, needed: Stage) -> HttpResponse | None:
    page = second_factor_page(request.user)
    if page is not None:
        return go_to(request, reverse(page))
    if needed == Stage.SECOND_FACTOR:
        return None
    if request.user.must_change_password:
        return go_to(request, reverse("core:change_password"))
    if needed == Stage.COMPANY and request.membership is None:
        return render(request, "core/no_company.html", status=403)
    return None


def second_factor_page(user: User) -> str | None:
    """Name of the page where the user must show or set up a second factor."""
    if is_verified(user):
        return None
    if has_second_factor(user):
        return "core:second_factor"
    return "core:second_factor_setup" if must_have_second_factor(user) else None


def chosen_membership(request: HttpRequest) -> Membership | None:
    """The role in the company chosen in this session, else in the first one."""
    if not request.user.is_authenticated:
        return None
    memberships = memberships_of(request.user)
    chosen = request.session.get(COMPANY_KEY)
    for membership in memberships:
        if membership.company_id == chosen:
            return membership
    return memberships[0] if memberships else None


def to_login(request: HttpRequest) -> HttpResponse:
    """Ask to sign in and come back to this page."""
    page = request.get_full_path()
    if "HX-Request" in request.headers:
        # The fragment alone is no page to come back to; the page around it is.
        parts = urlsplit(request.headers.get("HX-Current-URL", "/"))
        page = parts.path + (f"?{parts.query}" if parts.query else "")
    elif request.method != "GET":
        page = "/"
    query = "" if page == "/" else "?" + urlencode({"next": page}, safe="/")
    return go_to(request, reverse("core:login") + query)


def go_to(request: HttpRequest, url: str) -> HttpResponse:
    """A redirect of the whole page, also where htmx asked for a fragment."""
    if "HX-Request" in request.headers:
        return HttpResponse(status=NO_LOGIN, headers={"HX-Redirect": url})
    return redirect(url)
