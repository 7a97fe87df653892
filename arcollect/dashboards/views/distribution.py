"""How widely goods are spread, region by region, against the targets of their stage."""

from __future__ import annotations

from collections.abc import Iterator

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.exports import Cell, Sheet, asked_format, export_response
from arcollect.core.lists import abilities
from arcollect.core.money import round_money
from arcollect.core.percent_field import percent_of
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.dashboards.selectors.distribution import (
    SERVED_MONTHS,
    RegionLine,
    distribution_lines,
)
from arcollect.dashboards.views.question import scope_label
from invoices.selectors.visible_ledger import VisibleLedger


@require_safe
@requires(Permission.VIEW_LEDGER)
def distribution(request: SignedInRequest) -> HttpResponseBase:
    """Outlets served and exposure of each region, today."""
    today = clock.today(request.company.time_zone)
    ledger = VisibleLedger(user=request.user, company=request.company)
    lines = distribution_lines(ledger=ledger, as_of=today)
    wanted = asked_format(request.GET.get("export"))
    if wanted:
        return export_response(_sheet(lines), file_format=wanted)
    context = {
        "lines": lines,
        "below": sum(1 for line in lines if line.missing),
        "over": sum(1 for line in lines if line.is_over),
        "with_targets": sum(1 for line in lines if line.policy),
        "months": SERVED_MONTHS,
        "scope": scope_label(request),
        "today": today,
        "can": abilities(request),
    }
    return render(request, "dashboards/distribution.html", context)


def _sheet(lines: list[RegionLine]) -> Sheet:
    heads = [
        _("Region"),
        _("Stage"),
        _("Outlets"),
        _("Served"),
        _("Rate, %"),
        _("Target rate, %"),
        _("Currency"),
        _("Exposure"),
        _("Exposure ceiling"),
    ]
    return Sheet(name="distribution", heads=heads, rows=_rows(lines))


def _rows(lines: list[RegionLine]) -> Iterator[list[Cell]]:
    for line in lines:
        policy = line.policy
        yield [
            line.region or _("Without a region"),
            str(policy.get_stage_display()) if policy else None,
            policy.outlets if policy else None,
            line.served,
            None if line.rate is None else round(line.rate * 100, 1),
            percent_of(policy.target_bp) if policy else None,
            line.currency,
            round_money(line.exposure, line.currency),
            round_money(policy.exposure_ceiling, line.currency) if policy else None,
        ]
