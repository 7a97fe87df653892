"""Put a customer under watch or mark him as a habitual debtor, and lift it again."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from customers.forms_file import FlagForm, LiftFlagForm
from customers.models import CustomerFlag
from customers.services.set_flag import FlagRefusedError, lift_flag, set_flag
from customers.views.saving import METHODS, find_customer, find_row, saved_or_shown

REVIEW_DAYS = 90


@require_http_methods(METHODS)
@requires(Permission.SET_FLAGS)
def flag_new(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = find_customer(request, customer_id)
    today = clock.today(request.company.time_zone)
    initial = {"from_on": today, "review_on": today + dt.timedelta(days=REVIEW_DAYS)}
    return saved_or_shown(
        request,
        template="customers/flag_form.html",
        context={"customer": customer},
        make=lambda data: FlagForm(data, initial=initial),
        write=lambda form: set_flag(
            actor=request.user, customer=customer, **form.cleaned_data
        ),
        done=_("The flag is set."),
        then=("customers:file", customer.pk),
        refusals=(FlagRefusedError,),
    )


@require_http_methods(METHODS)
@requires(Permission.LIFT_FLAGS)
def flag_lift(request: SignedInRequest, flag_id: int) -> HttpResponse:
    flag: CustomerFlag = find_row(request, CustomerFlag.objects.all(), flag_id)
    initial = {"lifted_on": clock.today(request.company.time_zone)}
    return saved_or_shown(
        request,
        template="customers/flag_lift.html",
        context={"customer": flag.customer, "flag": flag},
        make=lambda data: LiftFlagForm(data, initial=initial),
        write=lambda form: lift_flag(
            actor=request.user, flag=flag, **form.cleaned_data
        ),
        done=_("The flag is lifted."),
        then=("customers:file", flag.customer_id),
        refusals=(FlagRefusedError,),
    )
