"""My day: whom to see and why, what is coming, what was logged."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.lists import abilities, page_of
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.selectors.absences import absences_from, managers_of_teams
from collection.models import CadenceStep
from collection.selectors.adherence import list_adherence
from collection.selectors.my_day import DayEntry, Why, coming_steps, list_day
from collection.selectors.visits import visits_on
from collection.services.plan_steps import actor_of
from customers.selectors.customers import list_customers
from invoices.selectors.claims_due import claims_due

COMING_DAYS = 7
LOOK_BACK_DAYS = 30
FEW = 10


@require_safe
@requires(Permission.VIEW_LEDGER)
def my_day(request: SignedInRequest) -> HttpResponse:
    """The customers to see today, ranked by why."""
    company, user = request.company, request.user
    today = clock.today(company.time_zone)
    entries = list_day(company=company, user=user, today=today)
    page = page_of(entries, request)
    _name_customers(request, list(page.object_list))
    _say_who_goes(request, list(page.object_list), today)
    context = {
        "page_obj": page,
        "totals": _totals(entries),
        "coming": coming_steps(
            company=company, user=user, today=today, days=COMING_DAYS
        )[:FEW],
        "adherence": list_adherence(
            company=company,
            user=user,
            from_on=today - dt.timedelta(days=LOOK_BACK_DAYS),
            until_on=today,
        ),
        "claims": claims_due(company=company, user=user, today=today, most=FEW),
        "logged": visits_on(company=company, user=user, day=today)[:FEW],
        "can": abilities(request),
        "today": today,
        "why": {one.name: one.value for one in Why},
    }
    return render(request, "collections/my_day.html", context)


def _totals(entries: list[DayEntry]) -> list[tuple[str, Decimal]]:
    """What is past due at these customers, per currency."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for entry in entries:
        for owed in entry.owed:
            if owed.past_due:
                sums[owed.currency] += owed.past_due
    return sorted(sums.items())


def _name_customers(request: SignedInRequest, entries: list[DayEntry]) -> None:
    rows = list_customers(company=request.company, user=request.user)
    found = rows.select_related("rep").in_bulk([entry.customer_id for entry in entries])
    for entry in entries:
        entry.customer = found[entry.customer_id]


def _say_who_goes(
    request: SignedInRequest, entries: list[DayEntry], today: dt.date
) -> None:
    """Who goes today where it is not the customer's own rep: read from the absences."""
    absences = absences_from(company=request.company, day=today)
    managers = managers_of_teams(company=request.company)
    for entry in entries:
        for reason in entry.reasons:
            if isinstance(reason.row, CadenceStep):
                actor, _key = actor_of(reason.row.rep, today, absences, managers)
                reason.row.acting = actor.value
