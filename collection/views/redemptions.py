"""Redemptions: points for prizes, what waits to be handed over, and what was cancelled."""

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
from arcollect.core.idempotency import AlreadyDoneError
from arcollect.core.lists import abilities, page_of
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from collection.forms.promise import CancelForm
from collection.forms.rewards import HandOverForm, RedeemForm
from collection.models import Redemption
from collection.selectors.points import find_account, list_redemptions
from collection.services.redeem_points import (
    RedemptionRefusedError,
    cancel_redemption,
    hand_over_prize,
    redeem_points,
)
from collection.views.customer_in_question import find_customer

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@requires(Permission.VIEW_LEDGER)
def redemption_list(request: SignedInRequest) -> HttpResponse:
    """What was redeemed, and what still waits to be handed over."""
    asked = request.GET.get("state", "")
    rows = list_redemptions(company=request.company, user=request.user)
    if asked in Redemption.State.values:
        rows = rows.filter(state=asked)
    context = {
        "page_obj": page_of(rows, request),
        "states": Redemption.State.choices,
        "state": asked,
        "can": abilities(request),
    }
    return render(request, "collections/redemption_list.html", context)


@require_http_methods(METHODS)
@requires(Permission.REDEEM_POINTS)
def redemption_new(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """Give a prize for a customer's points."""
    customer = find_customer(request, customer_id)
    today = clock.today(request.company.time_zone)
    form = RedeemForm(request.POST or None, company=request.company, today=today)
    back = reverse("collections:points_account", args=[customer.pk])
    if request.method == "POST" and form.is_valid():
        try:
            redeem_points(
                actor=request.user,
                customer=customer,
                redeemed_on=today,
                **form.cleaned_data,
            )
        except (RedemptionRefusedError, AlreadyDoneError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The prize is set aside for the customer."))
            return redirect(back)
    account = find_account(customer_id=customer.pk)
    balance = account.balance if account else 0
    hint = _("%(customer)s has %(points)d points.") % {
        "customer": customer,
        "points": balance,
    }
    words = {"title": _("Redeem points"), "verb": _("Redeem points"), "hint": hint}
    return _page(request, form, back=back, label=str(customer), **words)


@require_http_methods(METHODS)
@requires(Permission.REDEEM_POINTS)
def redemption_hand_over(request: SignedInRequest, redemption_id: int) -> HttpResponse:
    """Note that the prize was handed over."""
    redemption = _find(request, redemption_id)
    today = clock.today(request.company.time_zone)
    form = HandOverForm(request.POST or None, initial={"handed_over_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            hand_over_prize(
                actor=request.user, redemption=redemption, **form.cleaned_data
            )
        except RedemptionRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The prize is handed over."))
            return redirect("collections:redemption_list")
    words = {"title": _("Hand over the prize"), "verb": _("Hand over")}
    return _about(request, form, redemption, **words)


@require_http_methods(METHODS)
@requires(Permission.REDEEM_POINTS)
def redemption_cancel(request: SignedInRequest, redemption_id: int) -> HttpResponse:
    """Give points and stock back."""
    redemption = _find(request, redemption_id)
    today = clock.today(request.company.time_zone)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_redemption(
                actor=request.user,
                redemption=redemption,
                cancelled_on=today,
                **form.cleaned_data,
            )
        except RedemptionRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Points and stock are given back."))
            return redirect("collections:redemption_list")
    words = {"title": _("Cancel the redemption"), "verb": _("Cancel the redemption")}
    return _about(request, form, redemption, **words)


def _find(request: SignedInRequest, redemption_id: int) -> Redemption:
    rows = list_redemptions(company=request.company, user=request.user)
    return get_or_404(rows, pk=redemption_id)


def _about(
    request: SignedInRequest, form: Any, redemption: Redemption, **words: str
) -> HttpResponse:
    hint = _("%(quantity)d × %(prize)s for %(customer)s, %(points)d points.") % {
        "quantity": redemption.quantity,
        "prize": redemption.prize.name,
        "customer": redemption.customer,
        "points": redemption.points,
    }
    back = reverse("collections:redemption_list")
    return _page(request, form, back=back, label=_("Redemptions"), hint=hint, **words)


def _page(
    request: SignedInRequest, form: Any, *, back: str, label: str, **words: str
) -> HttpResponse:
    context = {"form": form, "cancel_url": back, "cancel_label": label, **words}
    status = 422 if form.errors else 200
    return render(request, "collections/reward_form.html", context, status=status)
