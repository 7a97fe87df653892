"""Everything about one customer, and his whole ledger and timeline."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from arcollect.core import clock
from arcollect.core.customer_figures import figures_of
from arcollect.core.dates import is_known
from arcollect.core.decorators import requires
from arcollect.core.exports import Sheet, asked_format, export_response
from arcollect.core.lists import PAGE_SIZE, abilities, page_of
from arcollect.core.money import round_money
from arcollect.core.permissions import get_or_404, has_permission
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.templatetags.arcollect import class_name
from arcollect.core.timeline import actions, more_chips
from customers.models import Customer
from invoices.selectors.customer_figures import Owed, owed_by
from invoices.selectors.customer_ledger import (
    ledger_rows,
    newest_entries,
    with_balances,
)
from invoices.selectors.customer_timeline import (
    list_chips,
    load_happenings,
    timeline_rows,
)
from invoices.selectors.days_beyond_terms import days_beyond_terms
from invoices.selectors.open_items import list_open_items
from invoices.views.class_sentence import worst_explained
from invoices.views.customer_file_card import file_card, name_expected_days
from invoices.views.evidence_card import evidence_card
from invoices.views.timeline_events import timeline_events

FEW = 8


@require_safe
@requires(Permission.VIEW_LEDGER)
def customer_page(request: SignedInRequest, customer_id: int) -> HttpResponseBase:
    customer = find_customer(request, customer_id)
    today = clock.today(request.company.time_zone)
    currencies = _currencies(request, customer, today)
    currency = currencies[0].currency
    items = list_open_items(
        customer_id=customer.pk, user=request.user, today=today, currency=currency
    )
    wanted = asked_format(request.GET.get("export"))
    if wanted:
        return export_response(_items_sheet(customer, items, today), file_format=wanted)
    context = {
        **_facts_of_page(request, customer, currencies, today),
        **_open_items(request, customer, items, today, owed=currencies[0]),
    }
    return render(request, "customers/detail.html", context)


def _open_items(
    request: SignedInRequest,
    customer: Customer,
    items: Any,
    today: dt.date,
    *,
    owed: Owed,
) -> dict[str, Any]:
    """One customer's open items are few: `owed` has counted and summed them, and they
    are read in one go."""
    totals = [{"total": owed.open, "items": owed.items}] if owed.items else []
    paginator = Paginator(items, PAGE_SIZE)
    paginator.count = owed.items
    page = paginator.get_page(request.GET.get("page"))
    name_expected_days(page.object_list, customer=customer, today=today)
    for item in page:
        item.days_past = (today - item.due_on).days
    return {"page_obj": page, "totals": totals}


def _facts_of_page(
    request: SignedInRequest,
    customer: Customer,
    currencies: list[Owed],
    today: dt.date,
) -> dict[str, Any]:
    currency = currencies[0].currency
    chip = asked_chip(request)
    keys = timeline_rows(customer=customer, chip=chip)[:FEW]
    happenings = load_happenings(list(keys), customer=customer)
    ledger, entries = newest_entries(
        customer_id=customer.pk, currency=currency, few=FEW
    )
    people = key_people(customer)
    contracts = list(customer.contracts.order_by("number").prefetch_related("terms"))
    return {
        **file_card(
            customer,
            contacts=people[0]["contacts"],
            contracts=contracts,
            can=abilities(request),
        ),
        "customer": customer,
        "customer_key": str(customer.pk),
        "today": today,
        "can": abilities(request),
        "currencies": currencies,
        "owed": currencies[0],
        "currency": currency,
        "explained": worst_explained(customer, user=request.user, today=today),
        "beyond_terms": days_beyond_terms(
            customer_id=customer.pk, today=today, currency=currency
        ),
        "figures": figures_of(customer),
        "ledger": ledger,
        "entries": entries,
        "people": people,
        "contracts": contracts,
        "events": timeline_events(happenings),
        "chip": chip,
        "more_chips": more_chips(),
        "evidence": evidence_card("customer", customer),
        "actions": [
            one
            for one in actions()
            if has_permission(request.user, customer.company_id, one.permission)
        ],
    }


@require_safe
@requires(Permission.VIEW_LEDGER)
def customer_ledger(request: SignedInRequest, customer_id: int) -> HttpResponseBase:
    customer = find_customer(request, customer_id)
    today = clock.today(request.company.time_zone)
    currencies = _currencies(request, customer, today)
    currency = currencies[0].currency
    rows = ledger_rows(customer_id=customer.pk, currency=currency)
    wanted = asked_format(request.GET.get("export"))
    if wanted:
        entries = with_balances(list(rows), customer_id=customer.pk, currency=currency)
        return export_response(
            _ledger_sheet(customer, entries, currency), file_format=wanted
        )
    page = page_of(rows, request)
    context = {
        "customer": customer,
        "currencies": currencies,
        "currency": currency,
        "page_obj": page,
        "ledger": with_balances(
            list(page.object_list), customer_id=customer.pk, currency=currency
        ),
    }
    return render(request, "customers/ledger.html", context)


@require_safe
@requires(Permission.VIEW_LEDGER)
def customer_timeline(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = find_customer(request, customer_id)
    chip = asked_chip(request)
    page = page_of(timeline_rows(customer=customer, chip=chip), request)
    happenings = load_happenings(list(page.object_list), customer=customer)
    events = timeline_events(happenings)
    context = {"customer": customer, "page_obj": page, "events": events, "chip": chip}
    context["more_chips"] = more_chips()
    return render(request, "customers/timeline.html", context)


def find_customer(request: SignedInRequest, customer_id: int) -> Customer:
    """The customer, if the person may see him; else 404."""
    today = clock.today(request.company.time_zone)
    customer: Customer = get_or_404(
        Customer.objects.filter(company=request.company)
        .visible_to(request.user)
        .with_flags(today)
        .select_related("rep", "company", "payment_profile"),
        pk=customer_id,
    )
    return customer


def asked_chip(request: SignedInRequest) -> str:
    chip = request.GET.get("show", "")
    return chip if chip in list_chips() else ""


def key_people(customer: Customer) -> list[dict[str, Any]]:
    """Who accepts, decides and pays; a missing one is a gap to fill."""
    contacts = list(customer.contacts.order_by("name", "pk"))
    return [
        {
            "role": role,
            "icon": icon,
            "person": next((c for c in contacts if role in c.roles), None),
            "contacts": contacts,
        }
        for role, icon in (
            ("ACCEPTOR", "package"),
            ("DECISION_MAKER", "user-check"),
            ("PAYER", "wallet"),
        )
    ]


def _currencies(
    request: SignedInRequest, customer: Customer, today: dt.date
) -> list[Owed]:
    """The customer's currencies, the chosen one first; never empty."""
    owed = owed_by(customer_ids=[customer.pk], today=today).get(customer.pk, [])
    base = request.company.base_currency
    if not owed:
        owed = [Owed(customer_id=customer.pk, currency=base)]
    chosen = request.GET.get("currency", base)
    return sorted(owed, key=lambda one: (one.currency != chosen, one.currency))


def _items_sheet(customer: Customer, items: Any, today: dt.date) -> Sheet:
    heads = [
        _("Invoice"),
        _("Issued"),
        _("Due"),
        _("Final date"),
        _("Money expected"),
        _("Days late"),
        _("Currency"),
        _("Open"),
        _("Class"),
    ]
    items = list(items)
    name_expected_days(items, customer=customer, today=today)
    rows = (
        [
            item.due_item.invoice.number,
            item.issued_on,
            item.due_on,
            item.final_on,
            item.expected.on if item.expected else None,
            (today - item.due_on).days if is_known(item.due_on) else None,
            item.currency,
            round_money(item.open_today, item.currency),
            class_name(item.severity),
        ]
        for item in items
    )
    return Sheet(name=f"open-items-{customer.pk}", heads=heads, rows=rows)


def _ledger_sheet(customer: Customer, entries: list[Any], currency: str) -> Sheet:
    kinds = [_("Invoice"), _("Credit note"), _("Payment")]
    heads = [
        _("Date"),
        _("Kind"),
        _("Document"),
        _("Currency"),
        _("Debit"),
        pgettext("side of the ledger", "Credit"),
        _("Balance"),
    ]
    rows = (
        [
            entry.on,
            kinds[entry.kind],
            entry.label,
            currency,
            entry.debit and round_money(entry.debit, currency),
            entry.credit and round_money(entry.credit, currency),
            round_money(entry.balance, currency),
        ]
        for entry in entries
    )
    return Sheet(name=f"ledger-{customer.pk}", heads=heads, rows=rows)
