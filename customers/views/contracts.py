"""Add and edit contracts with their settlement terms."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arcollect.core.decorators import requires
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.typed_number import typed_number
from customers.forms_contract import ContractForm, TermFormSet
from customers.models import Contract, Customer, SettlementTerm
from customers.services.save_contract import (
    ContractNumberTakenError,
    add_contract,
    edit_contract,
)
from customers.services.versions import ChangedMeanwhileError
from customers.views.conflicts import conflict_rows, merged_data

FORM = "customers/contract_form.html"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_CUSTOMERS)
def contract_new(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer: Customer = get_or_404(
        Customer.objects.filter(company=request.company).visible_to(request.user),
        pk=customer_id,
    )
    form = ContractForm(
        request.POST or None,
        customer=customer,
        initial={"currency": request.company.base_currency},
    )
    terms = term_forms(request, stored=[{"type": "NET", "days": 30}])
    context = {"form": form, "terms": terms, "customer": customer}
    if _is_saved(request) and form.is_valid() and terms.is_valid():
        try:
            added = add_contract(
                actor=request.user,
                customer=customer,
                values=form.values(),
                terms=term_values(terms),
            )
        except ContractNumberTakenError as error:
            form.add_error("number", str(error))
        else:
            messages.success(request, _("The contract is added."))
            return redirect("invoices:contract_detail", added.pk)
    return render(request, FORM, context, status=_status(request, form, terms))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_CUSTOMERS)
def contract_edit(request: SignedInRequest, contract_id: int) -> HttpResponse:
    contract: Contract = get_or_404(
        Contract.objects.filter(company=request.company)
        .visible_to(request.user)
        .select_related("customer"),
        pk=contract_id,
    )
    form = ContractForm(request.POST or None, instance=contract)
    stored = contract.terms.order_by("term_group").values(*SettlementTerm.SAID)
    terms = term_forms(request, stored=list(stored))
    context = {"form": form, "terms": terms, "customer": contract.customer}
    context["contract"] = contract
    if _is_saved(request) and form.is_valid() and terms.is_valid():
        try:
            _save(request, contract, form, terms)
        except ContractNumberTakenError as error:
            form.add_error("number", str(error))
        except ChangedMeanwhileError as conflict:
            fresh = ContractForm(instance=Contract.objects.get(pk=contract_id))
            data = merged_data(form, fresh, version=conflict.version)
            context["conflict"] = conflict_rows(form, conflict)
            context["form"] = ContractForm(data, instance=fresh.instance)
            return render(request, FORM, context, status=409)
        else:
            messages.success(request, _("Saved."))
            return redirect("invoices:contract_detail", contract.pk)
    return render(request, FORM, context, status=_status(request, form, terms))


def _save(
    request: SignedInRequest, contract: Contract, form: ContractForm, terms: Any
) -> None:
    edit_contract(
        actor=request.user,
        contract=contract,
        version=form.cleaned_data["version"] or 1,
        values=form.values(),
        terms=term_values(terms),
    )


def _is_saved(request: SignedInRequest) -> bool:
    return request.method == "POST" and "add_term" not in request.POST


def term_forms(request: SignedInRequest, *, stored: list[dict[str, Any]]) -> Any:
    """The terms as typed, with one more row where "Add a term" was pressed."""
    if request.method != "POST":
        return TermFormSet(prefix="terms", initial=stored)
    data = request.POST.copy()
    if "add_term" in data:
        shown = typed_number(data.get("terms-TOTAL_FORMS")) or 1
        total = min(shown + 1, TermFormSet.max_num)
        data["terms-TOTAL_FORMS"] = str(total)
    return TermFormSet(data, prefix="terms")


def term_values(terms: Any) -> list[dict[str, Any]]:
    """The filled rows of the formset, in order."""
    return [
        {name: form.cleaned_data[name] for name in SettlementTerm.SAID}
        for form in terms
        if form.cleaned_data.get("type")
    ]


def _status(request: SignedInRequest, form: ContractForm, terms: Any) -> int:
    refused = _is_saved(request) and (form.errors or not terms.is_valid())
    return 422 if refused else 200
