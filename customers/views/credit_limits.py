"""Change the ceiling of a sales rep and the smallest deposit of a grade."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arcollect.core.decorators import requires
from arcollect.core.lists import asked_currency
from arcollect.core.models import Rep
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from customers.forms_credit import CeilingForm, DepositForm
from customers.selectors.credit_rules import deposit_shares, find_ceiling
from customers.services.set_credit_rules import (
    RuleRefusedError,
    set_ceiling,
    set_deposit,
)

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@requires(Permission.MANAGE_AUTHORITY)
def ceiling_edit(request: SignedInRequest, rep_id: int) -> HttpResponse:
    rep: Rep = get_or_404(Rep.objects.filter(company=request.company), pk=rep_id)
    currency = asked_currency(request)
    initial = {
        "currency": currency,
        "amount": find_ceiling(rep_id=rep.pk, currency=currency),
    }
    form = CeilingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_ceiling(actor=request.user, rep=rep, **form.cleaned_data)
        except RuleRefusedError as error:
            form.add_error("amount", str(error))
        else:
            messages.success(request, _("The ceiling is set."))
            return redirect("customers:credit_limits")
    context = {
        "form": form,
        "title": _("Ceiling of %(name)s") % {"name": rep.name},
        "hint": _(
            "Orders that would bring his customers' debts and orders above it are held."
        ),
        "verb": _("Set the ceiling"),
    }
    status = 422 if form.errors else 200
    return render(request, "customers/credit_form.html", context, status=status)


@require_http_methods(METHODS)
@requires(Permission.MANAGE_AUTHORITY)
def deposit_edit(request: SignedInRequest) -> HttpResponse:
    shares = deposit_shares(company_id=request.company.pk)
    grade = request.GET.get("grade", "C")
    initial = {"grade": grade, "share_bp": shares.get(grade, 0)}
    form = DepositForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_deposit(
                actor=request.user, company=request.company, **form.cleaned_data
            )
        except RuleRefusedError as error:
            form.add_error("share_bp", str(error))
        else:
            messages.success(request, _("The smallest deposit is set."))
            return redirect("customers:credit_limits")
    context = {
        "form": form,
        "title": _("Smallest deposit"),
        "hint": _("Orders with a smaller deposit are held."),
        "verb": _("Set the deposit"),
    }
    status = 422 if form.errors else 200
    return render(request, "customers/credit_form.html", context, status=status)
