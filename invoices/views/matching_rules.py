"""What the company lets the matching explain away and post by itself."""

from __future__ import annotations

from decimal import Decimal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arcollect.core.decorators import requires
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from invoices.forms.matching import MatchingRulesForm
from invoices.selectors.matching_book import rules_of
from invoices.services.errors import LedgerRefusedError
from invoices.services.save_matching_rules import save_matching_rules

RULES = ("post_named", "post_advised", "post_known")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_POLICIES)
def matching_rules(request: SignedInRequest) -> HttpResponse:
    rules = rules_of(request.company)
    initial = {
        **{name: getattr(rules, name) for name in RULES},
        "bank_fee": rules.bank_fee,
        "discount_percent": Decimal(rules.discount_bp) / 100,
        "discount_days": rules.discount_days,
    }
    currency = request.company.base_currency
    form = MatchingRulesForm(request.POST or None, currency=currency, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            save_matching_rules(
                actor=request.user,
                company=request.company,
                bank_fee=data["bank_fee"] or Decimal(0),
                discount_bp=int((data["discount_percent"] or Decimal(0)) * 100),
                discount_days=data["discount_days"] or 0,
                **{name: data[name] for name in RULES},
            )
        except LedgerRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved. It holds from the next match on."))
            return redirect("invoices:matching")
    context = {"form": form, "currency": currency}
    status = 422 if form.errors else 200
    return render(request, "invoices/matching_rules.html", context, status=status)
