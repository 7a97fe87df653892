"""List of contracts, the page of one, and what needs a look."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arcollect.core import clock
from arcollect.core.dates import NO_DATE_YET
from arcollect.core.decorators import requires
from arcollect.core.exports import Sheet, asked_format, export_response
from arcollect.core.lists import abilities, asked_order, page_of
from arcollect.core.money import round_money
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from customers.selectors.contracts import (
    checklist,
    list_expiring,
    rules_of_contracts,
    supports_credit,
)
from customers.views.acts import find_contract
from invoices.forms.contracts import ContractFilter
from invoices.selectors.contracts import (
    CONTRACT_ORDERS,
    ZERO,
    advances_of,
    items_of_contract,
    list_contracts,
    list_waiting,
    list_without_contract,
    standing_of,
    statements_of,
)
from invoices.views.evidence_card import evidence_card

FEW = 200


@require_safe
@requires(Permission.VIEW_LEDGER)
def contract_list(request: SignedInRequest) -> HttpResponseBase:
    filters = ContractFilter(request.GET)
    chosen = filters.values()
    sort, order = asked_order(request, allowed=CONTRACT_ORDERS, default="-signed")
    rows = list_contracts(
        user=request.user, company=request.company, filters=chosen
    ).order_by(*order)
    wanted = asked_format(request.GET.get("export"))
    if wanted:
        return export_response(_sheet(rows), file_format=wanted)
    context = {
        "page_obj": page_of(rows, request),
        "filters": filters,
        "sort": sort,
        "can": abilities(request),
        "is_filtered": bool(chosen),
    }
    return render(request, "invoices/contract_list.html", context)


@require_safe
@requires(Permission.VIEW_LEDGER)
def contract_detail(request: SignedInRequest, contract_id: int) -> HttpResponse:
    contract = find_contract(request, contract_id)
    today = clock.today(request.company.time_zone)
    states = list(items_of_contract(contract)[:FEW])
    context = {
        "contract": contract,
        "customer": contract.customer,
        "today": today,
        "standing": standing_of(contract, today=today),
        "supports_credit": supports_credit(contract),
        "terms": contract.terms.order_by("term_group"),
        "checklist": checklist(contract),
        "milestones": contract.milestones.order_by("sequence"),
        "guarantees": contract.guarantees.order_by("until_on", "pk"),
        "warn_days": rules_of_contracts(request.company.pk).warn_days,
        "parts": contract.parts.order_by("number"),
        "states": states,
        "waits_for_statement": _waits(states, "statement"),
        "advances": advances_of(contract),
        "statements": statements_of(contract),
        "evidence": evidence_card("contract", contract),
        "can": abilities(request),
    }
    return render(request, "invoices/contract_detail.html", context)


def _waits(states: list[Any], awaits: str) -> bool:
    return any(
        state.due_on == NO_DATE_YET
        and state.open_amount > ZERO
        and state.due_item.awaited.awaits == awaits
        for state in states
    )


@require_safe
@requires(Permission.VIEW_LEDGER)
def contract_watch(request: SignedInRequest) -> HttpResponse:
    user, company = request.user, request.company
    today = clock.today(company.time_zone)
    waiting = list_waiting(user=user, company=company)
    context = {
        "today": today,
        "page_obj": page_of(waiting, request),
        "late": list_waiting(user=user, company=company, past_long_stop=today).count(),
        "expiring": list_expiring(company=company, user=user, today=today)[:FEW],
        "unwritten": list_without_contract(user=user, company=company)[:FEW],
        "can": abilities(request),
    }
    return render(request, "invoices/contract_watch.html", context)


def _sheet(rows: Any) -> Sheet:
    heads = [
        _("Number"),
        _("Customer code"),
        _("Customer"),
        _("State"),
        _("In writing"),
        _("Signed"),
        _("Currency"),
        _("Amount"),
        _("Invoiced"),
        _("Open"),
    ]
    cells = (
        [
            row.number,
            row.customer.code,
            row.customer.name,
            row.get_state_display(),
            row.get_document_level_display(),
            row.signed_on,
            row.currency,
            None if row.amount is None else round_money(row.amount, row.currency),
            round_money(row.invoiced_sum or ZERO, row.currency),
            round_money(row.open_sum or ZERO, row.currency),
        ]
        for row in rows
    )
    return Sheet(name="contracts", heads=heads, rows=cells)
