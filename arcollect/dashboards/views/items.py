"""Open items as of a day: the last list before the invoice itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arcollect.core.decorators import requires
from arcollect.core.exports import Cell, Sheet, asked_format, export_response
from arcollect.core.lists import asked_order, page_of
from arcollect.core.money import round_money
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.templatetags.arcollect import class_name
from arcollect.dashboards.asked import Asked
from arcollect.dashboards.selectors.lists import (
    ITEM_ORDERS,
    currency_of,
    customer_name,
    items_total,
    open_items,
)
from arcollect.dashboards.views.question import read_question, trail_of


@require_safe
@requires(Permission.VIEW_LEDGER)
def items(request: SignedInRequest) -> HttpResponseBase:
    question = read_question(request)
    asked, ledger = question.asked, question.ledger
    every = replace(asked, currency="")
    currency, codes = currency_of(every.items(ledger.items(asked.as_of)), asked)
    asked = replace(asked, currency=currency)
    sort, order = asked_order(request, allowed=ITEM_ORDERS, default="open")
    rows = open_items(ledger, asked).order_by(*order)
    wanted = asked_format(request.GET.get("export"))
    if wanted:
        return export_response(_sheet(rows, asked), file_format=wanted)
    name = customer_name(ledger.states(), asked.customer)
    page = page_of(rows, request)
    for row in page:
        row.days_late = (asked.as_of - row.due_on).days
    context = {
        **question.context(),
        "asked": asked,
        "codes": codes,
        "same_query": asked.query(),
        "page_obj": page,
        "total": items_total(rows),
        "sort": sort,
        "customer_name": name,
        "trail": trail_of(asked, customer_name=name, last=_("Open items")),
    }
    return render(request, "dashboards/items.html", context)


def _sheet(rows: Any, asked: Asked) -> Sheet:
    heads = [
        _("Invoice"),
        _("Customer code"),
        _("Customer"),
        _("Rep"),
        _("Issued"),
        _("Due"),
        _("Final date"),
        _("Days late"),
        _("Currency"),
        _("Open"),
        _("Class"),
    ]
    name = f"open-items-{asked.as_of:%Y-%m-%d}"
    return Sheet(name=name, heads=heads, rows=_cells(rows, asked))


def _cells(rows: Any, asked: Asked) -> Iterator[list[Cell]]:
    for row in rows.iterator(chunk_size=2000):
        yield [
            row.due_item.invoice.number,
            row.customer.code,
            row.customer.name,
            row.customer.rep.name if row.customer.rep else "",
            row.issued_on,
            row.due_on,
            row.final_on,
            max((asked.as_of - row.due_on).days, 0),
            row.currency,
            round_money(row.by_open, row.currency),
            class_name(row.day_class),
        ]
