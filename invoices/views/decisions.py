"""List and page of decisions about claims, and the register off the books."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arcollect.core import clock
from arcollect.core.authority import may_approve
from arcollect.core.decorators import requires
from arcollect.core.exports import Sheet, asked_format, export_response
from arcollect.core.lists import abilities, asked_order, page_of
from arcollect.core.money import round_money
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from invoices.domain.decisions import NEED_NOTICE, DecisionAct, DecisionState, may
from invoices.forms.decisions import DecisionFilter
from invoices.models import ClaimDecision
from invoices.models.decision import STATES
from invoices.selectors.decisions import DECISION_ORDERS, list_decisions
from invoices.selectors.off_books import list_off_books, off_books_totals
from invoices.services.approve_decision import ACT_OF
from invoices.views.evidence_card import evidence_card

OFF_BOOKS_ORDERS = {
    "since": ["decision__effective_on"],
    "customer": ["decision__customer__name?"],
    "amount": ["amount"],
    "claimed": ["claimed"],
}


@require_safe
@requires(Permission.VIEW_LEDGER)
def decision_list(request: SignedInRequest) -> HttpResponseBase:
    filters = DecisionFilter(request.GET, company=request.company)
    chosen = filters.values()
    sort, order = asked_order(request, allowed=DECISION_ORDERS, default="-recorded")
    rows = list_decisions(user=request.user, company=request.company, filters=chosen)
    rows = rows.order_by(*order)
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
    return render(request, "invoices/decision_list.html", context)


def find_decision(request: SignedInRequest, decision_id: int) -> ClaimDecision:
    """The decision, if the person may see it; else 404."""
    decision: ClaimDecision = get_or_404(
        ClaimDecision.objects.filter(company=request.company)
        .visible_to(request.user)
        .select_related(
            "company",
            "customer__rep",
            "recorded_by",
            "state__payment",
            "state__credit_note",
            "state__new_bill",
            "state__requested_by",
            "state__approved_by",
            "state__second_approved_by",
            "writeoff",
            "offset",
            "assignment",
            "takeback",
            "billextension__bill",
        ),
        pk=decision_id,
    )
    return decision


@require_safe
@requires(Permission.VIEW_LEDGER)
def decision_detail(request: SignedInRequest, decision_id: int) -> HttpResponse:
    decision = find_decision(request, decision_id)
    state = decision.state
    can = abilities(request)
    stands = DecisionState(state.state)
    mine = state.requested_by_id == request.user.pk
    context = {
        "decision": decision,
        "state": state,
        "items": decision.items.select_related("due_item__invoice").order_by("pk"),
        "events": decision.events.select_related("recorded_by").order_by("-pk"),
        "recoveries": decision.recoveries.select_related(
            "allocation__payment", "allocation__reversed_by", "recorded_by"
        ).order_by("pk"),
        "evidence": evidence_card("decision", decision),
        "can": can,
        "may_agree": may(DecisionAct.APPROVE, stands)
        and not mine
        and can.get("approve_decisions", False)
        and _has_the_act(request, decision),
        "may_withdraw": may(DecisionAct.WITHDRAW, stands) and mine,
        "may_serve": may(DecisionAct.NOTICE, stands),
        "may_reverse": may(DecisionAct.REVERSE, stands),
        "may_recover": stands is DecisionState.POSTED and decision.kind == "write_off",
        "has_letter": decision.kind in NEED_NOTICE
        and stands in (DecisionState.APPROVED, DecisionState.POSTED),
    }
    return render(request, "invoices/decision_detail.html", context)


def _has_the_act(request: SignedInRequest, decision: ClaimDecision) -> bool:
    act = ACT_OF[ClaimDecision.Kind(decision.kind)]
    return may_approve(actor=request.user, company=request.company, act=act)


@require_safe
@requires(Permission.VIEW_LEDGER)
def off_books(request: SignedInRequest) -> HttpResponseBase:
    today = clock.today(request.company.time_zone)
    rows = list_off_books(company=request.company, user=request.user, as_of=today)
    sort, order = asked_order(request, allowed=OFF_BOOKS_ORDERS, default="-since")
    wanted = asked_format(request.GET.get("export"))
    if wanted:
        return export_response(_off_books_sheet(rows), file_format=wanted)
    context = {
        "page_obj": page_of(rows.order_by(*order), request),
        "totals": off_books_totals(rows),
        "sort": sort,
        "today": today,
        "can": abilities(request),
    }
    return render(request, "invoices/off_books.html", context)


def _sheet(rows: Any) -> Sheet:
    heads = [
        _("Number"),
        _("Kind"),
        _("Customer code"),
        _("Customer"),
        _("Effective on"),
        _("Currency"),
        _("Amount"),
        _("State"),
        _("Approved by"),
        _("Second approval"),
        _("Reason"),
    ]
    cells = (
        [
            row.number,
            row.get_kind_display(),
            row.customer.code,
            row.customer.name,
            row.state.posted_on or row.effective_on,
            row.currency,
            round_money(row.amount, row.currency),
            str(STATES[DecisionState(row.standing)]),
            str(row.state.approved_by or ""),
            str(row.state.second_approved_by or ""),
            row.reason,
        ]
        for row in rows
    )
    return Sheet(name="decisions", heads=heads, rows=cells)


def _off_books_sheet(rows: Any) -> Sheet:
    heads = [
        _("Invoice"),
        _("Customer code"),
        _("Customer"),
        _("Written off"),
        _("Ground"),
        _("Currency"),
        _("Amount"),
        _("Recovered"),
        _("Still claimed"),
    ]
    cells = (
        [
            row.due_item.invoice.number,
            row.decision.customer.code,
            row.decision.customer.name,
            row.decision.effective_on,
            row.decision.writeoff.get_ground_display(),
            row.currency,
            round_money(row.amount, row.currency),
            round_money(row.recovered, row.currency),
            round_money(row.claimed, row.currency),
        ]
        for row in rows.order_by("pk")
    )
    return Sheet(name="off-books", heads=heads, rows=cells)
