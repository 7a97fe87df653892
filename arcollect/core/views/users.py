"""Users of the company: list, new, one user, and what an administrator does to him."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arcollect.core.decorators import requires
from arcollect.core.forms_people import NewUserForm, RoleForm, role_values
from arcollect.core.models import Membership, User
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission, Role
from arcollect.core.selectors.people import list_memberships, list_reps
from arcollect.core.services import change_access
from arcollect.core.services.change_role import change_role
from arcollect.core.services.create_user import create_user
from arcollect.core.services.people import PeopleRefusedError
from arcollect.core.services.second_factor import has_second_factor
from arcollect.core.typed_text import typed_text

PAGE = 25


def _membership(request: SignedInRequest, user_id: int) -> Membership:
    return get_or_404(list_memberships(company=request.company), user_id=user_id)


@requires(Permission.MANAGE_USERS)
@require_GET
def user_list(request: SignedInRequest) -> HttpResponse:
    """Who may enter, and as what."""
    text, role = (typed_text(request.GET.get(name)) for name in ("q", "role"))
    found = list_memberships(company=request.company, text=text, role=role)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "q": text, "role": role, "roles": Role.choices}
    return render(request, "core/user_list.html", context)


@requires(Permission.MANAGE_USERS)
@never_cache
@require_http_methods(["GET", "POST"])
def user_new(request: SignedInRequest) -> HttpResponse:
    """Create a login; the one-time password is shown on the next page, once."""
    initial = {"language": request.company.language, "role": Role.FINANCE}
    form = NewUserForm(request.POST or None, company=request.company, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_user(
                actor=request.user, company=request.company, **form.cleaned_data
            )
        except PeopleRefusedError as error:
            form.add_error(None, str(error))
        else:
            return _show_password(request, user=made.user, password=made.password)
    return render(request, "core/user_new.html", {"form": form})


@requires(Permission.MANAGE_USERS)
@require_GET
def user_detail(request: SignedInRequest, user_id: int) -> HttpResponse:
    """One user: role, salespeople he is, second step."""
    membership = _membership(request, user_id)
    context = {
        "membership": membership,
        "person": membership.user,
        "reps": list_reps(company=request.company).filter(user=membership.user),
        "has_second_factor": has_second_factor(membership.user),
    }
    return render(request, "core/user_detail.html", context)


@requires(Permission.MANAGE_USERS)
@require_http_methods(["GET", "POST"])
def user_edit(request: SignedInRequest, user_id: int) -> HttpResponse:
    """Correct name and address, change role and team."""
    membership = _membership(request, user_id)
    form = RoleForm(
        request.POST or None, company=request.company, initial=role_values(membership)
    )
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, membership, form)
        except PeopleRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The user is changed."))
            return redirect("core:user_detail", user_id=user_id)
    context = {"form": form, "person": membership.user}
    return render(request, "core/user_edit.html", context)


@transaction.atomic
def _change(request: SignedInRequest, membership: Membership, form: RoleForm) -> None:
    values = form.cleaned_data
    change_access.change_user(
        actor=request.user,
        user=membership.user,
        full_name=values["full_name"],
        email=values["email"],
    )
    change_role(
        actor=request.user,
        membership=membership,
        role=values["role"],
        team=values["team"],
    )


@requires(Permission.MANAGE_USERS)
@require_POST
def user_deactivate(request: SignedInRequest, user_id: int) -> HttpResponse:
    """Close a login."""
    return _act(
        request,
        user_id,
        change_access.deactivate_user,
        _("The login is closed. Nothing this user did is lost."),
    )


@requires(Permission.MANAGE_USERS)
@require_POST
def user_reactivate(request: SignedInRequest, user_id: int) -> HttpResponse:
    """Open a closed login."""
    return _act(
        request, user_id, change_access.reactivate_user, _("The login is open again.")
    )


@requires(Permission.MANAGE_USERS)
@require_POST
def user_reset_second_factor(request: SignedInRequest, user_id: int) -> HttpResponse:
    """Let a user who has lost his phone set up a new app."""
    return _act(
        request,
        user_id,
        change_access.reset_second_factor,
        _("The second step is removed. The user sets up a new app at the next login."),
    )


@requires(Permission.MANAGE_USERS)
@never_cache
@require_POST
def user_reset_password(request: SignedInRequest, user_id: int) -> HttpResponse:
    """Hand out a one-time password."""
    user = _membership(request, user_id).user
    try:
        password = change_access.reset_password(actor=request.user, user=user)
    except PeopleRefusedError as error:
        messages.error(request, str(error))
        return redirect("core:user_detail", user_id=user_id)
    return _show_password(request, user=user, password=password)


def _act(
    request: SignedInRequest, user_id: int, service: Callable[..., None], done: str
) -> HttpResponse:
    user = _membership(request, user_id).user
    try:
        service(actor=request.user, user=user)
    except PeopleRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("core:user_detail", user_id=user_id)


def _show_password(
    request: SignedInRequest, *, user: User, password: str
) -> HttpResponse:
    context = {"person": user, "password": password}
    return render(request, "core/one_time_password.html", context)
