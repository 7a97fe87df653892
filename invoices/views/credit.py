"""Credit: the lines and their reviews, one customer's credit, and the limits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arcollect.core import clock
from arcollect.core.authority import may_approve
from arcollect.core.customer_figures import figures_beside_credit
from arcollect.core.decorators import requires
from arcollect.core.exports import Cell, Sheet, asked_format, export_response
from arcollect.core.lists import abilities, asked_currency, asked_order, page_of
from arcollect.core.models import Act
from arcollect.core.money import round_money
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from customers.models import Customer, DepositRule
from customers.part_words import INPUTS, RATINGS, part_words
from customers.selectors.credit import find_open_review, list_profiles, open_signals
from customers.selectors.credit_rules import deposit_shares
from invoices.forms.credit import CreditFilter
from invoices.models import ItemCover, SalesOrder
from invoices.selectors.credit_standing import (
    ORDERS,
    group_standing_of,
    list_lines,
    standing_of,
    standings_of,
)
from invoices.selectors.rep_receivables import list_rep_receivables
from invoices.selectors.review_triggers import review_triggers
from invoices.views.customer_page import find_customer

FEW = 8
# Shares are hundredths of a percent.
WHOLE = 10_000
MONEY_INPUTS = {"exposure", "line", "purchases", "security"}


@require_safe
@requires(Permission.VIEW_LEDGER)
def credit_list(request: SignedInRequest) -> HttpResponseBase:
    today = clock.today(request.company.time_zone)
    filters = CreditFilter(request.GET, company=request.company)
    chosen = filters.values()
    sort, order = asked_order(request, allowed=ORDERS, default="due")
    rows = list_lines(
        user=request.user, company=request.company, today=today, filters=chosen
    ).order_by(*order)
    wanted = asked_format(request.GET.get("export"))
    if wanted:
        return export_response(_sheet(list(rows), today), file_format=wanted)
    page = page_of(rows, request)
    context = {
        "page_obj": page,
        "standings": standings_of(profiles=list(page.object_list), today=today),
        "filters": filters,
        "sort": sort,
        "today": today,
        "is_filtered": bool(chosen),
        "can": abilities(request),
    }
    return render(request, "customers/credit_list.html", context)


@require_safe
@requires(Permission.VIEW_LEDGER)
def credit_page(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = find_customer(request, customer_id)
    currency = asked_currency(request)
    today = clock.today(request.company.time_zone)
    profiles = list(list_profiles(customer_id=customer.pk, currency=currency))
    standing = standing_of(customer=customer, currency=currency, today=today)
    review = find_open_review(customer_id=customer.pk, currency=currency)
    shown = review or (standing.profile.review if standing.profile else None)
    context = {
        "customer": customer,
        "currency": currency,
        "today": today,
        "standing": standing,
        "group": group_standing_of(customer=customer, currency=currency, today=today),
        "triggers": review_triggers(customer_id=customer.pk, standing=standing),
        "profiles": profiles,
        "review": review,
        "shown": shown,
        **review_words(shown),
        "signals": open_signals(customer_id=customer.pk, on=today),
        "orders": _newest_orders(customer, currency),
        "covers": _covers(customer),
        "figures": figures_beside_credit(customer),
        "may_decide": may_approve(
            actor=request.user, company=request.company, act=Act.CREDIT_LINE
        ),
        "can": abilities(request),
    }
    return render(request, "customers/credit.html", context)


@require_safe
@requires(Permission.VIEW_CREDIT_LIMITS)
def credit_limits(request: SignedInRequest) -> HttpResponse:
    today = clock.today(request.company.time_zone)
    rows = list_rep_receivables(company=request.company, today=today)
    shares = deposit_shares(company_id=request.company.pk)
    history = DepositRule.objects.filter(company=request.company)
    context = {
        "rows": rows,
        "deposits": [(grade, Decimal(bp) / WHOLE) for grade, bp in shares.items()],
        "history": history.select_related("recorded_by").order_by("-pk")[:FEW],
        "today": today,
        "can": abilities(request),
    }
    return render(request, "customers/credit_limits.html", context)


def review_words(review: Any) -> dict[str, Any]:
    """Parts and inputs of a review, each with its words."""
    if review is None:
        return {"parts": [], "inputs": []}
    parts = part_words(review.parts)
    inputs = [
        {
            "label": INPUTS[name],
            "value": _input_text(name, value),
            "currency": review.currency if name in MONEY_INPUTS else "",
        }
        for name, value in review.inputs.items()
        if name in INPUTS
    ]
    return {"parts": parts, "inputs": inputs}


def _input_text(name: str, value: Any) -> Any:
    if name == "rating":
        return RATINGS[value]
    if name == "signals":
        return len(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _("unknown") if value is None else value


def _newest_orders(customer: Customer, currency: str) -> Any:
    rows = SalesOrder.objects.filter(customer=customer, currency=currency)
    return rows.order_by("-ordered_on", "-pk")[:FEW]


def _covers(customer: Customer) -> Any:
    rows = ItemCover.objects.filter(customer=customer, until_on=None)
    return rows.select_related("due_item__invoice").order_by("-from_on", "-pk")[:FEW]


def _sheet(profiles: list[Any], today: dt.date) -> Sheet:
    heads = [
        _("Code"),
        _("Customer"),
        _("Grade"),
        _("Currency"),
        _("Credit line"),
        _("Used"),
        _("Headroom"),
        _("Days of credit"),
        _("Review due"),
    ]
    rows: Iterator[list[Cell]] = (
        [
            one.profile.customer.code,
            one.profile.customer.name,
            one.profile.grade,
            one.currency,
            round_money(one.line, one.currency),
            round_money(one.exposure.total, one.currency),
            round_money(one.headroom, one.currency),
            one.profile.period_days,
            one.profile.review_due_on,
        ]
        for one in standings_of(profiles=profiles, today=today)
        if one.profile is not None
    )
    return Sheet(name="credit", heads=heads, rows=rows)
