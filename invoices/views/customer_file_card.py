"""What a customer's page takes from his file: how complete it is, and when he pays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from arcollect.core.selectors.calendars import working_days_of
from customers.fact_words import missing_facts
from customers.models import Contact, Contract, Customer
from customers.selectors.expected_pay import expected_days, habits_of
from customers.selectors.files import file_of, find_profile
from customers.selectors.next_acts import next_act

NAMED = 4


def file_card(
    customer: Customer,
    *,
    contacts: list[Contact],
    contracts: list[Contract],
    can: dict[str, bool],
) -> dict[str, Any]:
    """How complete the file is, what is missing of it, and what the cause asks for."""
    found = file_of(
        customer,
        contacts=contacts,
        contracts=contracts,
        profile=find_profile(customer),
    )
    missing = missing_facts(found, customer=customer, can=can)
    return {
        "file": found,
        "missing": missing,
        "more_missing": max(0, len(missing) - NAMED),
        "next_act": next_act(customer.cause),
    }


def name_expected_days(
    items: Iterable[Any], *, customer: Customer, today: dt.date
) -> None:
    """Give each due item `expected`: when its money can be expected; None where it has
    no due date yet. One query."""
    items = list(items)
    if not items:
        return
    days = expected_days(
        (item.due_on for item in items),
        habits=habits_of(find_profile(customer)),
        calendar=working_days_of(customer.company),
        as_of=today,
    )
    for item in items:
        item.expected = days.get(item.due_on)
