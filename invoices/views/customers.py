"""The list of customers and what they owe."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.exports import Cell, Sheet, asked_format, export_response
from arcollect.core.lists import abilities, asked_order, page_of
from arcollect.core.money import round_money
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.templatetags.arcollect import class_name
from customers.selectors.files import file_percents
from invoices.forms.filters import CustomerFilter
from invoices.selectors.customer_figures import owed_by
from invoices.selectors.customers import ORDERS, list_customers

EXPORT_CHUNK = 500


@require_safe
@requires(Permission.VIEW_LEDGER)
def customer_list(request: SignedInRequest) -> HttpResponseBase:
    today = clock.today(request.company.time_zone)
    filters = CustomerFilter(request.GET, company=request.company, user=request.user)
    chosen = filters.values()
    sort, order = asked_order(request, allowed=ORDERS, default="name")
    rows = list_customers(
        user=request.user,
        company=request.company,
        today=today,
        filters=chosen,
        by_file=sort.lstrip("-") == "file",
    ).order_by(*order)
    wanted = asked_format(request.GET.get("export"))
    if wanted:
        return export_response(_sheet(rows, chosen, today), file_format=wanted)
    page = page_of(rows, request)
    keys = [row.pk for row in page]
    owed, files = owed_by(customer_ids=keys, today=today), file_percents(keys)
    for row in page:
        row.owed, row.file = _shown(owed.get(row.pk, []), chosen), files[row.pk]
    context = {
        "page_obj": page,
        "filters": filters,
        "sort": sort,
        "today": today,
        "can": abilities(request),
        "is_filtered": bool(chosen),
        "currency": chosen.get("currency", request.company.base_currency),
    }
    return render(request, "customers/list.html", context)


def _shown(owed: list[Any], chosen: dict[str, Any]) -> list[Any]:
    currency = chosen.get("currency")
    return [one for one in owed if currency in (None, one.currency)]


def _sheet(rows: QuerySet[Any], chosen: dict[str, Any], today: dt.date) -> Sheet:
    heads = [
        _("Code"),
        _("Name"),
        _("Rep"),
        _("Region"),
        _("Currency"),
        _("Open"),
        _("Overdue"),
        _("On account"),
        _("Class"),
        _("File, %"),
    ]
    return Sheet(name="customers", heads=heads, rows=_cells(rows, chosen, today))


def _cells(
    rows: QuerySet[Any], chosen: dict[str, Any], today: dt.date
) -> Iterator[list[Cell]]:
    batch: list[Any] = []
    for row in [*rows, None]:
        if row is not None:
            batch.append(row)
        if batch and (row is None or len(batch) == EXPORT_CHUNK):
            keys = [one.pk for one in batch]
            owed, files = owed_by(customer_ids=keys, today=today), file_percents(keys)
            for one in batch:
                shown = _shown(owed.get(one.pk, []), chosen)
                yield from _lines(one, shown, files[one.pk])
            batch = []


def _lines(customer: Any, owed: list[Any], file_percent: int) -> Iterator[list[Cell]]:
    first: list[Cell] = [
        customer.code,
        customer.name,
        customer.rep.name if customer.rep else "",
        customer.region,
    ]
    if not owed:
        yield [*first, "", None, None, None, "", file_percent]
    for one in owed:
        amounts = (one.open, one.past_due, one.on_account)
        yield [
            *first,
            one.currency,
            *(round_money(amount, one.currency) for amount in amounts),
            class_name(one.worst) if one.items else "",
            file_percent,
        ]
