"""Holds: whose reminders rest, until when, and why."""

from __future__ import annotations

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
from collection.forms.dunning import HoldForm, ReasonForm
from collection.selectors.dunning_pages import list_holds
from collection.services.place_hold import HoldRefusedError, lift_hold, place_hold
from collection.views.customer_in_question import find_customer
from invoices.selectors.visible_items import find_item_of

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@requires(Permission.VIEW_LEDGER)
def hold_list(request: SignedInRequest) -> HttpResponse:
    """Holds in force or to come."""
    today = clock.today(request.company.time_zone)
    rows = list_holds(company=request.company, user=request.user, on=today)
    context = {
        "page_obj": page_of(rows, request),
        "can": abilities(request),
        "today": today,
    }
    return render(request, "collections/hold_list.html", context)


@require_http_methods(METHODS)
@requires(Permission.KEEP_HOLDS)
def hold_new(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """Hold the reminders of a customer, or of one item with `?item=`."""
    customer = find_customer(request, customer_id)
    item = find_item_of(customer_id=customer.pk, item_id=request.GET.get("item", ""))
    today = clock.today(request.company.time_zone)
    form = HoldForm(request.POST or None, initial={"from_on": today})
    back = reverse("customers:detail", args=[customer.pk])
    if request.method == "POST" and form.is_valid():
        try:
            place_hold(
                actor=request.user,
                customer=customer,
                due_item=item,
                **form.cleaned_data,
            )
        except HoldRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Reminders rest."))
            return redirect(back)
    context = {"form": form, "customer": customer, "item": item, "cancel_url": back}
    status = 422 if form.errors else 200
    return render(request, "collections/hold_form.html", context, status=status)


@require_http_methods(METHODS)
@requires(Permission.KEEP_HOLDS)
def hold_lift(request: SignedInRequest, hold_id: int) -> HttpResponse:
    """End a hold before its day."""
    today = clock.today(request.company.time_zone)
    rows = list_holds(company=request.company, user=request.user, on=today)
    hold = get_or_404(rows, pk=hold_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            lift_hold(actor=request.user, hold=hold, **form.cleaned_data)
        except HoldRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Reminders go on with the next run."))
            return redirect("collections:hold_list")
    context = {
        "form": form,
        "hold": hold,
        "cancel_url": reverse("collections:hold_list"),
    }
    status = 422 if form.errors else 200
    return render(request, "collections/hold_lift.html", context, status=status)
