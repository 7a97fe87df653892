"""A page with one form that does one thing to a contract."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from customers.models import Contract

Text = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What the page says: its title, the button, and where it leads."""

    title: Text
    button: Text
    done: Text
    back: str
    contract: Contract | None = None
    customer: Any = None
    hint: Text = ""
    is_binding: bool = False


def find_contract(request: SignedInRequest, contract_id: int) -> Contract:
    """The contract with its customer, if the person may see it; else 404."""
    contract: Contract = get_or_404(
        Contract.objects.filter(company=request.company)
        .visible_to(request.user)
        .select_related("customer__rep", "company", "parent"),
        pk=contract_id,
    )
    return contract


def act_page(
    request: SignedInRequest,
    act: Act,
    *,
    form: forms.Form,
    do: Callable[[Mapping[str, Any]], Any],
    refused: tuple[type[Exception], ...],
) -> HttpResponse:
    """Show the form, or do it and go back; a refusal is told above the form."""
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, str(act.done))
            return redirect(act.back)
    context = {
        "form": form,
        "act": act,
        "customer": act.customer or (act.contract and act.contract.customer),
    }
    status = 422 if form.errors else 200
    return render(request, "customers/contract_act.html", context, status=status)
