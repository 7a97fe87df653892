"""Forms about paying: the payment profile and the cause of non-payment."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from customers.forms_file import CauseForm, PaymentProfileForm
from customers.models import Customer, PaymentProfile
from customers.services.note_cause import note_cause
from customers.services.save_payment_profile import keep_payment_profile
from customers.views.saving import (
    METHODS,
    find_customer,
    saved_or_shown,
    version_of,
)


@require_http_methods(METHODS)
@requires(Permission.EDIT_CONTACTS)
def payment_profile(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = find_customer(request, customer_id)

    def make(data: Any) -> PaymentProfileForm:
        stored = PaymentProfile.objects.filter(customer=customer).first()
        return PaymentProfileForm(data, instance=stored)

    return saved_or_shown(
        request,
        template="customers/payment_profile_form.html",
        context={"customer": customer},
        make=make,
        write=lambda form: keep_payment_profile(
            actor=request.user,
            customer=customer,
            version=version_of(form, without=0),
            values=form.values(),
        ),
        done=_("Saved. Expected pay days follow from it."),
        then=("customers:file", customer.pk),
    )


@require_http_methods(METHODS)
@requires(Permission.EDIT_CONTACTS)
def cause(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = find_customer(request, customer_id)
    today = clock.today(request.company.time_zone)

    def make(data: Any) -> CauseForm:
        stored = Customer.objects.get(pk=customer.pk)
        if stored.cause_noted_on is None:
            stored.cause_noted_on = today
        return CauseForm(data, instance=stored)

    return saved_or_shown(
        request,
        template="customers/cause_form.html",
        context={"customer": customer},
        make=make,
        write=lambda form: note_cause(
            actor=request.user,
            customer=customer,
            version=version_of(form),
            **form.values(),
        ),
        done=_("Saved."),
        then=("customers:file", customer.pk),
    )
