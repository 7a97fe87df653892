"""Money that settled due items, with the class each item had on that day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet

from arcollect.core.models import Company
from invoices.domain.aging import AgeDates, age_dates
from invoices.domain.classes import ReceivableClass
from invoices.domain.policy import PolicyRules
from invoices.models import Allocation, ClassificationPolicy, DueItem, Payment
from invoices.selectors.knowledge import load_knowledge
from invoices.selectors.policies import rules_of

# A bill's money settles the bill's own item, when it is honoured.
BILL = DueItem.Kind.BILL
_FIELDS = (
    "pk",
    "due_item__customer_id",
    "due_item__customer__rep_id",
    "due_item_id",
    "due_item__invoice__number",
    "due_item__kind",
    "due_item__term_days",
    "due_item__state__due_on",
    "currency",
    "amount",
    "effective_on",
    "recorded_at",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CashOnItem:
    """A part of a payment on one item; `cls` is the class on the day it counts from.

    `on` is that day: of a bill not before it matures.
    """

    allocation_id: int
    customer_id: int
    rep_id: int | None
    item_id: int
    invoice: str
    currency: str
    amount: Decimal
    on: dt.date
    due_on: dt.date
    recorded_at: dt.datetime
    cls: ReceivableClass


def cash_allocations(*, company: Company, until: dt.date) -> QuerySet[Allocation]:
    """Payments in cash allocated to items by the end of `until` and not undone by then.

    Money for a bill that was discounted or passed on counts when the bill has matured:
    until then it may come back. Ordered by day; narrow it before `read_cash`.
    """
    undone = Q(reversed_by__effective_on__lte=until)
    return (
        Allocation.objects.filter(
            company=company,
            payment__isnull=False,
            reverses=None,
            effective_on__lte=until,
        )
        .exclude(payment__method__in=Payment.NO_MONEY)
        .exclude(matures_after(until))
        .exclude(undone)
        .order_by("effective_on", "pk")
    )


def matures_after(day: dt.date) -> Q:
    """Allocations on the items of bills that mature after `day`."""
    return Q(due_item__kind=BILL, due_item__state__due_on__gt=day)


def undone_cash(*, company: Company, until: dt.date) -> QuerySet[Allocation]:
    """The undoing of payments' allocations by the end of `until`, oldest first."""
    return Allocation.objects.filter(
        company=company,
        payment__isnull=False,
        reverses__isnull=False,
        effective_on__lte=until,
    ).order_by("effective_on", "pk")


def read_cash(company: Company, rows: QuerySet[Allocation]) -> list[CashOnItem]:
    """The rows with the class of their item on the day they count from.

    The class is what the item would have without that money: by age, facts, overrides
    and plans as they are known now, under the rules of that day. Four queries, however
    many rows there are.
    """
    found = list(rows.values_list(*_FIELDS))
    if not found:
        return []
    classes = _Classes(company, {row[1] for row in found})
    return [
        CashOnItem(
            allocation_id=pk,
            customer_id=customer_id,
            rep_id=rep_id,
            item_id=item_id,
            invoice=invoice,
            currency=currency,
            amount=amount,
            on=on,
            due_on=due_on,
            recorded_at=recorded_at,
            cls=classes.on(
                on,
                customer_id=customer_id,
                item_id=item_id,
                due_on=due_on,
                term_days=term_days,
                no_grace=kind == BILL,
            ),
        )
        for (
            pk,
            customer_id,
            rep_id,
            item_id,
            invoice,
            kind,
            term_days,
            due_on,
            currency,
            amount,
            effective_on,
            recorded_at,
        ) in found
        for on in [max(effective_on, due_on) if kind == BILL else effective_on]
    ]


class _Classes:
    """Classes of items on days, from what was read once."""

    def __init__(self, company: Company, customers: Iterable[int]) -> None:
        policies = ClassificationPolicy.objects.filter(company=company)
        self._policies = [
            (policy.from_on, rules_of(policy))
            for policy in policies.order_by("-from_on", "-version")
        ]
        known = load_knowledge(company_id=company.pk, customers=sorted(customers))
        self._known = known.known_at(None)
        self._dates: dict[tuple[Any, ...], AgeDates] = {}

    def on(
        self, day: dt.date, *, customer_id: int, item_id: int, **terms: Any
    ) -> ReceivableClass:
        rules = self._rules_on(day)
        key = (id(rules), *terms.values())
        if key not in self._dates:
            self._dates[key] = age_dates(rules, **terms)
        known = self._known.of_item(customer_id=customer_id, item_id=item_id)
        return known.decide(self._dates[key], as_of=day, is_open=True, rules=rules).cls

    def _rules_on(self, day: dt.date) -> PolicyRules:
        for from_on, rules in self._policies:
            if from_on <= day:
                return rules
        return self._policies[-1][1]


def invoices_of(allocation_ids: Iterable[int]) -> Mapping[int, tuple[int, str]]:
    """Key and number of the invoice that each allocation settles; one query."""
    rows = Allocation.objects.filter(pk__in=list(allocation_ids)).annotate(
        invoice=F("due_item__invoice_id"), number=F("due_item__invoice__number")
    )
    return {
        pk: (invoice, number)
        for pk, invoice, number in rows.values_list("pk", "invoice", "number")
    }
