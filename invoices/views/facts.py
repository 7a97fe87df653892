"""Recording what is known about a debtor, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from customers.models import Customer
from invoices.forms.acts import FactForm, WithdrawForm
from invoices.models import DueItemState, Fact
from invoices.services.record_fact import FactRefusedError, record_fact, withdraw_fact
from invoices.views.customer_page import find_customer
from invoices.views.item_class import find_item

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@requires(Permission.RECORD_FACTS)
def customer_fact(request: SignedInRequest, customer_id: int) -> HttpResponse:
    return _fact(request, find_customer(request, customer_id), None)


@require_http_methods(METHODS)
@requires(Permission.RECORD_FACTS)
def item_fact(request: SignedInRequest, item_id: int) -> HttpResponse:
    state = find_item(request, item_id)
    return _fact(request, state.customer, state)


def _fact(
    request: SignedInRequest, customer: Customer, state: DueItemState | None
) -> HttpResponse:
    form = FactForm(
        request.POST or None,
        for_item=state is not None,
        initial={"from_on": clock.today(request.company.time_zone)},
    )
    back = _back(customer, state)
    if request.method == "POST" and form.is_valid():
        try:
            record_fact(
                actor=request.user,
                customer=customer,
                due_item=state.due_item if state else None,
                **form.cleaned_data,
            )
        except FactRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("Recorded. The classes follow from its first day on.")
            )
            return redirect(back)
    context = {"form": form, "customer": customer, "state": state, "cancel_url": back}
    status = 422 if form.errors else 200
    return render(request, "invoices/fact_form.html", context, status=status)


@require_http_methods(METHODS)
@requires(Permission.RECORD_FACTS)
def fact_withdraw(request: SignedInRequest, fact_id: int) -> HttpResponse:
    fact: Fact = get_or_404(
        Fact.objects.filter(company=request.company)
        .visible_to(request.user)
        .select_related("customer"),
        pk=fact_id,
    )
    form = WithdrawForm(request.POST or None)
    back = reverse("customers:detail", args=[fact.customer_id])
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_fact(actor=request.user, fact=fact, **form.cleaned_data)
        except FactRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Taken back as if it had never been."))
            return redirect(back)
    context = {
        "form": form,
        "question": _("Take back “%(fact)s” of %(name)s?")
        % {"fact": fact.get_kind_display(), "name": fact.customer.name},
        "verb": _("Take the fact back"),
        "cancel_url": back,
        "consequences": [
            _("The classes are decided as if it had never been recorded."),
            _("What ended is not taken back but recorded again with its end."),
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "invoices/confirm_reversal.html", context, status=status)


def _back(customer: Customer, state: DueItemState | None) -> str:
    if state is not None:
        return reverse("invoices:item_class", args=[state.pk])
    return reverse("customers:detail", args=[customer.pk])
