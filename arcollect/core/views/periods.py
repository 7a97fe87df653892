"""Through which day the books are closed: close a period, reopen it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arcollect.core import clock
from arcollect.core.closed_books import closed_through
from arcollect.core.decorators import requires
from arcollect.core.forms_period import ClosePeriodForm, ReopenPeriodForm
from arcollect.core.models import AuditEvent
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.services.close_period import (
    PeriodRefusedError,
    close_period,
    reopen_period,
)

METHODS = ["GET", "HEAD", "POST"]
SHOWN = 20


@require_http_methods(METHODS)
@requires(Permission.CLOSE_PERIODS)
def period(request: SignedInRequest) -> HttpResponse:
    """What is closed, a form that closes more, and who closed what when."""
    through = closed_through(request.company.pk)
    initial = {"through": _last_month(request), "seen": through}
    form = ClosePeriodForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            close_period(
                actor=request.user, company=request.company, **form.cleaned_data
            )
        except PeriodRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The period is closed."))
            return redirect("core:period")
    return _page(request, "core/period.html", form, through)


@require_http_methods(METHODS)
@requires(Permission.CLOSE_PERIODS)
def period_reopen(request: SignedInRequest) -> HttpResponse:
    """Reopen a period, with the reason that the audit log keeps."""
    through = closed_through(request.company.pk)
    form = ReopenPeriodForm(request.POST or None, initial={"seen": through})
    if request.method == "POST" and form.is_valid():
        try:
            reopen_period(
                actor=request.user, company=request.company, **form.cleaned_data
            )
        except PeriodRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The period is open again."))
            return redirect("core:period")
    return _page(request, "core/period_reopen.html", form, through)


def _page(
    request: SignedInRequest, template: str, form: Any, through: dt.date | None
) -> HttpResponse:
    told = AuditEvent.objects.filter(
        company=request.company, action__startswith="core.period."
    ).select_related("actor")
    context = {
        "form": form,
        "through": through,
        "first": through and through + dt.timedelta(days=1),
        "events": told.order_by("-pk")[:SHOWN],
    }
    return render(request, template, context, status=422 if form.errors else 200)


def _last_month(request: SignedInRequest) -> dt.date:
    """The last day of the month before today."""
    today = clock.today(request.company.time_zone)
    return today.replace(day=1) - dt.timedelta(days=1)
