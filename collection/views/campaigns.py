"""Campaigns: their period, what they multiply, and their prizes."""

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
from arcollect.core.lists import abilities, page_of
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from collection.forms.rewards import CampaignForm, PrizeForm, StockForm
from collection.models import Campaign
from collection.selectors.points import (
    list_campaigns,
    list_prizes,
    list_redemptions,
)
from collection.services.keep_campaigns import (
    CampaignRefusedError,
    add_prize,
    change_campaign,
    open_campaign,
    restock_prize,
)

METHODS = ["GET", "HEAD", "POST"]
FEW = 10
TERMS = ("name", "from_on", "until_on", "multiplier_bp", "min_early_days", "note")


@require_safe
@requires(Permission.VIEW_LEDGER)
def campaign_list(request: SignedInRequest) -> HttpResponse:
    """Campaigns that run, ran and are to come."""
    context = {
        "page_obj": page_of(list_campaigns(company=request.company), request),
        "today": clock.today(request.company.time_zone),
        "can": abilities(request),
    }
    return render(request, "collections/campaign_list.html", context)


@require_safe
@requires(Permission.VIEW_LEDGER)
def campaign_detail(request: SignedInRequest, campaign_id: int) -> HttpResponse:
    """One campaign, its prizes, and what was redeemed of them."""
    campaign = _find(request, campaign_id)
    redemptions = list_redemptions(company=request.company, user=request.user)
    context = {
        "campaign": campaign,
        "prizes": list_prizes(company=request.company).filter(campaign=campaign),
        "redemptions": redemptions.filter(prize__campaign=campaign)[:FEW],
        "today": clock.today(request.company.time_zone),
        "can": abilities(request),
    }
    return render(request, "collections/campaign_detail.html", context)


@require_http_methods(METHODS)
@requires(Permission.MANAGE_REWARDS)
def campaign_new(request: SignedInRequest) -> HttpResponse:
    """Announce a campaign."""
    form = CampaignForm(
        request.POST or None, initial={"multiplier_bp": 10_000, "min_early_days": 0}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = open_campaign(
                actor=request.user, company=request.company, terms=form.terms()
            )
        except CampaignRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The campaign is open. Add its prizes."))
            return redirect("collections:campaign_detail", campaign_id=made.pk)
    back = reverse("collections:campaign_list")
    return _page(request, form, title=_("New campaign"), back=back)


@require_http_methods(METHODS)
@requires(Permission.MANAGE_REWARDS)
def campaign_edit(request: SignedInRequest, campaign_id: int) -> HttpResponse:
    """Change a campaign."""
    campaign = _find(request, campaign_id)
    initial = {name: getattr(campaign, name) for name in (*TERMS, "version")}
    form = CampaignForm(request.POST or None, initial=initial)
    back = reverse("collections:campaign_detail", args=[campaign.pk])
    if request.method == "POST" and form.is_valid():
        try:
            change_campaign(
                actor=request.user,
                campaign=campaign,
                terms=form.terms(),
                version=form.cleaned_data["version"] or 0,
            )
        except CampaignRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The campaign is changed."))
            return redirect(back)
    return _page(request, form, title=campaign.name, back=back)


@require_http_methods(METHODS)
@requires(Permission.MANAGE_REWARDS)
def prize_new(request: SignedInRequest, campaign_id: int) -> HttpResponse:
    """Offer another prize."""
    campaign = _find(request, campaign_id)
    form = PrizeForm(request.POST or None)
    back = reverse("collections:campaign_detail", args=[campaign.pk])
    if request.method == "POST" and form.is_valid():
        try:
            add_prize(actor=request.user, campaign=campaign, **form.cleaned_data)
        except CampaignRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The prize is offered."))
            return redirect(back)
    return _page(request, form, title=_("New prize"), back=back)


@require_http_methods(METHODS)
@requires(Permission.MANAGE_REWARDS)
def prize_stock(request: SignedInRequest, prize_id: int) -> HttpResponse:
    """Put pieces in stock, or take them out."""
    prize = get_or_404(list_prizes(company=request.company), pk=prize_id)
    form = StockForm(request.POST or None)
    back = reverse("collections:campaign_detail", args=[prize.campaign_id])
    if request.method == "POST" and form.is_valid():
        try:
            restock_prize(actor=request.user, prize=prize, **form.cleaned_data)
        except CampaignRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The stock is changed."))
            return redirect(back)
    title = _("Stock of %(prize)s") % {"prize": prize.name}
    return _page(request, form, title=title, back=back)


def _find(request: SignedInRequest, campaign_id: int) -> Campaign:
    return get_or_404(list_campaigns(company=request.company), pk=campaign_id)


def _page(
    request: SignedInRequest, form: Any, *, title: str, back: str
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "verb": _("Save"),
        "cancel_url": back,
        "cancel_label": _("Campaigns"),
    }
    status = 422 if form.errors else 200
    return render(request, "collections/reward_form.html", context, status=status)
