"""The sending switch and the limits of reminders."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from arcollect.core.decorators import requires
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from collection.forms.dunning import LimitsForm
from collection.selectors.ladders import active_profiles, settings_of, steps_of
from collection.services.switch_sending import (
    SettingRefusedError,
    change_limits,
    switch_sending,
)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_REMINDERS)
def settings_page(request: SignedInRequest) -> HttpResponse:
    """Small balance, first level of old items, and the switch."""
    company = request.company
    found = settings_of(company)
    form = LimitsForm(
        request.POST or None,
        currency=company.base_currency,
        initial={
            "small_balance": found.small_balance,
            "start_level": found.start_level,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_limits(actor=request.user, company=company, **form.cleaned_data)
        except SettingRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved. The next run goes by it."))
            return redirect("collections:dunning_settings")
    profile = active_profiles(company=company).first()
    context = {
        "form": form,
        "settings": found,
        "profile": profile,
        "steps": steps_of(profile) if profile else [],
    }
    status = 422 if form.errors else 200
    return render(request, "collections/dunning_settings.html", context, status=status)


@require_POST
@requires(Permission.MANAGE_REMINDERS)
def sending(request: SignedInRequest) -> HttpResponse:
    """Switch the sending on or off."""
    on = request.POST.get("sending") == "on"
    try:
        switch_sending(actor=request.user, company=request.company, on=on)
    except SettingRefusedError as error:
        messages.error(request, str(error))
    else:
        told = _("Sending is on.") if on else _("Sending is off.")
        messages.success(request, told)
    return redirect("collections:dunning_settings")
