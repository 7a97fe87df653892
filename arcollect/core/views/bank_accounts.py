"""Bank accounts that customers are asked to pay into."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from arcollect.core.decorators import requires
from arcollect.core.forms_people import BankAccountForm
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.selectors.bank_accounts import list_bank_accounts
from arcollect.core.services.keep_bank_accounts import (
    BankAccountRefusedError,
    add_bank_account,
    use_bank_account,
)


@requires(Permission.MANAGE_USERS)
@require_http_methods(["GET", "POST"])
def bank_accounts(request: SignedInRequest) -> HttpResponse:
    """The accounts, and a form that adds one."""
    form = BankAccountForm(
        request.POST or None,
        initial={
            "currency": request.company.base_currency,
            "account_name": request.company.name,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            add_bank_account(
                actor=request.user, company=request.company, **form.cleaned_data
            )
        except BankAccountRefusedError as error:
            form.add_error("account_number", str(error))
        else:
            messages.success(request, _("The account is added."))
            return redirect("core:bank_accounts")
    accounts = list_bank_accounts(company=request.company)
    shown = {"form": form, "accounts": accounts}
    return render(request, "core/bank_accounts.html", shown)


@requires(Permission.MANAGE_USERS)
@require_POST
def bank_account_use(request: SignedInRequest, account_id: int) -> HttpResponse:
    """Take an account out of use, or into use again."""
    account = get_or_404(list_bank_accounts(company=request.company), pk=account_id)
    is_active = request.POST.get("use") == "yes"
    if use_bank_account(actor=request.user, account=account, is_active=is_active):
        messages.success(
            request,
            _("The account is in use again.")
            if is_active
            else _("The account is out of use; letters no longer name it."),
        )
    return redirect("core:bank_accounts")
