"""List and page of invoices."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.exports import Sheet, asked_format, export_response
from arcollect.core.lists import abilities, asked_order, page_of
from arcollect.core.money import round_money
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.templatetags.arcollect import class_name
from invoices.forms.filters import InvoiceFilter
from invoices.models import ClassHistory, DueItemState, Invoice
from invoices.selectors.documents import INVOICE_ORDERS, list_invoices
from invoices.selectors.evidence import missing_papers_of
from invoices.selectors.legal_days import legal_day_of
from invoices.selectors.sales import sale_of
from invoices.selectors.sources import allocations_to
from invoices.views.class_sentence import sentence_of
from invoices.views.evidence_card import evidence_card

FEW = 12


@require_safe
@requires(Permission.VIEW_LEDGER)
def invoice_list(request: SignedInRequest) -> HttpResponseBase:
    today = clock.today(request.company.time_zone)
    filters = InvoiceFilter(request.GET, company=request.company)
    chosen = filters.values()
    sort, order = asked_order(request, allowed=INVOICE_ORDERS, default="-issued")
    rows = list_invoices(
        user=request.user, company=request.company, today=today, filters=chosen
    ).order_by(*order)
    wanted = asked_format(request.GET.get("export"))
    if wanted:
        return export_response(_sheet(rows), file_format=wanted)
    context = {
        "page_obj": page_of(rows, request),
        "filters": filters,
        "sort": sort,
        "today": today,
        "can": abilities(request),
        "is_filtered": bool(chosen),
    }
    return render(request, "invoices/invoice_list.html", context)


@require_safe
@requires(Permission.VIEW_LEDGER)
def invoice_detail(request: SignedInRequest, invoice_id: int) -> HttpResponse:
    invoice = find_invoice(request, invoice_id)
    today = clock.today(request.company.time_zone)
    states = list(
        DueItemState.objects.filter(due_item__invoice=invoice)
        .select_related("due_item__invoice")
        .order_by("due_on", "pk")
    )
    open_states = [state for state in states if state.open_amount > 0]
    worst = max(open_states, key=lambda s: s.severity or 0, default=None)
    kinds = {state.due_item.kind for state in open_states}
    missing = missing_papers_of(invoice, kinds)
    context = {
        "invoice": invoice,
        "today": today,
        "evidence": evidence_card("invoice", invoice, missing=missing),
        "can": abilities(request),
        "states": states,
        "sale": sale_of(invoice, states),
        "legal": legal_day_of(invoice, states),
        "still_open": sum(state.open_amount for state in states),
        "worst": worst,
        "explained": sentence_of(worst, today=today) if worst else None,
        "lines": invoice.lines.order_by("position"),
        "allocations": allocations_to(invoice.pk),
        "history": ClassHistory.objects.filter(due_item__invoice=invoice)
        .select_related("policy")
        .order_by("-changed_on", "-pk")[:FEW],
    }
    return render(request, "invoices/invoice_detail.html", context)


def find_invoice(request: SignedInRequest, invoice_id: int) -> Invoice:
    """The invoice, if the person may see it; else 404."""
    invoice: Invoice = get_or_404(
        Invoice.objects.filter(company=request.company)
        .visible_to(request.user)
        .select_related(
            "company", "customer", "contract", "recorded_by", "reversed_by"
        ),
        pk=invoice_id,
    )
    return invoice


def _sheet(rows: Any) -> Sheet:
    heads = [
        _("Number"),
        _("Customer code"),
        _("Customer"),
        _("Issued"),
        _("Due"),
        _("Currency"),
        _("Amount"),
        _("Open"),
        _("Class"),
        _("State"),
    ]
    cells = (
        [
            row.number,
            row.customer.code,
            row.customer.name,
            row.issued_on,
            row.due_on,
            row.currency,
            round_money(row.amount, row.currency),
            round_money(row.open_sum, row.currency),
            class_name(row.worst) if row.open_sum else "",
            invoice_state(row),
        ]
        for row in rows
    )
    return Sheet(name="invoices", heads=heads, rows=cells)


def invoice_state(row: Any) -> str:
    """The state of a listed invoice in a word."""
    if getattr(row, "reversed_by", None) is not None:
        return _("Reversed")
    if not row.open_sum:
        return _("Settled")
    return _("Part paid") if row.open_sum < row.amount else _("Open")
