"""Goods documents: the list, one document, recording and settling it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from arcollect.core import clock
from arcollect.core.closed_books import open_day
from arcollect.core.decorators import requires
from arcollect.core.lists import abilities, page_of
from arcollect.core.permissions import get_or_404
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from customers.models import Customer
from invoices.forms.claims import (
    GoodsBillForm,
    GoodsCreditForm,
    GoodsFilter,
    GoodsForm,
    GoodsTransferForm,
)
from invoices.forms.deductions import TakeBackForm
from invoices.models import GoodsMovement
from invoices.selectors.claim_lists import (
    ALL,
    GOODS_TABS,
    UNBILLED,
    list_goods,
    only_unbilled,
)
from invoices.selectors.scope import LedgerScope
from invoices.selectors.unbilled import unbilled_sums
from invoices.services.record_goods import record_goods, reverse_goods
from invoices.services.settle_goods import bill_goods, credit_goods, transfer_goods
from invoices.views.acts import METHODS, ask
from invoices.views.evidence_card import evidence_card


@require_safe
@requires(Permission.VIEW_LEDGER)
def goods_list(request: SignedInRequest) -> HttpResponse:
    """Goods documents; first those that were shipped or accepted and not billed."""
    asked = request.GET.get("tab", UNBILLED)
    tab = asked if asked in GOODS_TABS else UNBILLED
    filters = GoodsFilter(request.GET, company=request.company)
    company, today = request.company, clock.today(request.company.time_zone)
    found = list_goods(user=request.user, company=company, filters=filters.values())
    unbilled = only_unbilled(found, company=company, as_of=today)
    rows = unbilled if tab == UNBILLED else found
    context = {
        "tab": tab,
        "tabs": [
            (UNBILLED, _("Not billed"), unbilled.count()),
            (ALL, _("All"), found.count()),
        ],
        "sums": unbilled_sums(
            scope=LedgerScope(company=company, user=request.user), as_of=today
        ),
        "page_obj": page_of(rows.order_by("-moved_on", "-pk"), request),
        "filters": filters,
        "keep": [("tab", tab)],
        "can": abilities(request),
        "today": today,
    }
    return render(request, "invoices/goods_list.html", context)


@require_safe
@requires(Permission.VIEW_LEDGER)
def goods_detail(request: SignedInRequest, movement_id: int) -> HttpResponse:
    movement = find_movement(request, movement_id)
    links = movement.links.select_related(
        "invoice__reversed_by", "credit_note__reversed_by"
    )
    context = {
        "movement": movement,
        "lines": movement.lines.order_by("position"),
        "links": links.order_by("pk"),
        "evidence": evidence_card("movement", movement),
        "is_billable": movement.kind in GoodsMovement.BILLABLE,
        "can": abilities(request),
    }
    return render(request, "invoices/goods_detail.html", context)


@require_http_methods(METHODS)
@requires(Permission.KEEP_CLAIMS)
def goods_new(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer: Customer = get_or_404(
        Customer.objects.filter(company=request.company).visible_to(request.user),
        pk=customer_id,
    )
    form = GoodsForm(
        request.POST or None,
        company=request.company,
        user=request.user,
        initial={
            "moved_on": clock.today(request.company.time_zone),
            "currency": request.company.base_currency,
        },
    )

    def act(data: dict[str, Any]) -> GoodsMovement:
        return record_goods(
            actor=request.user,
            company=request.company,
            customer=customer,
            lines=form.lines(),
            request_key=data["request_key"],
            **form.words(),
        )

    return ask(
        request,
        form,
        act,
        back=reverse("customers:detail", args=[customer.pk]),
        done=lambda made: _("Document %(number)s is recorded.") % {"number": made},
        template="invoices/goods_form.html",
        customer=customer,
    )


@require_http_methods(METHODS)
@requires(Permission.POST_DOCUMENTS)
def goods_credit(request: SignedInRequest, movement_id: int) -> HttpResponse:
    def act(movement: GoodsMovement, data: dict[str, Any]) -> object:
        return credit_goods(actor=request.user, movement=movement, **data)

    return _settle(
        request,
        movement_id,
        act,
        GoodsCreditForm,
        done=lambda note: _("Credit note %(number)s is posted.") % {"number": note},
        question=_("Which credit note does %(number)s call for?"),
        hint=_("It is posted for good, on account of the customer, and linked."),
        button=_("Post the credit note"),
    )


@require_http_methods(METHODS)
@requires(Permission.POST_DOCUMENTS)
def goods_transfer(request: SignedInRequest, movement_id: int) -> HttpResponse:
    def act(movement: GoodsMovement, data: dict[str, Any]) -> object:
        return transfer_goods(actor=request.user, movement=movement, **data)

    return _settle(
        request,
        movement_id,
        act,
        GoodsTransferForm,
        done=lambda made: (
            _("Credit note %(note)s and invoice %(invoice)s are posted.")
            % {"note": made[0], "invoice": made[1]}
        ),
        question=_("Move the debt of %(number)s with the goods?"),
        hint=_(
            "The store that gave is credited, the store that took is invoiced, on the "
            "same day and over the same amount."
        ),
        button=_("Post both documents"),
    )


@require_http_methods(METHODS)
@requires(Permission.POST_DOCUMENTS)
def goods_bill(request: SignedInRequest, movement_id: int) -> HttpResponse:
    movement = find_movement(request, movement_id)
    form = GoodsBillForm(request.POST or None, movement=movement)

    def act(data: dict[str, Any]) -> object:
        return bill_goods(actor=request.user, movement=movement, invoice=data["number"])

    return ask(
        request,
        form,
        act,
        back=_back(movement),
        done=_("Linked. The goods are billed."),
        label=movement.number,
        question=_("Which invoice bills %(number)s?") % {"number": movement.number},
        hint=_("It leaves the goods that are shipped or accepted and not billed."),
        button=_("Link the invoice"),
    )


@require_http_methods(METHODS)
@requires(Permission.REVERSE_DOCUMENTS)
def goods_reverse(request: SignedInRequest, movement_id: int) -> HttpResponse:
    def act(movement: GoodsMovement, data: dict[str, Any]) -> object:
        return reverse_goods(
            actor=request.user,
            movement=movement,
            moved_on=data["effective_on"],
            reason=data["reason"],
        )

    return _settle(
        request,
        movement_id,
        act,
        TakeBackForm,
        done=_("The document is taken back."),
        question=_("Take %(number)s back?"),
        hint=_("A credit note or invoice that stands on it must be reversed first."),
        button=_("Take the document back"),
        is_binding=True,
    )


def _settle(
    request: SignedInRequest,
    movement_id: int,
    act: Any,
    form: type[Any],
    *,
    question: str,
    **words: Any,
) -> HttpResponse:
    movement = find_movement(request, movement_id)
    today = open_day(request.company.pk, clock.today(request.company.time_zone))
    initial = {"issued_on": today, "effective_on": today}
    return ask(
        request,
        form(request.POST or None, initial=initial),
        lambda data: act(movement, data),
        back=_back(movement),
        label=movement.number,
        question=question % {"number": movement.number},
        **words,
    )


def _back(movement: GoodsMovement) -> str:
    return reverse("invoices:goods_detail", args=[movement.pk])


def find_movement(request: SignedInRequest, movement_id: int) -> GoodsMovement:
    """The document, if the person may see its customer; else 404."""
    found: GoodsMovement = get_or_404(
        GoodsMovement.objects.filter(company=request.company, reverses=None)
        .visible_to(request.user)
        .select_related(
            *("customer", "to_customer", "company", "recorded_by", "reversed_by"),
        ),
        pk=movement_id,
    )
    return found
