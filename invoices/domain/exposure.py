"""What a customer could cost us today, and what is left of his credit line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """The parts of an exposure, all in one currency and as of one day."""

    open_items: Decimal = ZERO
    bills_open: Decimal = ZERO
    unbilled: Decimal = ZERO
    open_orders: Decimal = ZERO
    unapplied_cash: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """Open items, bills not honoured, delivered not invoiced and approved orders,
        less the money that lies on account."""
        owed = self.open_items + self.bills_open + self.unbilled + self.open_orders
        return owed - self.unapplied_cash

    def with_order(self, amount: Decimal) -> Exposure:
        """The exposure as it were with one more approved order."""
        return Exposure(
            open_items=self.open_items,
            bills_open=self.bills_open,
            unbilled=self.unbilled,
            open_orders=self.open_orders + amount,
            unapplied_cash=self.unapplied_cash,
        )


def headroom(*, line: Decimal, exposure: Exposure) -> Decimal:
    """What is left of the line; negative means that a new order is blocked."""
    return line - exposure.total


def together(parts: Iterable[Exposure]) -> Exposure:
    """The exposure of several customers of one group, in one currency."""
    parts = list(parts)
    return Exposure(
        open_items=sum((one.open_items for one in parts), ZERO),
        bills_open=sum((one.bills_open for one in parts), ZERO),
        unbilled=sum((one.unbilled for one in parts), ZERO),
        open_orders=sum((one.open_orders for one in parts), ZERO),
        unapplied_cash=sum((one.unapplied_cash for one in parts), ZERO),
    )
