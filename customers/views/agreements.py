"""Promotion agreements with customers, and support for their sales."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from customers.forms_trade import AgreementForm, EndAgreementForm, SupportForm
from customers.models import PromotionAgreement, SupportAction
from customers.services.log_support import (
    SupportRefusedError,
    edit_support,
    log_support,
)
from customers.services.save_agreement import (
    AgreementRefusedError,
    add_agreement,
    edit_agreement,
    end_agreement,
)
from customers.views.saving import (
    METHODS,
    find_customer,
    find_row,
    saved_or_shown,
    version_of,
)

FORM = "customers/agreement_form.html"
SUPPORT_FORM = "customers/support_form.html"
REFUSALS = (AgreementRefusedError,)


@require_http_methods(METHODS)
@requires(Permission.EDIT_CUSTOMERS)
def agreement_new(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = find_customer(request, customer_id)
    today = clock.today(request.company.time_zone)
    initial = {"currency": request.company.base_currency, "from_on": today}
    return saved_or_shown(
        request,
        template=FORM,
        context={"customer": customer},
        make=lambda data: AgreementForm(data, initial=initial),
        write=lambda form: add_agreement(
            actor=request.user, customer=customer, values=form.values()
        ),
        done=_("The agreement is added."),
        then=("customers:file", customer.pk),
        refusals=REFUSALS,
    )


@require_http_methods(METHODS)
@requires(Permission.EDIT_CUSTOMERS)
def agreement_edit(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = _find(request, agreement_id)

    def make(data: Any) -> AgreementForm:
        stored = PromotionAgreement.objects.get(pk=agreement.pk)
        return AgreementForm(data, instance=stored)

    return saved_or_shown(
        request,
        template=FORM,
        context={"customer": agreement.customer, "agreement": agreement},
        make=make,
        write=lambda form: edit_agreement(
            actor=request.user,
            agreement=agreement,
            version=version_of(form),
            values=form.values(),
        ),
        done=_("Saved."),
        then=("customers:file", agreement.customer_id),
        refusals=REFUSALS,
    )


@require_http_methods(METHODS)
@requires(Permission.EDIT_CUSTOMERS)
def agreement_end(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = _find(request, agreement_id)
    initial = {"ended_on": clock.today(request.company.time_zone)}
    return saved_or_shown(
        request,
        template="customers/agreement_end.html",
        context={"customer": agreement.customer, "agreement": agreement},
        make=lambda data: EndAgreementForm(data, initial=initial),
        write=lambda form: end_agreement(
            actor=request.user, agreement=agreement, **form.cleaned_data
        ),
        done=_("The agreement is ended."),
        then=("customers:file", agreement.customer_id),
        refusals=REFUSALS,
    )


@require_http_methods(METHODS)
@requires(Permission.EDIT_CONTACTS)
def support_new(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = find_customer(request, customer_id)
    initial = {
        "currency": request.company.base_currency,
        "done_on": clock.today(request.company.time_zone),
    }
    return saved_or_shown(
        request,
        template=SUPPORT_FORM,
        context={"customer": customer},
        make=lambda data: SupportForm(data, initial=initial, customer=customer),
        write=lambda form: log_support(
            actor=request.user, customer=customer, values=form.values()
        ),
        done=_("Noted."),
        then=("customers:file", customer.pk),
        refusals=(SupportRefusedError,),
    )


@require_http_methods(METHODS)
@requires(Permission.EDIT_CONTACTS)
def support_edit(request: SignedInRequest, action_id: int) -> HttpResponse:
    action: SupportAction = find_row(request, SupportAction.objects.all(), action_id)

    def make(data: Any) -> SupportForm:
        stored = SupportAction.objects.get(pk=action.pk)
        return SupportForm(data, instance=stored, customer=action.customer)

    return saved_or_shown(
        request,
        template=SUPPORT_FORM,
        context={"customer": action.customer, "action": action},
        make=make,
        write=lambda form: edit_support(
            actor=request.user,
            action=action,
            version=version_of(form),
            values=form.values(),
        ),
        done=_("Saved."),
        then=("customers:file", action.customer_id),
        refusals=(SupportRefusedError,),
    )


def _find(request: SignedInRequest, agreement_id: int) -> PromotionAgreement:
    rows = PromotionAgreement.objects.all()
    found: PromotionAgreement = find_row(request, rows, agreement_id)
    return found
