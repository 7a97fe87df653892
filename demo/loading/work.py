"""Visits, promises and planned contacts of the demo company, day by day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from random import Random

from django.db.models import F, Q, Sum

from arcollect.core.models import Company, Rep, User
from arcollect.core.services.keep_absences import record_absence
from collection.models import CadenceStep, Visit
from collection.services.judge_promises import judge_promises
from collection.services.log_visit import Report, log_visit
from collection.services.plan_steps import plan_steps
from collection.services.record_promise import Promised
from customers.models import Contact, Customer
from demo.generator.work import MoneyFacts, VisitRow, chance_of, list_visits
from invoices.models import Allocation, DueItemState

WEEKS = 6
# Of a hundred planned contacts so many took place on their day.
ON_TIME = 72
MOST_PAYMENTS = 3


def enter_work(company: Company, *, seed: int, as_of: dt.date) -> None:
    """Six weeks of collection work that end on `as_of`.

    The night plans contacts, reps report, the last night judges the promises by the
    money in the books.
    """
    start = as_of - dt.timedelta(weeks=WEEKS)
    customers = {
        customer.pk: customer
        for customer in Customer.objects.filter(
            company=company, rep__user__isnull=False
        ).select_related("rep__user", "company")
    }
    visits: dict[dt.date, list[tuple[Customer, VisitRow]]] = defaultdict(list)
    for facts_of, customer in _facts(customers, start=start, as_of=as_of):
        rng = chance_of(seed, customer.code)
        for row in list_visits(rng, facts_of, as_of=as_of):
            if start <= row.on <= as_of:
                visits[row.on].append((customer, row))
    payers = _payers(company)
    rng = chance_of(seed, "contacts")
    for days in range(WEEKS * 7 + 1):
        day = start + dt.timedelta(days=days)
        plan_steps(company=company, as_of=day)
        for customer, row in visits[day]:
            _log(customer, row, payers.get(customer.pk), as_of=as_of)
        if day < as_of:
            _call_as_planned(rng, customers, day=day, as_of=as_of)
    _send_on_leave(company, as_of)
    judge_promises(company=company, as_of=as_of)
    plan_steps(company=company, as_of=as_of)


def _facts(
    customers: dict[int, Customer], *, start: dt.date, as_of: dt.date
) -> list[tuple[MoneyFacts, Customer]]:
    """What each customer paid on older items, and what is late, in his currency."""
    late = {
        (row["customer_id"], row["currency"]): row["late"]
        for row in DueItemState.objects.filter(
            customer_id__in=customers, due_on__lt=as_of, open_amount__gt=0
        )
        .values("customer_id", "currency")
        .annotate(late=Sum("open_amount"))
    }
    paid: dict[tuple[int, str], list[tuple[dt.date, Decimal]]] = defaultdict(list)
    rows = (
        Allocation.objects.filter(
            Q(payment__received_on__gte=start + dt.timedelta(days=8)),
            due_item__customer_id__in=customers,
            payment__received_on__lte=as_of,
            due_item__issued_on__lt=F("payment__received_on") - dt.timedelta(days=8),
            reverses=None,
            reversed_by=None,
        )
        .values("due_item__customer_id", "currency", day=F("payment__received_on"))
        .annotate(total=Sum("amount"))
        .order_by("-day")
    )
    for row in rows:
        found = paid[row["due_item__customer_id"], row["currency"]]
        if len(found) < MOST_PAYMENTS:
            found.append((row["day"], row["total"]))
    return [
        (
            MoneyFacts(
                code=customers[pk].code,
                language=customers[pk].language,
                currency=currency,
                past_due=late.get((pk, currency), Decimal(0)),
                paid=tuple(paid[pk, currency]),
            ),
            customers[pk],
        )
        for pk, currency in sorted({*late, *paid})
    ]


def _payers(company: Company) -> dict[int, Contact]:
    """Who pays at each customer."""
    contacts = Contact.objects.filter(company=company).order_by("pk")
    return {one.customer_id: one for one in contacts if "PAYER" in one.roles}


def _log(
    customer: Customer, row: VisitRow, payer: Contact | None, *, as_of: dt.date
) -> Visit:
    observed, heard, asked, concluded, next_action = row.words
    promised = None
    if row.amount is not None and row.promised_on is not None:
        promised = Promised(
            currency=row.currency,
            amount=row.amount,
            promised_on=max(row.promised_on, row.on),
        )
    return log_visit(
        actor=_rep_user(customer),
        customer=customer,
        outcome=row.outcome,
        kind=row.kind,
        visited_on=row.on,
        contact=None if row.outcome == Visit.Outcome.NOT_THERE else payer,
        promised=promised,
        as_of=as_of,
        report=Report(
            observed=observed,
            heard=heard,
            asked=asked,
            concluded=concluded,
            next_action=next_action,
            next_action_on=row.next_on,
        ),
    )


def _call_as_planned(
    rng: Random, customers: dict[int, Customer], *, day: dt.date, as_of: dt.date
) -> None:
    """Most reps call or go on the day that was planned."""
    steps = CadenceStep.objects.filter(
        customer_id__in=customers, planned_on=day, result=CadenceStep.Result.PLANNED
    ).order_by("customer_id", "pk")
    for pk in dict.fromkeys(steps.values_list("customer_id", flat=True)):
        if rng.randrange(100) < ON_TIME:
            log_visit(
                actor=_rep_user(customers[pk]),
                customer=customers[pk],
                outcome=Visit.Outcome.OTHER,
                kind=Visit.Kind.CALL,
                visited_on=day,
                as_of=as_of,
            )


def _rep_user(customer: Customer) -> User:
    assert customer.rep is not None  # noqa: S101 - chosen so above
    assert customer.rep.user is not None  # noqa: S101
    return customer.rep.user


def _send_on_leave(company: Company, as_of: dt.date) -> None:
    """The second rep is away for three days, the first stands in."""
    first, second = Rep.objects.filter(company=company, user__isnull=False).order_by(
        "pk"
    )[:2]
    assert second.user is not None  # noqa: S101 - chosen so above
    record_absence(
        actor=None,
        company=company,
        user=second.user,
        from_on=as_of,
        until_on=as_of + dt.timedelta(days=2),
        stand_in=first.user,
    )
