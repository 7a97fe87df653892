"""How classes are decided: the five classes with the company's own numbers."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.lists import abilities
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from invoices.selectors.policies import rules_in_force
from invoices.selectors.policy_versions import examples_of


@require_safe
@requires(Permission.VIEW_LEDGER)
def classes(request: SignedInRequest) -> HttpResponse:
    today = clock.today(request.company.time_zone)
    rules = rules_in_force(company_id=request.company.pk, on=today)
    context = {
        "rules": rules,
        "plain": rules.to_dict(),
        "examples": examples_of(rules),
        "can": abilities(request),
    }
    return render(request, "dashboards/classes.html", context)
