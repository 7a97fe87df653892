"""A customer's file: what is known of him, and what is missing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from arcollect.core import clock
from arcollect.core.decorators import requires
from arcollect.core.lists import abilities
from arcollect.core.requests import SignedInRequest
from arcollect.core.roles import Permission
from arcollect.core.selectors.calendars import working_days_of
from customers.domain.expected_pay import expected_pay
from customers.fact_words import STAGES, missing_facts
from customers.forms import country_choices
from customers.models import Customer, PaymentProfile
from customers.selectors.expected_pay import habits_of
from customers.selectors.files import file_of, find_profile
from customers.selectors.next_acts import next_act
from customers.selectors.trade import (
    agreements_of,
    flag_history,
    range_of,
    support_cost,
    support_of,
)
from customers.views.saving import find_customer

FEW = 20
COST_DAYS = 365


@require_safe
@requires(Permission.VIEW_LEDGER)
def customer_file(request: SignedInRequest, customer_id: int) -> HttpResponse:
    customer = find_customer(request, customer_id)
    today = clock.today(request.company.time_zone)
    context = {
        "customer": customer,
        "today": today,
        "can": abilities(request),
        **_facts(customer, abilities(request), today),
        **_trade(customer, today),
        "flags": flag_history(customer),
        "country": dict(country_choices())[customer.country],
        "next_act": next_act(customer.cause),
    }
    return render(request, "customers/file.html", context)


def _facts(customer: Customer, can: Any, today: dt.date) -> dict[str, Any]:
    profile = find_profile(customer)
    found = file_of(
        customer,
        contacts=customer.contacts.order_by("name", "pk"),
        contracts=customer.contracts.prefetch_related("terms"),
        profile=profile,
    )
    members = customer.members.order_by("name", "pk")[:FEW]
    return {
        "profile": profile,
        "path": _path(customer, profile, today),
        "file": found,
        "missing": missing_facts(found, customer=customer, can=can),
        "members": members,
    }


def _path(
    customer: Customer, profile: PaymentProfile | None, today: dt.date
) -> list[tuple[Any, dt.date]]:
    """The way of an item that falls due today through the customer's house."""
    if profile is None:
        return []
    calendar = working_days_of(customer.company)
    habits = habits_of(profile)
    found = expected_pay(today, habits=habits, calendar=calendar, as_of=today)
    return [(STAGES[stage], day) for stage, day in found.stages]


def _trade(customer: Customer, today: dt.date) -> dict[str, Any]:
    return {
        "range": range_of(customer),
        "agreements": agreements_of(customer)[:FEW],
        "support": support_of(customer)[:FEW],
        "support_cost": support_cost(
            customer=customer, since=today - dt.timedelta(days=COST_DAYS)
        ),
    }
