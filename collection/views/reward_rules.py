"""The rules that rewards follow: versions of rates and of points."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.lists import abilities
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from collection.domain.commission import CommissionRules
from collection.domain.points import DEFAULT_RULES
from collection.forms.rewards import CommissionPolicyForm, PointsPolicyForm
from collection.models.commission import SHARES
from collection.selectors.commission import list_policies
from collection.selectors.points import list_points_policies
from collection.services.publish_reward_policies import (
    RewardPolicyRefusedError,
    publish_commission_policy,
    publish_points_policy,
)

METHODS = ["GET", "HEAD", "POST"]
USUAL = CommissionRules(rate_bp=200)


@require_safe
@requires(Permission.VIEW_LEDGER)
def reward_rules(request: SignedInRequest) -> HttpResponse:
    """Every version of the rates of commission and of the rules of points."""
    context = {
        "commission": list_policies(company=request.company).select_related(
            "recorded_by"
        ),
        "points": list_points_policies(company=request.company).select_related(
            "recorded_by"
        ),
        "can": abilities(request),
    }
    return render(request, "collections/reward_rules.html", context)


@require_http_methods(METHODS)
@requires(Permission.MANAGE_REWARDS)
def commission_policy_new(request: SignedInRequest) -> HttpResponse:
    """Publish the next version of the rates."""
    newest = list_policies(company=request.company).first() or USUAL
    initial = {name: getattr(newest, name) for name in SHARES}
    initial["from_on"] = clock.today(request.company.time_zone).replace(day=1)
    form = CommissionPolicyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            publish_commission_policy(
                actor=request.user,
                company=request.company,
                rules=form.rules(),
                from_on=form.cleaned_data["from_on"],
                reason=form.cleaned_data["reason"],
            )
        except RewardPolicyRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The version is published."))
            return redirect("collections:reward_rules")
    title = _("New rates of commission")
    return _page(request, form, title=title)


@require_http_methods(METHODS)
@requires(Permission.MANAGE_REWARDS)
def points_policy_new(request: SignedInRequest) -> HttpResponse:
    """Publish the next version of the rules of points."""
    newest = list_points_policies(company=request.company).first()
    rules = newest or DEFAULT_RULES
    initial: dict[str, Any] = {
        "unit": rules.unit,
        "early_days": rules.early_days,
        "early_bp": rules.early_bp,
        "lapse_months": newest.lapse_months if newest else None,
        "from_on": clock.today(request.company.time_zone),
    }
    form = PointsPolicyForm(
        request.POST or None, initial=initial, company=request.company
    )
    if request.method == "POST" and form.is_valid():
        try:
            publish_points_policy(
                actor=request.user,
                company=request.company,
                rules=form.rules(),
                lapse_months=form.cleaned_data["lapse_months"],
                from_on=form.cleaned_data["from_on"],
                reason=form.cleaned_data["reason"],
            )
        except RewardPolicyRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The version is published."))
            return redirect("collections:reward_rules")
    return _page(request, form, title=_("New rules of points"))


def _page(request: SignedInRequest, form: Any, *, title: str) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "hint": _(
            "A published version stays for good; money of earlier days keeps the rules "
            "of its day."
        ),
        "verb": _("Publish the version"),
        "cancel_url": reverse("collections:reward_rules"),
        "cancel_label": _("Rules of rewards"),
    }
    status = 422 if form.errors else 200
    return render(request, "collections/reward_form.html", context, status=status)
