"""Cash discounts under a contract: the offers, a new one, the end of one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from customers.forms_credit import DiscountForm, EndDiscountForm
from customers.models import Contract, DiscountOffer
from customers.services.keep_discount import (
    DiscountRefusedError,
    end_discount,
    offer_discount,
)

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@requires(Permission.EDIT_CUSTOMERS)
def discounts(request: SignedInRequest, contract_id: int) -> HttpResponse:
    contract: Contract = get_or_404(
        Contract.objects.filter(company=request.company)
        .visible_to(request.user)
        .select_related("customer"),
        pk=contract_id,
    )
    initial = {"from_on": clock.today(request.company.time_zone)}
    form = DiscountForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            offer_discount(actor=request.user, contract=contract, **form.cleaned_data)
        except DiscountRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The cash discount is offered."))
            return redirect("customers:discounts", contract.pk)
    context = {
        "form": form,
        "contract": contract,
        "customer": contract.customer,
        "offers": contract.discount_offers.order_by("-from_on", "within_days", "pk"),
    }
    status = 422 if form.errors else 200
    return render(request, "customers/discounts.html", context, status=status)


@require_http_methods(METHODS)
@requires(Permission.EDIT_CUSTOMERS)
def discount_end(request: SignedInRequest, offer_id: int) -> HttpResponse:
    offer: DiscountOffer = get_or_404(
        DiscountOffer.objects.filter(company=request.company)
        .visible_to(request.user)
        .select_related("contract", "customer"),
        pk=offer_id,
    )
    initial = {"until_on": clock.today(request.company.time_zone)}
    form = EndDiscountForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            end_discount(actor=request.user, offer=offer, **form.cleaned_data)
        except DiscountRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The cash discount ends."))
            return redirect("customers:discounts", offer.contract_id)
    context = {
        "form": form,
        "customer": offer.customer,
        "title": _("End the cash discount"),
        "hint": _("Invoices issued until that day keep it."),
        "verb": _("End the discount"),
    }
    status = 422 if form.errors else 200
    return render(request, "customers/credit_form.html", context, status=status)
