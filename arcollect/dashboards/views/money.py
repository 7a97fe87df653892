"""Money behind two figures of the dashboard: on account, and collected this month."""

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
from arcollect.core.lists import page_of
from arcollect.core.money import round_money
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.dashboards.asked import Asked
from arcollect.dashboards.selectors.lists import (
    currency_of,
    money_collected,
    money_on_account,
    money_total,
)
from arcollect.dashboards.views.question import read_question, trail_of


@require_safe
@requires(Permission.VIEW_LEDGER)
def on_account(request: SignedInRequest) -> HttpResponseBase:
    """Payments and credit notes with something left to allocate."""
    return _list(
        request,
        find=money_on_account,
        amount="by_open",
        cells=_on_account_cells,
        heads=[
            _("Document"),
            _("Customer"),
            _("Date"),
            _("Currency"),
            _("Left to allocate"),
        ],
        page={
            "name": "on-account",
            "title": _("On account"),
            "template": "dashboards/on_account.html",
        },
    )


@require_safe
@requires(Permission.VIEW_LEDGER)
def collected(request: SignedInRequest) -> HttpResponseBase:
    """Payments received in the month so far."""
    return _list(
        request,
        find=money_collected,
        amount="amount",
        cells=_collected_cells,
        heads=[_("Payment"), _("Customer"), _("Received"), _("Currency"), _("Amount")],
        page={
            "name": "collected",
            "title": _("Collected this month"),
            "template": "dashboards/collected.html",
        },
    )


def _list(
    request: SignedInRequest,
    *,
    find: Any,
    amount: str,
    cells: Any,
    heads: list[str],
    page: dict[str, str],
) -> HttpResponseBase:
    question = read_question(request)
    asked, ledger = question.asked, question.ledger
    every = find(ledger, replace(asked, currency=""))
    currency, codes = currency_of(every, asked)
    asked = replace(asked, currency=currency)
    rows = find(ledger, asked)
    wanted = asked_format(request.GET.get("export"))
    if wanted:
        name = f"{page['name']}-{asked.as_of:%Y-%m-%d}"
        sheet = Sheet(name=name, heads=heads, rows=cells(rows))
        return export_response(sheet, file_format=wanted)
    question.form.only("as_of", "team", "rep", "region")
    context = {
        **question.context(),
        "asked": asked,
        "codes": codes,
        "page_obj": page_of(rows, request),
        "total": money_total(rows, amount),
        "month_first": asked.as_of.replace(day=1),
        "trail": trail_of(_plain(asked), last=page["title"]),
    }
    return render(request, page["template"], context)


def _plain(asked: Asked) -> Asked:
    """Without the filters that items have and money has not."""
    return replace(asked, class_word="", bucket="", stage="")


def _on_account_cells(rows: Any) -> Iterator[list[Cell]]:
    for row in rows:
        document = row.payment.reference if row.payment else row.credit_note.number
        name = row.customer.name if row.customer else ""
        left = round_money(row.by_open, row.currency)
        yield [document, name, row.effective_on, row.currency, left]


def _collected_cells(rows: Any) -> Iterator[list[Cell]]:
    for row in rows:
        name = row.customer.name if row.customer else ""
        amount = round_money(row.amount, row.currency)
        yield [row.reference, name, row.received_on, row.currency, amount]
