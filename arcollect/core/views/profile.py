"""A person's own page: language, password, second factor, sessions."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arcollect.core.decorators import Stage, stage
from arcollect.core.forms_sign_in import OwnPasswordForm
from arcollect.core.permissions import memberships_of
from arcollect.core.requests import PersonRequest
from arcollect.core.services.change_password import change_password as set_password
from arcollect.core.services.end_sessions import end_sessions, sessions_of
from arcollect.core.services.second_factor import has_second_factor


@stage(Stage.PERSON)
@require_GET
def profile(request: PersonRequest) -> HttpResponse:
    """Show what a person may set for himself."""
    user = request.user
    others = sessions_of(user=user, except_key=request.session.session_key)
    context = {
        "memberships": memberships_of(user),
        "has_second_factor": has_second_factor(user),
        "other_sessions": len(others),
    }
    return render(request, "core/profile.html", context)


@stage(Stage.SECOND_FACTOR)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_password(request: PersonRequest) -> HttpResponse:
    """Give the old password and a new one; all other sessions end."""
    user = request.user
    form = OwnPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_password(user=user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(request, user)
        messages.success(
            request, _("Your password is changed. All your other sessions have ended.")
        )
        return redirect("core:profile")
    return render(request, "core/change_password.html", {"form": form})


@stage(Stage.PERSON)
@require_POST
def end_other_sessions(request: PersonRequest) -> HttpResponse:
    """Sign out everywhere else."""
    user = request.user
    count = end_sessions(actor=user, user=user, except_key=request.session.session_key)
    messages.success(
        request,
        ngettext(
            "%(count)d other session has ended.",
            "%(count)d other sessions have ended.",
            count,
        )
        % {"count": count},
    )
    return redirect("core:profile")
