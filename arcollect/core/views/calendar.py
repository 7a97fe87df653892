"""The company's working calendar: weekend, holidays, make-up working days."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.forms_calendar import WORK, CalendarDayForm, WeekendForm
from arcollect.core.models import CalendarDay
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.selectors.calendars import find_calendar, list_days, weekend_days
from arcollect.core.services.change_calendar import (
    CalendarRefusedError,
    add_day,
    change_weekend,
    remove_day,
)


@requires(Permission.MANAGE_USERS)
@require_http_methods(["GET", "POST"])
def work_calendar(request: SignedInRequest) -> HttpResponse:
    """The days of a year; a form enters another."""
    company = request.company
    form = CalendarDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            add_day(
                actor=request.user,
                company=company,
                day=values["day"],
                is_working=values["kind"] == WORK,
                name=values["name"],
            )
        except CalendarRefusedError as error:
            form.add_error("day", str(error))
        else:
            messages.success(request, _("The day is in the calendar."))
            return redirect(f"{request.path}?year={values['day'].year}")
    year = _asked_year(request)
    calendar = find_calendar(company=company)
    days_off = weekend_days(calendar.weekend) if calendar else frozenset({5, 6})
    context = {
        "form": form,
        "weekend": WeekendForm(initial={"days": [str(day) for day in days_off]}),
        "year": year,
        "days": list_days(company=company, year=year),
    }
    return render(
        request, "core/calendar.html", context, status=422 if form.errors else 200
    )


@requires(Permission.MANAGE_USERS)
@require_POST
def calendar_weekend(request: SignedInRequest) -> HttpResponse:
    """On which weekdays nobody works."""
    form = WeekendForm(request.POST)
    try:
        if not form.is_valid():
            raise CalendarRefusedError(_("Choose weekdays of the list."))
        change_weekend(
            actor=request.user, company=request.company, days=form.days_off()
        )
    except CalendarRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The weekend is saved."))
    return redirect("core:calendar")


@requires(Permission.MANAGE_USERS)
@require_POST
def calendar_day_remove(request: SignedInRequest, day_id: int) -> HttpResponse:
    """Let the weekday decide again."""
    rows = CalendarDay.objects.filter(calendar__company=request.company)
    day = get_or_404(rows, pk=day_id)
    remove_day(actor=request.user, company=request.company, day=day)
    messages.success(request, _("The day is out of the calendar."))
    return redirect("core:calendar")


def _asked_year(request: SignedInRequest) -> int:
    text = request.GET.get("year", "")
    if text.isascii() and text.isdigit() and 1990 <= int(text[:5]) <= 2100:
        return int(text)
    return clock.today(request.company.time_zone).year
