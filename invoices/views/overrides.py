"""Setting a class by hand, and taking it back."""

from __future__ import annotations

import datetime as dt

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
from invoices.domain.classes import ReceivableClass
from invoices.forms.acts import OverrideForm, WithdrawForm
from invoices.models import ClassOverride
from invoices.services.approve_override import (
    OverrideRefusedError,
    approve_override,
    withdraw_override,
)
from invoices.views.item_class import find_item

METHODS = ["GET", "HEAD", "POST"]
USUAL_DAYS = 30


@require_http_methods(METHODS)
@requires(Permission.APPROVE_OVERRIDES)
def override_new(request: SignedInRequest, item_id: int) -> HttpResponse:
    state = find_item(request, item_id)
    today = clock.today(request.company.time_zone)
    initial = {"from_on": today, "until_on": today + dt.timedelta(days=USUAL_DAYS)}
    form = OverrideForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        cls = ReceivableClass.from_severity(data.pop("severity"))
        try:
            approve_override(
                actor=request.user, due_item=state.due_item, cls=cls, **data
            )
        except OverrideRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("Approved. The class is set from its first day on.")
            )
            return redirect("invoices:item_class", item_id)
    context = {"form": form, "state": state, "customer": state.customer}
    status = 422 if form.errors else 200
    return render(request, "invoices/override_form.html", context, status=status)


@require_http_methods(METHODS)
@requires(Permission.APPROVE_OVERRIDES)
def override_withdraw(request: SignedInRequest, override_id: int) -> HttpResponse:
    override: ClassOverride = get_or_404(
        ClassOverride.objects.filter(company=request.company)
        .visible_to(request.user)
        .select_related("due_item__invoice"),
        pk=override_id,
    )
    form = WithdrawForm(request.POST or None)
    back = reverse("invoices:item_class", args=[override.due_item_id])
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_override(
                actor=request.user, override=override, **form.cleaned_data
            )
        except OverrideRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Taken back as if it had never been."))
            return redirect(back)
    number = override.due_item.invoice.number
    context = {
        "form": form,
        "question": _("Take back the class set by hand for %(number)s?")
        % {"number": number},
        "verb": _("Take it back"),
        "cancel_url": back,
        "consequences": [_("The rule decides again.")],
    }
    status = 422 if form.errors else 200
    return render(request, "invoices/confirm_reversal.html", context, status=status)
