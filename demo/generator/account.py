"""One customer's books while they are simulated day by day."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from random import Random

from demo.generator.cast import CustomerSpec, weighted
from demo.generator.habits import SMALL
from demo.generator.trade import Credit, Sale


@dataclass(slots=True, eq=False)
class Receipt:
    """Money that came in; `bounced_on` is the day it was reversed."""

    customer: str
    currency: str
    on: date
    amount: int
    left: int
    method: str
    note: str = ""
    bounced_on: date | None = None
    bounce_reason: str = ""
    # Money for goods to come: no pay-run uses it.
    reserved: bool = False
    number: str = ""


@dataclass(slots=True, eq=False)
class Application:
    """An amount of a receipt or credit note on an invoice."""

    source: Receipt | Credit
    sale: Sale
    amount: int
    on: date


@dataclass(slots=True)
class Account:
    """One customer's books while the simulation runs."""

    spec: CustomerSpec
    rng: Random
    as_of: date
    sales: list[Sale] = field(default_factory=list)
    credit_notes: list[Credit] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    applications: list[Application] = field(default_factory=list)
    _events: list[tuple[date, int, int, Callable[[date], None]]] = field(
        default_factory=list
    )
    _pushed: int = 0

    def at(self, day: date, rank: int, act: Callable[[date], None]) -> None:
        """Let `act` happen on the day; what lies beyond the books never does."""
        if day <= self.as_of:
            heapq.heappush(self._events, (day, rank, self._pushed, act))
            self._pushed += 1

    def run(self) -> None:
        """Let everything happen, in the order of days."""
        while self._events:
            day, _rank, _order, act = heapq.heappop(self._events)
            act(day)

    def apply(self, source: Receipt | Credit, sale: Sale, on: date) -> None:
        """Use as much of the source on the invoice as both sides allow."""
        amount = min(source.left, sale.left)
        if amount > 0:
            source.left -= amount
            sale.left -= amount
            self.applications.append(Application(source, sale, amount, on))

    def apply_all(
        self, sources: list[Receipt | Credit], ready: list[Sale], on: date
    ) -> None:
        """Use the sources on the invoices in their order."""
        for source in sources:
            for sale in ready:
                self.apply(source, sale, on)

    def on_account(self) -> list[Receipt | Credit]:
        """Money and credit notes that are still to be used, oldest first."""
        free: list[Receipt | Credit] = [
            receipt
            for receipt in self.receipts
            if receipt.left > 0 and not receipt.reserved and not receipt.bounced_on
        ]
        free += [credit for credit in self.credit_notes if credit.left > 0]
        return sorted(free, key=lambda source: source.on)

    def receive(
        self, on: date, amount: int, *, note: str = "", method: str = ""
    ) -> Receipt:
        """Book money that came in."""
        receipt = Receipt(
            customer=self.spec.code,
            currency=self.spec.currency,
            on=on,
            amount=amount,
            left=amount,
            method=method or _method(self.rng, self.spec),
            note=note,
        )
        self.receipts.append(receipt)
        return receipt


def _method(rng: Random, spec: CustomerSpec) -> str:
    if spec.currency != "CNY":
        return "transfer"
    small = spec.buying is SMALL
    return weighted(
        rng,
        (
            ("transfer", 79),
            ("bill", 3 if small else 13),
            ("cheque", 6),
            ("cash", 8 if small else 0),
            ("card", 4 if small else 0),
        ),
    )
