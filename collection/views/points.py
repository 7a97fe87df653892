"""Points: every customer's account, and one account with its entries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.exports import Cell, Sheet, asked_format, export_response
from arcollect.core.lists import abilities, page_of
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from collection.forms.rewards import PointsFilterForm
from collection.selectors.points import (
    find_account,
    list_accounts,
    list_entries,
    list_points_policies,
    prizes_on,
    totals_of_accounts,
)
from collection.views.customer_in_question import find_customer


@require_safe
@requires(Permission.VIEW_LEDGER)
def points_list(request: SignedInRequest) -> HttpResponseBase:
    """What each customer may spend."""
    form = PointsFilterForm(request.GET or None)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    company, user = request.company, request.user
    rows = list_accounts(company=company, user=user, text=text)
    wanted = asked_format(request.GET.get("export"))
    if wanted:
        return export_response(_accounts_sheet(rows), file_format=wanted)
    context = {
        "form": form,
        "page_obj": page_of(rows, request),
        "totals": totals_of_accounts(company=company, user=user),
        "policy": list_points_policies(company=company).first(),
        "can": abilities(request),
    }
    return render(request, "collections/points_list.html", context)


@require_safe
@requires(Permission.VIEW_LEDGER)
def points_account(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """One customer's points: what came, what went, what is left."""
    customer = find_customer(request, customer_id)
    rows = list_entries(company=request.company, user=request.user).filter(
        customer=customer
    )
    today = clock.today(request.company.time_zone)
    account = find_account(customer_id=customer.pk)
    balance = account.balance if account else 0
    prizes = list(prizes_on(company=request.company, on=today))
    context = {
        "customer": customer,
        "account": account,
        "page_obj": page_of(rows, request),
        "prizes": prizes,
        "in_reach": [prize for prize in prizes if prize.points <= balance],
        "can": abilities(request),
    }
    return render(request, "collections/points_account.html", context)


def _accounts_sheet(rows: Any) -> Sheet:
    heads = [
        _("Code"),
        _("Customer"),
        _("Sales rep"),
        _("Points"),
        _("Owed points"),
    ]
    return Sheet(name="points", heads=heads, rows=_cells(rows))


def _cells(rows: Any) -> Iterator[list[Cell]]:
    for account in rows:
        customer = account.customer
        rep = customer.rep.name if customer.rep else ""
        yield [customer.code, str(customer), rep, account.balance, account.owed]
