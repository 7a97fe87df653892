"""What speaks against a reminder, of a whole company or of some customers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from arcollect.core.dates import add_days
from arcollect.core.models import Company
from collection.domain.suppression import ItemStanding
from collection.models import Hold, Promise
from invoices.selectors.dunnable import (
    CustomerCurrency,
    FactsForReminders,
    OpenItem,
    Reach,
    Unallocated,
    contested_amounts,
    facts_for_reminders,
    open_balances,
    unallocated_money,
)

ZERO = Decimal(0)
NOTHING = Unallocated(ZERO, ZERO)
Broken = dict[tuple[int, int | None], dt.date]


@dataclass(frozen=True, slots=True)
class Promises:
    """Promises that are pending on a day, and the days on which others broke.

    A promise without items covers the customer's items from the oldest on, as far as
    its amount goes.
    """

    items: set[int]
    amounts: dict[CustomerCurrency, Decimal]
    broken: Broken


@dataclass(frozen=True, slots=True)
class Standings:
    """Everything that rule 5.3 asks about, as of one day."""

    balances: dict[CustomerCurrency, Decimal]
    on_account: dict[CustomerCurrency, Unallocated]
    contested: dict[int, Decimal]
    facts: FactsForReminders
    holds: dict[str, Reach]
    promises: Promises

    @property
    def has_broken(self) -> bool:
        """Whether any promise or plan broke."""
        return bool(self.promises.broken or self.facts.broken_plans)

    def broken_on(self, item: OpenItem) -> dt.date | None:
        """The last day on which a promise or plan of the item broke."""
        keys = ((item.customer_id, item.item_id), (item.customer_id, None))
        days = [
            day
            for broken in (self.promises.broken, self.facts.broken_plans)
            for key in keys
            if (day := broken.get(key)) is not None
        ]
        return max(days, default=None)

    def promised_items(self, items: Collection[OpenItem]) -> set[int]:
        """Items of one customer, oldest first, that a pending promise is about."""
        if not self.promises.items and not self.promises.amounts:
            return set()
        found = {each.item_id for each in items if each.item_id in self.promises.items}
        left: dict[CustomerCurrency, Decimal] = {}
        for item in items:
            key = item.customer_id, item.currency
            rest = left.setdefault(key, self.promises.amounts.get(key, ZERO))
            if rest > 0 and item.item_id not in found:
                found.add(item.item_id)
                left[key] = rest - item.open_amount
        return found

    def of(self, item: OpenItem, *, promised: bool, no_address: bool) -> ItemStanding:
        """The item as the rule looks at it."""
        key = item.customer_id, item.currency
        account = self.on_account.get(key, NOTHING)
        counsel = self.holds[Hold.Kind.LEGAL].reaches(item.customer_id, item.item_id)
        return ItemStanding(
            open_amount=item.open_amount,
            final_on=item.final_on,
            contested=self.contested.get(item.item_id, ZERO),
            covering=account.largest,
            net_balance=self.balances.get(key, ZERO) - account.total,
            legal=counsel or self.facts.legal.reaches(item.customer_id, item.item_id),
            held=self.holds[Hold.Kind.PAUSE].reaches(item.customer_id, item.item_id),
            do_not_contact=self.holds[Hold.Kind.DO_NOT_CONTACT].reaches(
                item.customer_id, item.item_id
            ),
            no_address=no_address,
            promised=promised,
            on_plan=self.facts.on_plan.reaches(item.customer_id, item.item_id),
        )


def load_standings(
    *, company: Company, on: dt.date, customers: Collection[int] | None = None
) -> Standings:
    """Read it as it is now, for letters dated `on`; eight queries."""
    scope: dict[str, Any] = {"company_id": company.pk, "customers": customers}
    return Standings(
        balances=open_balances(as_of=on, **scope),
        on_account=unallocated_money(as_of=on, **scope),
        contested=contested_amounts(**scope),
        facts=facts_for_reminders(as_of=on, **scope),
        holds=_holds(company, on, customers),
        promises=_promises(company, on, customers),
    )


def _holds(
    company: Company, on: dt.date, customers: Collection[int] | None
) -> dict[str, Reach]:
    rows = Hold.objects.filter(
        Q(until_on=None) | Q(until_on__gte=on),
        company=company,
        lifted_at=None,
        from_on__lte=on,
    )
    found = {kind: Reach() for kind in Hold.Kind.values}
    for hold in _of(rows, customers):
        found[hold.kind].add(hold.customer_id, hold.due_item_id)
    return found


def _promises(
    company: Company, on: dt.date, customers: Collection[int] | None
) -> Promises:
    state = Promise.State
    rows = Promise.objects.filter(
        company=company, state__in=[state.PENDING, state.BROKEN], made_on__lte=on
    ).prefetch_related("items")
    items: set[int] = set()
    amounts: dict[CustomerCurrency, Decimal] = defaultdict(Decimal)
    broken: Broken = {}
    for promise in _of(rows, customers):
        named: list[int | None] = [each.due_item_id for each in promise.items.all()]
        if promise.state == state.BROKEN:
            day = add_days(promise.window_until, 1)
            for item_id in named or [None]:
                key = promise.customer_id, item_id
                broken[key] = max(broken.get(key, day), day)
        elif on > promise.window_until:
            continue
        elif named:
            items.update(item_id for item_id in named if item_id is not None)
        else:
            amounts[promise.customer_id, promise.currency] += promise.amount
    return Promises(items, amounts, broken)


def _of(rows: Any, customers: Collection[int] | None) -> Any:
    return rows if customers is None else rows.filter(customer_id__in=customers)
