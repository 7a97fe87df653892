"""Sales by mode: cash, credit, consignment, sell-through, and what credit costs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arcollect.core import clock
from arcollect.core.dates import add_months
from arcollect.core.decorators import requires
from arcollect.core.exports import Cell, Sheet, asked_format, export_response
from arcollect.core.money import round_money
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.dashboards.forms_rewards import SalesModeFilter
from arcollect.dashboards.selectors.sales_modes import (
    ModeLine,
    SalesModeReport,
    sales_mode_report,
)
from arcollect.dashboards.views.question import scope_label
from invoices.selectors.visible_ledger import VisibleLedger


@require_safe
@requires(Permission.VIEW_LEDGER)
def sales_modes(request: SignedInRequest) -> HttpResponseBase:
    """Months that are over, at the company's cost of funds or one that was asked for."""
    company = request.company
    form = SalesModeFilter(request.GET, company=company)
    asked = form.asked()
    this_month = clock.today(company.time_zone).replace(day=1)
    months = [add_months(this_month, -back) for back in range(asked.months, 0, -1)]
    report = sales_mode_report(
        ledger=VisibleLedger(user=request.user, company=company),
        currency=asked.currency,
        months=months,
        rate_bp=asked.rate_bp,
    )
    wanted = asked_format(request.GET.get("export"))
    if wanted:
        return export_response(_sheet(report, months), file_format=wanted)
    context = {
        "form": form,
        "report": report,
        "scope": scope_label(request),
        "first": months[0],
        "last": months[-1],
        "bar": [(f"m{n}", line.share or 0) for n, line in enumerate(report.modes)],
    }
    return render(request, "dashboards/sales_modes.html", context)


def _sheet(report: SalesModeReport, months: list[dt.date]) -> Sheet:
    heads = [
        _("Month"),
        _("Sales mode"),
        _("Currency"),
        _("Sales"),
        _("Share, %"),
        _("Days to pay"),
        _("Cost of credit"),
        _("of it past due"),
        _("Bad and dead at the end"),
    ]
    name = f"sales-modes-{months[0]:%Y-%m}-{months[-1]:%Y-%m}-{report.currency}"
    return Sheet(name=name, heads=heads, rows=_rows(report))


def _rows(report: SalesModeReport) -> Iterator[list[Cell]]:
    for month in report.months:
        for line in (*month.lines, month.total):
            yield _cells(f"{month.month:%Y-%m}", line, report.currency)
    for line in (*report.modes, report.total):
        loss = round_money(line.loss, report.currency)
        yield [*_cells(_("Total"), line, report.currency)[:-1], loss]


def _cells(month: str, line: ModeLine, currency: str) -> list[Cell]:
    share = None if line.share is None else round(line.share * Decimal(100), 1)
    return [
        month,
        str(line.label),
        currency,
        round_money(line.sales, currency),
        share,
        line.days,
        line.cost,
        line.late_cost,
        None,
    ]
