"""Publish the targets of a region, and take them out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from customers.forms_distribution import DistributionForm
from customers.models import DistributionPolicy
from customers.selectors.distribution import list_distribution
from customers.services.publish_distribution import (
    DistributionRefusedError,
    publish_distribution,
    withdraw_distribution,
)

FIELDS = ("region", "stage", "outlets", "target_bp", "currency", "exposure_ceiling")
PAGE = "dashboards:distribution"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_REWARDS)
def distribution_new(request: SignedInRequest) -> HttpResponse:
    """Targets of a region that has none."""
    today = clock.today(request.company.time_zone)
    initial = {
        "region": request.GET.get("region", "")[:100],
        "currency": request.company.base_currency,
        "from_on": today,
    }
    form = DistributionForm(request.POST or None, initial=initial)
    return _answer(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_REWARDS)
def distribution_edit(request: SignedInRequest, policy_id: int) -> HttpResponse:
    """The next version of a region's targets."""
    policy = _find(request, policy_id)
    today = clock.today(request.company.time_zone)
    initial = {name: getattr(policy, name) for name in FIELDS} | {"from_on": today}
    form = DistributionForm(request.POST or None, initial=initial, fixed=True)
    return _answer(request, form, policy)


@require_POST
@requires(Permission.MANAGE_REWARDS)
def distribution_withdraw(request: SignedInRequest, policy_id: int) -> HttpResponse:
    """Take a region's targets out from today on."""
    policy = _find(request, policy_id)
    today = clock.today(request.company.time_zone)
    try:
        withdraw_distribution(actor=request.user, policy=policy, from_on=today)
    except DistributionRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The targets are taken out."))
    return redirect(PAGE)


def _find(request: SignedInRequest, policy_id: int) -> DistributionPolicy:
    return get_or_404(list_distribution(company=request.company), pk=policy_id)


def _answer(
    request: SignedInRequest, form: DistributionForm, policy: DistributionPolicy | None
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            publish_distribution(
                actor=request.user,
                company=request.company,
                region=form.cleaned_data["region"],
                targets=form.targets(),
                from_on=form.cleaned_data["from_on"],
            )
        except DistributionRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The targets are published."))
            return redirect(PAGE)
    context = {"form": form, "policy": policy}
    status = 422 if form.errors else 200
    return render(request, "customers/distribution_form.html", context, status=status)
