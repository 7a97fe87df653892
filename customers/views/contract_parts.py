"""Sign a contract; keep its clauses, milestones and securities."""

from __future__ import annotations

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
from customers.forms_contract import (
    ClauseLibraryForm,
    ClausesForm,
    GuaranteeForm,
    MilestoneForm,
    ReleaseForm,
    SignForm,
)
from customers.models import ClauseText, Guarantee
from customers.selectors.contracts import checklist, rules_of_contracts
from customers.services.contract_state import ContractRefusedError, sign_contract
from customers.services.keep_clauses import keep_clause_library, keep_clauses
from customers.services.keep_guarantee import (
    add_guarantee,
    add_milestone,
    release_guarantee,
)
from customers.views.acts import Act, act_page, find_contract

METHODS = ["GET", "HEAD", "POST"]
REFUSED = (ContractRefusedError,)


def _page_of(contract_id: int) -> str:
    return reverse("invoices:contract_detail", args=[contract_id])


@require_http_methods(METHODS)
@requires(Permission.EDIT_CUSTOMERS)
def contract_sign(request: SignedInRequest, contract_id: int) -> HttpResponse:
    contract = find_contract(request, contract_id)
    today = clock.today(request.company.time_zone)
    initial = {"signed_on": contract.signed_on or today}
    act = Act(
        title=_("Sign contract %(number)s") % {"number": contract.number},
        hint=_("The clauses the company demands must be in it."),
        button=_("Signed by both"),
        done=_("The contract is signed."),
        back=_page_of(contract.pk),
        contract=contract,
    )
    return act_page(
        request,
        act,
        form=SignForm(request.POST or None, initial=initial),
        do=lambda data: sign_contract(actor=request.user, contract=contract, **data),
        refused=REFUSED,
    )


@require_http_methods(METHODS)
@requires(Permission.EDIT_CUSTOMERS)
def milestone_new(request: SignedInRequest, contract_id: int) -> HttpResponse:
    contract = find_contract(request, contract_id)
    act = Act(
        title=_("Add a milestone to %(number)s") % {"number": contract.number},
        hint=_("The shares of all milestones must come to 100 %."),
        button=_("Add milestone"),
        done=_("The milestone is added."),
        back=_page_of(contract.pk),
        contract=contract,
    )
    return act_page(
        request,
        act,
        form=MilestoneForm(request.POST or None),
        do=lambda data: add_milestone(
            actor=request.user, contract=contract, values=data
        ),
        refused=REFUSED,
    )


@require_http_methods(METHODS)
@requires(Permission.EDIT_CUSTOMERS)
def guarantee_new(request: SignedInRequest, contract_id: int) -> HttpResponse:
    contract = find_contract(request, contract_id)
    today = clock.today(request.company.time_zone)
    initial = {"currency": contract.currency, "from_on": contract.signed_on or today}
    act = Act(
        title=_("Register a security for %(number)s") % {"number": contract.number},
        hint=_("You are warned before it ends."),
        button=_("Register"),
        done=_("The security is registered."),
        back=_page_of(contract.pk),
        contract=contract,
    )
    return act_page(
        request,
        act,
        form=GuaranteeForm(request.POST or None, initial=initial),
        do=lambda data: add_guarantee(
            actor=request.user, contract=contract, values=data
        ),
        refused=REFUSED,
    )


@require_http_methods(METHODS)
@requires(Permission.EDIT_CUSTOMERS)
def guarantee_release(request: SignedInRequest, guarantee_id: int) -> HttpResponse:
    rows = Guarantee.objects.filter(company=request.company)
    guarantee: Guarantee = get_or_404(
        rows.visible_to(request.user).select_related("contract__customer"),
        pk=guarantee_id,
    )
    today = clock.today(request.company.time_zone)
    act = Act(
        title=_("Give the security of %(giver)s back") % {"giver": guarantee.giver},
        button=_("Given back"),
        done=_("The security is given back."),
        back=_page_of(guarantee.contract_id),
        contract=guarantee.contract,
    )
    return act_page(
        request,
        act,
        form=ReleaseForm(request.POST or None, initial={"released_on": today}),
        do=lambda data: release_guarantee(
            actor=request.user, guarantee=guarantee, **data
        ),
        refused=REFUSED,
    )


@require_http_methods(METHODS)
@requires(Permission.EDIT_CUSTOMERS)
def contract_clauses(request: SignedInRequest, contract_id: int) -> HttpResponse:
    contract = find_contract(request, contract_id)
    lines = checklist(contract)
    typed = request.POST if request.method == "POST" else None
    form = ClausesForm(typed, lines=lines)
    if request.method == "POST" and form.is_valid():
        try:
            keep_clauses(actor=request.user, contract=contract, texts=form.texts())
        except ContractRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect(_page_of(contract.pk))
    rows = [
        (line, form[f"has_{line.clause}"], form[f"text_{line.clause}"])
        for line in lines
    ]
    context = {"form": form, "rows": rows, "contract": contract}
    context["customer"] = contract.customer
    status = 422 if form.errors else 200
    return render(request, "customers/contract_clauses.html", context, status=status)


@require_http_methods(METHODS)
@requires(Permission.MANAGE_POLICIES)
def clause_library(request: SignedInRequest) -> HttpResponse:
    rules = rules_of_contracts(request.company.pk)
    texts = ClauseText.objects.filter(company=request.company)
    form = ClauseLibraryForm(
        request.POST or None,
        library={row.clause: row for row in texts},
        initial={"gate": rules.gate, "warn_days": rules.warn_days},
    )
    if request.method == "POST" and form.is_valid():
        keep_clause_library(
            actor=request.user,
            company=request.company,
            gate=form.cleaned_data["gate"],
            warn_days=form.cleaned_data["warn_days"],
            clauses=form.clauses(),
        )
        messages.success(request, _("Saved."))
        return redirect("invoices:contract_list")
    codes = [name.removeprefix("must_") for name in form.fields if "must_" in name]
    rows = [(form[f"must_{code}"], form[f"text_{code}"]) for code in codes]
    context = {"form": form, "rows": rows}
    status = 422 if form.errors else 200
    return render(request, "customers/clause_library.html", context, status=status)
