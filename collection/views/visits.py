"""All visits, one visit, and what was just saved."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.lists import abilities, page_of
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from collection.forms.promise import VisitFilterForm
from collection.models import Visit
from collection.selectors.promises import list_promises
from collection.selectors.visits import list_visits, visits_on

FEW = 10


@require_safe
@requires(Permission.VIEW_LEDGER)
def visit_list(request: SignedInRequest) -> HttpResponse:
    """Every visit, the latest first."""
    form = VisitFilterForm(request.GET or None, choices=Visit.Outcome.choices)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = list_visits(
        company=request.company,
        user=request.user,
        text=chosen.get("q", ""),
        outcome=chosen.get("outcome", ""),
    )
    context = {
        "form": form,
        "page_obj": page_of(rows, request),
        "can": abilities(request),
    }
    return render(request, "collections/visit_list.html", context)


@require_safe
@requires(Permission.VIEW_LEDGER)
def visit_detail(request: SignedInRequest, visit_id: int) -> HttpResponse:
    """One visit with its four fields and what was promised."""
    visit = _find(request, visit_id)
    context = {
        "visit": visit,
        "fields": [
            (_("Observed"), visit.observed),
            (_("Heard"), visit.heard),
            (_("Asked"), visit.asked),
            (_("Concluded"), visit.concluded),
        ],
        "promises": _promises(request, visit),
    }
    return render(request, "collections/visit_detail.html", context)


@require_safe
@requires(Permission.LOG_VISITS)
def visit_saved(request: SignedInRequest, visit_id: int) -> HttpResponse:
    """What was saved, and everything the person logged today."""
    visit = _find(request, visit_id)
    company = request.company
    today = clock.today(company.time_zone)
    logged = visits_on(company=company, user=request.user, day=today)
    context = {
        "visit": visit,
        "promises": _promises(request, visit),
        "logged": logged[:FEW],
        "count": logged.count(),
        "today": today,
    }
    return render(request, "collections/visit_saved.html", context)


def _find(request: SignedInRequest, visit_id: int) -> Visit:
    rows = list_visits(company=request.company, user=request.user)
    return get_or_404(rows, pk=visit_id)


def _promises(request: SignedInRequest, visit: Visit) -> object:
    return list_promises(company=request.company, user=request.user).filter(visit=visit)
