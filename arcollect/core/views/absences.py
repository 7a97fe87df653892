"""Who is away, and who stands in for him."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.forms_calendar import AbsenceForm
from arcollect.core.lists import page_of
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.selectors.absences import list_absences, people_to_enter
from arcollect.core.services.keep_absences import (
    AbsenceRefusedError,
    record_absence,
    remove_absence,
)


@requires(Permission.KEEP_ABSENCES)
@require_http_methods(["GET", "POST"])
def absence_list(request: SignedInRequest) -> HttpResponse:
    """Absences that are not over; a form enters another."""
    company = request.company
    today = clock.today(company.time_zone)
    form = AbsenceForm(
        request.POST or None,
        company=company,
        by=request.user,
        initial={"from_on": today, "until_on": today},
    )
    if request.method == "POST" and form.is_valid():
        try:
            record_absence(actor=request.user, company=company, **form.cleaned_data)
        except AbsenceRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The absence is entered."))
            return redirect("core:absence_list")
    people = people_to_enter(company=company, user=request.user)
    rows = list_absences(company=company, today=today).filter(user__in=people)
    context = {"form": form, "page_obj": page_of(rows, request)}
    status = 422 if form.errors else 200
    return render(request, "core/absence_list.html", context, status=status)


@requires(Permission.KEEP_ABSENCES)
@require_POST
def absence_remove(request: SignedInRequest, absence_id: int) -> HttpResponse:
    """Take an absence back."""
    company = request.company
    people = people_to_enter(company=company, user=request.user)
    today = clock.today(company.time_zone)
    rows = list_absences(company=company, today=today).filter(user__in=people)
    remove_absence(actor=request.user, absence=get_or_404(rows, pk=absence_id))
    messages.success(request, _("The absence is taken back."))
    return redirect("core:absence_list")
