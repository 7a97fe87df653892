"""The company's settings."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arcollect.core.decorators import requires
from arcollect.core.forms_people import SettingsForm
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.services.change_company import change_company, read_settings
from arcollect.core.services.people import PeopleRefusedError


@requires(Permission.MANAGE_USERS)
@require_http_methods(["GET", "POST"])
def settings(request: SignedInRequest) -> HttpResponse:
    """Name, address, language, time zone, base currency, hour of the night."""
    company = request.company
    initial = asdict(read_settings(company=company))
    form = SettingsForm(request.POST or None, company=company, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_company(
                actor=request.user, company=company, settings=form.settings()
            )
        except PeopleRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The settings are saved."))
            return redirect("core:settings")
    return render(request, "core/settings.html", {"form": form})
