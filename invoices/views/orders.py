"""Sales orders: the list, one order, and a new one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from arcollect.core import clock
from arcollect.core.authority import may_approve
from arcollect.core.decorators import requires
from arcollect.core.exports import Sheet, asked_format, export_response
from arcollect.core.form_fields import exact_in_currency
from arcollect.core.idempotency import AlreadyDoneError
from arcollect.core.lists import abilities, asked_order, page_of
from arcollect.core.models import Act
from arcollect.core.money import round_money
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from invoices.block_words import BLOCK_NAMES
from invoices.forms.orders import OrderFilter, OrderForm, OrderLineFormSet
from invoices.models import SalesOrder
from invoices.selectors.orders import ORDERS, list_checks, list_orders, list_releases
from invoices.services.draft_content import line_amount
from invoices.services.enter_order import OrderInput, enter_order
from invoices.services.errors import LedgerRefusedError
from invoices.services.post_invoice import LineInput
from invoices.views.preset import preset_customer

State = SalesOrder.State


@require_safe
@requires(Permission.VIEW_LEDGER)
def order_list(request: SignedInRequest) -> HttpResponseBase:
    filters = OrderFilter(request.GET, company=request.company)
    chosen = filters.values()
    sort, order = asked_order(request, allowed=ORDERS, default="-ordered")
    rows = list_orders(user=request.user, company=request.company, filters=chosen)
    rows = rows.order_by(*order)
    wanted = asked_format(request.GET.get("export"))
    if wanted:
        return export_response(_sheet(rows), file_format=wanted)
    page = page_of(rows, request)
    for row in page:
        row.holds = holding_words(row.found)
    context = {
        "page_obj": page,
        "filters": filters,
        "sort": sort,
        "today": clock.today(request.company.time_zone),
        "can": abilities(request),
        "is_filtered": bool(chosen),
    }
    return render(request, "invoices/order_list.html", context)


@require_safe
@requires(Permission.VIEW_LEDGER)
def order_detail(request: SignedInRequest, order_id: int) -> HttpResponse:
    order = find_order(request, order_id)
    checks = [(row, reason_words(row.reasons)) for row in list_checks(order=order)]
    releases = list(list_releases(order=order))
    context = {
        "order": order,
        "lines": order.lines.order_by("position"),
        "deliveries": order.deliveries.filter(reverses=None, reversed_by=None),
        "checks": checks,
        "newest": checks[0] if checks else None,
        "releases": releases,
        "waiting": next((one for one in releases if one.state == "waiting"), None),
        "may_release": may_approve(
            actor=request.user, company=request.company, act=Act.RELEASE
        ),
        "can": abilities(request),
    }
    return render(request, "invoices/order_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.KEEP_ORDERS)
def order_new(request: SignedInRequest) -> HttpResponse:
    today = clock.today(request.company.time_zone)
    initial = {
        "customer": preset_customer(request),
        "currency": request.company.base_currency,
        "ordered_on": today,
    }
    who = {"company": request.company, "user": request.user}
    is_saved = request.method == "POST" and "refresh" not in request.POST
    typed = initial if request.method != "POST" else request.POST.dict()
    form = OrderForm(request.POST if is_saved else None, initial=typed, **who)
    formset = OrderLineFormSet(request.POST or None, prefix="lines")
    if is_saved and form.is_valid() and formset.is_valid() and _exact(form, formset):
        order = _entered(request, form, formset)
        if order is not None:
            return redirect("invoices:order_detail", order.pk)
    context = {"form": form, "formset": formset}
    status = 422 if is_saved else 200
    return render(request, "invoices/order_form.html", context, status=status)


def find_order(request: SignedInRequest, order_id: int) -> SalesOrder:
    """The order, if the person may see its customer; else 404."""
    order: SalesOrder = get_or_404(
        SalesOrder.objects.filter(company=request.company)
        .visible_to(request.user)
        .select_related(
            "customer__rep", "company", "contract", "invoice", "entered_by"
        ),
        pk=order_id,
    )
    return order


def reason_words(reasons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The reasons of a check with their words and figures."""
    return [
        {
            "label": BLOCK_NAMES[one["block"]],
            "short": Decimal(one["short"]),
            "released": one["released"],
        }
        for one in reasons
    ]


def holding_words(reasons: list[dict[str, Any]] | None) -> list[Any]:
    """What still holds an order, in words."""
    return [BLOCK_NAMES[one["block"]] for one in reasons or () if not one["released"]]


def _exact(form: OrderForm, formset: Any) -> bool:
    """Whether every amount is one of the currency; else the lines say which is not."""
    currency = form.cleaned_data["currency"]
    for line in formset:
        data = line.cleaned_data
        if not data.get("description"):
            continue
        if data.get("amount") is None:
            try:
                data["amount"] = line_amount(data, currency)
            except ArithmeticError:
                line.add_error("amount", _("This is more than can be booked."))
        else:
            data["amount"] = exact_in_currency(line, "amount", currency)
    return not any(line.errors for line in formset)


def _entered(
    request: SignedInRequest, form: OrderForm, formset: Any
) -> SalesOrder | None:
    data = dict(form.cleaned_data)
    key = data.pop("request_key")
    data["deposit"] = data["deposit"] or Decimal(0)
    try:
        order = enter_order(
            actor=request.user,
            company=request.company,
            order=OrderInput(**data, lines=_lines(formset)),
            as_of=clock.today(request.company.time_zone),
            as_draft="draft" in request.POST,
            request_key=key,
        )
    except AlreadyDoneError as error:
        form.add_error(None, str(error))
        return None
    except LedgerRefusedError as error:
        form.add_error(None, str(error))
        return None
    messages.success(request, _said(order))
    return order


def _lines(formset: Any) -> list[LineInput]:
    rows = [
        line.cleaned_data for line in formset if line.cleaned_data.get("description")
    ]
    return [
        LineInput(
            description=row["description"],
            quantity=row["quantity"] or Decimal(1),
            unit=row["unit"],
            unit_price=row["unit_price"] or row["amount"],
            amount=row["amount"],
        )
        for row in rows
    ]


def _said(order: SalesOrder) -> str:
    if order.state == State.DRAFT:
        return _("The draft is saved. It uses no credit yet.")
    if order.state == State.HELD:
        return _("The order is entered and held. The reasons stand below.")
    return _("The order is entered and approved.")


def _sheet(rows: Any) -> Sheet:
    heads = [
        _("Number"),
        _("Customer"),
        _("Ordered"),
        _("Currency"),
        _("Amount"),
        _("Deposit"),
        _("State"),
        _("Held by"),
    ]
    cells = (
        [
            row.number,
            row.customer.name,
            row.ordered_on,
            row.currency,
            round_money(row.amount, row.currency),
            round_money(row.deposit, row.currency),
            row.get_state_display(),
            pgettext("between names", ", ").join(map(str, holding_words(row.found))),
        ]
        for row in rows
    )
    return Sheet(name="orders", heads=heads, rows=cells)
