"""List and page of credit notes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arcollect.core.decorators import requires
from arcollect.core.exports import Sheet, asked_format, export_response
from arcollect.core.lists import abilities, asked_order, page_of
from arcollect.core.money import round_money
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from invoices.forms.filters import SourceFilter
from invoices.selectors.documents import CREDIT_NOTE_ORDERS, list_credit_notes
from invoices.views.money_in import find_credit_note, source_page, source_state

ZERO = Decimal(0)


@require_safe
@requires(Permission.VIEW_LEDGER)
def credit_note_list(request: SignedInRequest) -> HttpResponseBase:
    filters = SourceFilter(request.GET, company=request.company)
    chosen = filters.values()
    sort, order = asked_order(request, allowed=CREDIT_NOTE_ORDERS, default="-issued")
    rows = list_credit_notes(
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
    return render(request, "invoices/credit_note_list.html", context)


@require_safe
@requires(Permission.VIEW_LEDGER)
def credit_note_detail(request: SignedInRequest, credit_note_id: int) -> HttpResponse:
    note = find_credit_note(request, credit_note_id)
    context = source_page(note, request)
    return render(request, "invoices/credit_note_detail.html", context)


def _sheet(rows: Any) -> Sheet:
    heads = [
        _("Number"),
        _("Customer code"),
        _("Customer"),
        _("Issued"),
        _("Reason"),
        _("Currency"),
        _("Amount"),
        _("Not allocated"),
        _("State"),
    ]
    cells = (
        [
            row.number,
            row.customer.code,
            row.customer.name,
            row.issued_on,
            row.get_reason_display(),
            row.currency,
            round_money(row.amount, row.currency),
            round_money(row.left or ZERO, row.currency),
            source_state(row),
        ]
        for row in rows
    )
    return Sheet(name="credit-notes", heads=heads, rows=cells)
