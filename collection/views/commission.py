"""Commission: the month of every rep, his statement, who issues and who approves it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from arcollect.core import clock
from arcollect.core.dates import add_months
from arcollect.core.decorators import requires
from arcollect.core.exports import Cell, Sheet, asked_format, export_response
from arcollect.core.lists import abilities, page_of
from arcollect.core.models import Rep
from arcollect.core.money import round_money
from arcollect.core.percent_field import percent_of
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.templatetags.arcollect import class_name
from collection.models import CommissionLine, CommissionStatement
from collection.selectors.commission import (
    Total,
    lines_of,
    list_policies,
    list_reps,
    list_statements,
    pending_lines,
    sums,
    totals_of,
)
from collection.services.approve_statement import approve_statement
from collection.services.issue_statement import StatementRefusedError, issue_statement
from customers.selectors.customers import list_customers
from invoices.selectors.allocated_cash import invoices_of

MONTHS_SHOWN = 12


@dataclass
class RepMonth:
    """One rep's month: his statement, or what it would say."""

    rep: Rep
    statement: CommissionStatement | None = None
    totals: list[Total] = field(default_factory=list)


@require_safe
@requires(Permission.VIEW_LEDGER)
def commission(request: SignedInRequest) -> HttpResponseBase:
    """Every rep's commission of a month, stated or as it stands."""
    month = _asked_month(request)
    rows = _months_of_reps(request, month)
    wanted = asked_format(request.GET.get("export"))
    if wanted:
        return export_response(_month_sheet(rows, month), file_format=wanted)
    policy = list_policies(company=request.company).first()
    today = clock.today(request.company.time_zone)
    context = {
        "rows": rows,
        "month": month,
        "months": _months(today),
        "is_over": add_months(month, 1) <= today,
        "policy": policy,
        "can": abilities(request),
    }
    return render(request, "collections/commission.html", context)


@require_safe
@requires(Permission.VIEW_LEDGER)
def commission_rep(request: SignedInRequest, rep_id: int) -> HttpResponse:
    """What a rep's next statement would say, line by line."""
    month = _asked_month(request)
    rep = _find_rep(request, rep_id)
    stated = list_statements(company=request.company, user=request.user).filter(
        rep=rep, month=month
    )
    if statement := stated.first():
        return redirect("collections:commission_statement", statement_id=statement.pk)
    found = pending_lines(company=request.company, rep_ids=[rep.pk], month=month)
    lines = found.get(rep.pk, [])
    page = page_of(lines, request)
    today = clock.today(request.company.time_zone)
    context = {
        "rep": rep,
        "month": month,
        "page_obj": page,
        "rows": _named(request, list(page.object_list)),
        "totals": sums(lines),
        "is_over": add_months(month, 1) <= today,
        "can": abilities(request),
    }
    return render(request, "collections/commission_rep.html", context)


@require_safe
@requires(Permission.VIEW_LEDGER)
def commission_statement(
    request: SignedInRequest, statement_id: int
) -> HttpResponseBase:
    """An issued statement: its frozen lines, who issued and who approved it."""
    statement = _find(request, statement_id)
    rows = lines_of(statement)
    wanted = asked_format(request.GET.get("export"))
    if wanted:
        return export_response(_sheet(statement, rows), file_format=wanted)
    approval = getattr(statement, "approval", None)
    is_own = request.user.pk in (statement.rep.user_id, statement.issued_by_id)
    context = {
        "statement": statement,
        "approval": approval,
        "page_obj": page_of(rows, request),
        "totals": totals_of([statement.pk])[statement.pk],
        "may_approve": abilities(request).get(Permission.APPROVE_COMMISSION.value)
        and approval is None
        and not is_own,
        "can": abilities(request),
    }
    return render(request, "collections/commission_statement.html", context)


@require_POST
@requires(Permission.ISSUE_COMMISSION)
def commission_issue(request: SignedInRequest, rep_id: int) -> HttpResponse:
    """Freeze a month of a rep."""
    month = _asked_month(request)
    rep = _find_rep(request, rep_id)
    try:
        made = issue_statement(
            actor=request.user, company=request.company, rep=rep, month=month
        )
    except StatementRefusedError as error:
        messages.error(request, str(error))
        return redirect(f"{request.path.removesuffix('issue/')}?month={month:%Y-%m}")
    messages.success(
        request, _("Statement %(number)s is issued.") % {"number": made.number}
    )
    return redirect("collections:commission_statement", statement_id=made.pk)


@require_POST
@requires(Permission.APPROVE_COMMISSION)
def commission_approve(request: SignedInRequest, statement_id: int) -> HttpResponse:
    """Approve a statement that somebody else issued."""
    statement = _find(request, statement_id)
    try:
        approve_statement(actor=request.user, statement=statement)
    except StatementRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The statement is approved."))
    return redirect("collections:commission_statement", statement_id=statement.pk)


def _months_of_reps(request: SignedInRequest, month: dt.date) -> list[RepMonth]:
    company, user = request.company, request.user
    rows = {rep.pk: RepMonth(rep) for rep in list_reps(company=company, user=user)}
    stated = list_statements(company=company, user=user).filter(month=month)
    for statement in stated:
        rows[statement.rep_id].statement = statement
    totals = totals_of([statement.pk for statement in stated])
    left = [pk for pk, row in rows.items() if row.statement is None]
    pending = pending_lines(company=company, rep_ids=left, month=month)
    for pk, row in rows.items():
        if row.statement is not None:
            row.totals = totals[row.statement.pk]
        else:
            row.totals = sums(pending.get(pk, []))
    return list(rows.values())


def _find_rep(request: SignedInRequest, rep_id: int) -> Rep:
    return get_or_404(list_reps(company=request.company, user=request.user), pk=rep_id)


def _find(request: SignedInRequest, statement_id: int) -> CommissionStatement:
    rows = list_statements(company=request.company, user=request.user)
    return get_or_404(rows, pk=statement_id)


def _asked_month(request: SignedInRequest) -> dt.date:
    """`?month=2026-03`, else the last month that is over; 404 for what is no month."""
    today = clock.today(request.company.time_zone)
    asked = request.GET.get("month") or request.POST.get("month", "")
    if not asked:
        return add_months(today.replace(day=1), -1)
    try:
        month = dt.date.fromisoformat(f"{asked}-01")
    except ValueError as error:
        raise Http404 from error
    if not 1990 <= month.year <= 2100:
        raise Http404
    return month


def _months(today: dt.date) -> list[dt.date]:
    first = today.replace(day=1)
    return [add_months(first, -back) for back in range(MONTHS_SHOWN)]


def _named(request: SignedInRequest, lines: list[Any]) -> list[dict[str, Any]]:
    """The lines of a page with the names they need; two queries."""
    customers = list_customers(company=request.company, user=request.user)
    names = customers.in_bulk({line.customer_id for line in lines})
    invoices = invoices_of(line.allocation_id for line in lines)
    return [
        {
            "line": line,
            "customer": names.get(line.customer_id),
            "invoice": invoices.get(line.allocation_id, (None, "")),
        }
        for line in lines
    ]


def _month_sheet(rows: list[RepMonth], month: dt.date) -> Sheet:
    heads = [
        _("Sales rep"),
        _("Month"),
        pgettext("of commission", "Statement"),
        _("Currency"),
        _("Money"),
        _("Commission"),
    ]
    cells: list[list[Cell]] = [
        [
            row.rep.name,
            f"{month:%Y-%m}",
            row.statement.number if row.statement else "",
            total.currency,
            round_money(total.amount, total.currency),
            round_money(total.commission, total.currency),
        ]
        for row in rows
        for total in row.totals
    ]
    return Sheet(name=f"commission-{month:%Y-%m}", heads=heads, rows=cells)


def _sheet(statement: CommissionStatement, rows: Any) -> Sheet:
    heads = [
        _("Date"),
        _("Kind"),
        _("Customer"),
        _("Invoice"),
        _("Class"),
        _("Currency"),
        _("Money"),
        _("Rate, %"),
        _("Share, %"),
        _("Commission"),
    ]
    return Sheet(name=statement.number, heads=heads, rows=_cells(rows))


def _cells(rows: Any) -> Iterator[list[Cell]]:
    line: CommissionLine
    for line in rows:
        yield [
            line.effective_on,
            str(line.get_kind_display()),
            str(line.customer),
            line.allocation.due_item.invoice.number,
            class_name(line.severity),
            line.currency,
            round_money(line.amount, line.currency),
            percent_of(line.rate_bp),
            percent_of(line.share_bp),
            round_money(line.commission, line.currency),
        ]
