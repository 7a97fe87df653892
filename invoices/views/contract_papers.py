"""Contract sheet, payment calendar and customer statement: page, PDF and XLSX."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.exports import Cell, Sheet, asked_format, export_response
from arcollect.core.money import round_money
from arcollect.core.outbound.pdf import PdfRenderError
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from customers.views.acts import find_contract
from invoices.forms.contracts import PeriodForm
from invoices.selectors.account_statement import Account, account_of
from invoices.selectors.payment_calendar import PaymentCalendar, payment_calendar
from invoices.services.render_account import (
    contract_sheet,
    contract_sheet_pdf,
    payment_calendar_pdf,
    statement_pdf,
)
from invoices.views.customer_page import find_customer

PDF = "application/pdf"


def _pdf_response(
    request: SignedInRequest, name: str, made: Callable[[], bytes], *, back: str
) -> HttpResponseBase:
    """The PDF as a download; where it cannot be made, the page again and why."""
    try:
        content = made()
    except PdfRenderError:
        messages.error(request, _("The PDF could not be made. Try again."))
        return redirect(back)
    response = HttpResponse(content, content_type=PDF)
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


@require_safe
@requires(Permission.VIEW_LEDGER)
def contract_sheet_page(request: SignedInRequest, contract_id: int) -> HttpResponseBase:
    contract = find_contract(request, contract_id)
    today = clock.today(request.company.time_zone)
    name = f"contract-{contract.pk}"
    if request.GET.get("export") == "pdf":
        return _pdf_response(
            request,
            name,
            lambda: contract_sheet_pdf(contract, today=today),
            back=request.path,
        )
    context = contract_sheet(contract, today=today)
    wanted = asked_format(request.GET.get("export"))
    if wanted:
        heads = [_("Contract"), contract.number]
        rows = list(_sheet_rows(context))
        return export_response(Sheet(name, heads, rows), file_format=wanted)
    return render(request, "invoices/contract_sheet.html", context)


def _sheet_rows(context: dict[str, Any]) -> Iterator[list[Cell]]:
    contract, calendar = context["contract"], context["calendar"]
    yield [_("Customer"), f"{contract.customer.code} {contract.customer.name}"]
    for name in (
        "kind",
        "sales_mode",
        "state",
        "document_level",
        "settlement_place",
        "settlement_mode",
    ):
        field = contract._meta.get_field(name)  # noqa: SLF001
        yield [str(field.verbose_name), getattr(contract, f"get_{name}_display")()]
    yield [_("Signed on"), contract.signed_on]
    yield [_("Currency"), contract.currency]
    if contract.amount is not None:
        yield [_("Amount"), round_money(contract.amount, contract.currency)]
    for term in context["terms"]:
        yield [_("Term no. %(n)d") % {"n": term.term_group}, term.get_type_display()]
    for line in context["clauses"]:
        yield [line.label, line.text]
    yield from _calendar_rows(calendar)


@require_safe
@requires(Permission.VIEW_LEDGER)
def calendar_page(request: SignedInRequest, contract_id: int) -> HttpResponseBase:
    contract = find_contract(request, contract_id)
    today = clock.today(request.company.time_zone)
    form = PeriodForm(request.GET or None)
    since, until = _period(form)
    calendar = payment_calendar(contract, since=since, until=until)
    name = f"payment-calendar-{contract.pk}"
    if request.GET.get("export") == "pdf":
        return _pdf_response(
            request,
            name,
            lambda: payment_calendar_pdf(calendar, today=today),
            back=request.path,
        )
    wanted = asked_format(request.GET.get("export"))
    if wanted:
        heads = [
            _("Due"),
            _("Invoice"),
            _("Kind"),
            _("Waits for"),
            _("Currency"),
            _("Amount"),
            _("Paid"),
            _("Open"),
        ]
        sheet = Sheet(name, heads, _calendar_rows(calendar))
        return export_response(sheet, file_format=wanted)
    context = {"calendar": calendar, "contract": contract, "form": form}
    context |= {"customer": contract.customer, "today": today}
    return render(request, "invoices/payment_calendar.html", context)


def _calendar_rows(calendar: PaymentCalendar) -> Iterator[list[Cell]]:
    for line in calendar.lines:
        yield [
            line.due_on or _("no date yet"),
            line.invoice,
            line.what,
            line.waits_for,
            line.currency,
            round_money(line.amount, line.currency),
            round_money(line.paid, line.currency),
            round_money(line.open, line.currency),
        ]


@require_safe
@requires(Permission.VIEW_LEDGER)
def statement_page(request: SignedInRequest, customer_id: int) -> HttpResponseBase:
    customer = find_customer(request, customer_id)
    today = clock.today(request.company.time_zone)
    form = PeriodForm(request.GET or None)
    since, until = _period(form)
    asked = form.cleaned_data.get("currency") if form.is_bound else ""
    account = account_of(
        customer,
        currency=asked or request.company.base_currency,
        until=until or today,
        since=since,
    )
    name = f"statement-{customer.pk}"
    if request.GET.get("export") == "pdf":
        return _pdf_response(
            request,
            name,
            lambda: statement_pdf(account, today=today),
            back=request.path,
        )
    wanted = asked_format(request.GET.get("export"))
    if wanted:
        return export_response(_statement_sheet(account, name), file_format=wanted)
    context = {"account": account, "statement": account.statement, "form": form}
    context |= {"customer": customer, "today": today}
    return render(request, "invoices/customer_statement.html", context)


def _statement_sheet(account: Account, name: str) -> Sheet:
    currency = account.currency
    heads = [
        _("Date"),
        _("Kind"),
        _("Document"),
        _("Currency"),
        _("Debit"),
        pgettext("side of the ledger", "Credit"),
        _("Balance"),
    ]
    opening = round_money(account.statement.opening, currency)
    rows: list[list[Cell]] = [
        [account.since, _("Opening balance"), "", currency, None, None, opening]
    ]
    for line in account.lines:
        sides = [
            None if side is None else round_money(side, currency)
            for side in (line.debit, line.credit, line.balance)
        ]
        rows.append([line.on, line.kind, line.number, currency, *sides])
    return Sheet(name, heads, rows)


def _period(form: PeriodForm) -> tuple[dt.date | None, dt.date | None]:
    """The days that can be used; a wrong one filters nothing and is told."""
    if not form.is_bound:
        return None, None
    form.is_valid()
    return form.cleaned_data.get("since"), form.cleaned_data.get("until")
