"""Contracts with what the ledger knows of them: invoiced, open, waiting, complete."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, Max, OuterRef, Q, Subquery, Sum, When

from arcollect.core.dates import NO_DATE_YET
from arcollect.core.models import Company, User
from customers.models import Contract
from customers.selectors.contracts import IN_FORCE, IN_WRITING
from invoices.models import (
    ContractAdvance,
    DueItem,
    DueItemState,
    Invoice,
    SellThroughStatement,
)

ZERO = Decimal(0)
OF_CONTRACT = "due_item__invoice__contract"
CONTRACT_ORDERS: Mapping[str, Sequence[str]] = {
    "number": ["number"],
    "customer": ["customer__name?"],
    "signed": ["signed_on?"],
    "amount": ["amount?"],
    "open": ["open_sum?"],
    "state": ["state"],
}


def list_contracts(*, user: User, company: Company, filters: Mapping[str, Any]) -> Any:
    """Contracts the user may see, with `invoiced_sum` and `open_sum`.

    `filters`: q (part of the number), customer (part of code or name), state,
    document_level.
    """
    mine = DueItemState.objects.filter(**{OF_CONTRACT: OuterRef("pk")})
    by_contract = mine.order_by().values(OF_CONTRACT)
    rows = (
        Contract.objects.filter(company=company)
        .visible_to(user)
        .select_related("customer")
        .annotate(
            invoiced_sum=Subquery(by_contract.annotate(n=Sum("amount")).values("n")),
            open_sum=Subquery(by_contract.annotate(n=Sum("open_amount")).values("n")),
        )
    )
    if filters.get("q"):
        rows = rows.filter(number__icontains=filters["q"])
    if filters.get("customer"):
        text = filters["customer"].casefold()
        rows = rows.filter(customer__search_text__contains=text)
    for name in ("state", "document_level"):
        if filters.get(name):
            rows = rows.filter(**{name: filters[name]})
    return rows


@dataclass(frozen=True, slots=True)
class Standing:
    """What the ledger knows of one contract on a day, in its currency."""

    invoiced: Decimal
    open: Decimal
    past_due: Decimal
    waiting: Decimal
    received: Decimal
    advances_left: Decimal
    worst: int | None

    @property
    def is_complete(self) -> bool:
        """A sale is complete only when it is invoiced and nothing is open (S36)."""
        return self.invoiced > ZERO and self.open == ZERO


def standing_of(contract: Contract, *, today: dt.date) -> Standing:
    """Sums of the contract's items and advances; two queries.

    Money in other currencies than the contract's is left out.
    """
    states = DueItemState.objects.filter(
        **{OF_CONTRACT: contract}, currency=contract.currency
    )
    waits = Q(due_on=NO_DATE_YET)
    reversed_ = Q(due_item__invoice__reversed_by__isnull=False)
    moved = Q(due_item__invoice__kind=Invoice.Kind.SOLD)
    sums = states.aggregate(
        invoiced=Sum("amount", filter=~reversed_ & ~moved),
        open=Sum("open_amount"),
        past_due=Sum("open_amount", filter=Q(due_on__lt=today)),
        waiting=Sum("open_amount", filter=waits),
        worst=Max("severity", filter=Q(open_amount__gt=0)),
    )
    live = Case(When(payment__reversed_by__isnull=True, then=F("payment__amount")))
    came = ContractAdvance.objects.filter(
        contract=contract, payment__currency=contract.currency
    ).aggregate(received=Sum(live), left=Sum("payment__state__unallocated"))
    return Standing(
        invoiced=sums["invoiced"] or ZERO,
        open=sums["open"] or ZERO,
        past_due=sums["past_due"] or ZERO,
        waiting=sums["waiting"] or ZERO,
        received=came["received"] or ZERO,
        advances_left=came["left"] or ZERO,
        worst=sums["worst"],
    )


def items_of_contract(contract: Contract) -> Any:
    """State rows of the contract's items in the order in which they fall due."""
    return (
        DueItemState.objects.filter(**{OF_CONTRACT: contract})
        .select_related("due_item__invoice", "due_item__awaited__milestone")
        .order_by("due_on", "issued_on", "pk")
    )


def list_waiting(
    *, user: User, company: Company, past_long_stop: dt.date | None = None
) -> Any:
    """Open items without a due date, the longest waiting first.

    With `past_long_stop` only those whose long-stop day lies before it: exceptions,
    owned by the customer's rep (Domain `DueItem`).
    """
    rows = DueItemState.objects.filter(
        company=company, due_on=NO_DATE_YET, open_amount__gt=0
    )
    if past_long_stop is not None:
        rows = rows.filter(due_item__awaited__long_stop_on__lt=past_long_stop)
    return (
        rows.visible_to(user)
        .select_related(
            "customer__rep",
            "due_item__awaited__milestone",
            "due_item__invoice__contract",
        )
        .order_by("due_item__awaited__long_stop_on", "pk")
    )


def list_without_contract(*, user: User, company: Company) -> Any:
    """Open credit invoices with no contract or order in force behind them (S20)."""
    written = Q(
        contract__document_level__in=IN_WRITING, contract__state__in=IN_FORCE
    ) | Q(contract__state__in=["closed", "terminated"])
    open_later = Q(state__open_amount__gt=0, state__due_on__gt=F("issued_on"))
    rows = Invoice.objects.filter(company=company, kind=Invoice.Kind.INVOICE)
    found = (
        rows.exclude(written)
        .filter(pk__in=_invoices_with(open_later, company))
        .select_related("customer__rep", "contract")
        .annotate(open_sum=Sum("items__state__open_amount"))
        .order_by("-issued_on", "-pk")
    )
    return found.visible_to(user)


def _invoices_with(which: Q, company: Company) -> Any:
    return DueItem.objects.filter(which, company=company).values("invoice")


def statements_of(contract: Contract) -> Any:
    """Sell-through statements of the contract that nobody reversed, newest first."""
    rows = SellThroughStatement.objects.filter(
        contract=contract, reverses=None, reversed_by=None
    )
    return rows.select_related("invoice").order_by("-agreed_on", "-pk")


def advances_of(contract: Contract) -> Any:
    """Advances of the contract with their payment and what is left of it."""
    rows = ContractAdvance.objects.filter(contract=contract)
    return rows.select_related("payment__state").order_by("payment__received_on", "pk")
