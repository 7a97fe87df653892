"""Customers behind a figure: who owes it."""

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
    CUSTOMER_ORDERS,
    currency_of,
    customers_owing,
    customers_total,
)
from arcollect.dashboards.views.question import read_question, trail_of


@require_safe
@requires(Permission.VIEW_LEDGER)
def customers(request: SignedInRequest) -> HttpResponseBase:
    question = read_question(request)
    asked, ledger = question.asked, question.ledger
    every = replace(asked, currency="")
    currency, codes = currency_of(every.items(ledger.items(asked.as_of)), asked)
    asked = replace(asked, currency=currency)
    sort, order = asked_order(request, allowed=CUSTOMER_ORDERS, default="owed")
    # A row here is a customer, so his key ends the order instead of an item's.
    order[-1] = "customer_id"
    rows = customers_owing(ledger, asked).order_by(*order)
    wanted = asked_format(request.GET.get("export"))
    if wanted:
        return export_response(_sheet(rows, asked), file_format=wanted)
    page = page_of(rows, request)
    for row in page.object_list:
        row["items_query"] = asked.query(customer=row["customer_id"])
    context = {
        **question.context(),
        "asked": asked,
        "codes": codes,
        "same_query": asked.query(),
        "page_obj": page,
        "total": customers_total(ledger, asked),
        "sort": sort,
        "trail": trail_of(asked, last=_("Customers")),
    }
    return render(request, "dashboards/customers.html", context)


def _sheet(rows: Any, asked: Asked) -> Sheet:
    heads = [
        _("Customer code"),
        _("Customer"),
        _("Rep"),
        _("Currency"),
        _("Owed"),
        _("Overdue"),
        _("Items"),
        _("Worst class"),
    ]
    name = f"customers-owing-{asked.as_of:%Y-%m-%d}"
    return Sheet(name=name, heads=heads, rows=_cells(rows, asked))


def _cells(rows: Any, asked: Asked) -> Iterator[list[Cell]]:
    for row in rows.iterator(chunk_size=2000):
        yield [
            row["customer__code"],
            row["customer__name"],
            row["rep"] or "",
            asked.currency,
            round_money(row["owed"], asked.currency),
            round_money(row["overdue"], asked.currency),
            row["items"],
            class_name(row["worst"]),
        ]
