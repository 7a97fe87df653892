"""Add and edit a customer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arcollect.core.decorators import requires
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from customers.forms import CustomerForm
from customers.models import Customer
from customers.services.save_customer import (
    CodeTakenError,
    GroupHeadError,
    StatusMoveError,
    add_customer,
    edit_customer,
)
from customers.services.versions import ChangedMeanwhileError
from customers.views.conflicts import conflict_rows, merged_data

FORM = "customers/customer_form.html"
# Which field each refusal of the service is about.
REFUSED: dict[type[Exception], str] = {
    CodeTakenError: "code",
    StatusMoveError: "status",
    GroupHeadError: "parent",
}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_CUSTOMERS)
def customer_new(request: SignedInRequest) -> HttpResponse:
    form = CustomerForm(request.POST or None, company=request.company)
    if request.method == "POST" and form.is_valid():
        try:
            customer = add_customer(
                actor=request.user, company=request.company, values=form.values()
            )
        except tuple(REFUSED) as error:
            form.add_error(REFUSED[type(error)], str(error))
        else:
            messages.success(request, _("%(name)s is added.") % {"name": customer.name})
            return redirect("customers:detail", customer.pk)
    status = 422 if form.errors else 200
    return render(request, FORM, {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_CUSTOMERS)
def customer_edit(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer: Customer = get_or_404(
        Customer.objects.filter(company=request.company).visible_to(request.user),
        pk=customer_id,
    )
    form = CustomerForm(
        request.POST or None, instance=customer, company=request.company
    )
    if request.method != "POST" or not form.is_valid():
        return _shown(request, form, customer_id)
    try:
        edit_customer(
            actor=request.user,
            customer=customer,
            version=form.cleaned_data["version"] or 1,
            values=form.values(),
        )
    except tuple(REFUSED) as error:
        form.add_error(REFUSED[type(error)], str(error))
        return _shown(request, form, customer_id)
    except ChangedMeanwhileError as conflict:
        return _conflict(request, form, customer_id, conflict)
    messages.success(request, _("Saved."))
    return redirect("customers:detail", customer_id)


def _shown(
    request: SignedInRequest, form: CustomerForm, customer_id: int
) -> HttpResponse:
    context = {"form": form, "customer": Customer.objects.get(pk=customer_id)}
    return render(request, FORM, context, status=422 if form.errors else 200)


def _conflict(
    request: SignedInRequest,
    form: CustomerForm,
    customer_id: int,
    conflict: ChangedMeanwhileError,
) -> HttpResponse:
    stored = Customer.objects.get(pk=customer_id)
    fresh = CustomerForm(instance=stored, company=request.company)
    data = merged_data(form, fresh, version=conflict.version)
    context = {
        "form": CustomerForm(data, instance=stored, company=request.company),
        "customer": Customer.objects.get(pk=customer_id),
        "conflict": conflict_rows(form, conflict),
    }
    return render(request, FORM, context, status=409)
