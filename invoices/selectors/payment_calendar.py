"""The payment calendar of a contract: what falls due when, and what is agreed ahead."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from arcollect.core.dates import NO_DATE_YET, is_known
from customers.models import Contract
from invoices.models import AwaitedDate
from invoices.selectors.contracts import items_of_contract

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """One payment: `due_on` None means that its day is not known yet."""

    due_on: dt.date | None
    invoice: str
    issued_on: dt.date
    what: str
    amount: Decimal
    paid: Decimal
    open: Decimal
    currency: str
    waits_for: str = ""
    final_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class PaymentCalendar:
    """The payments of a contract in a period, and those without a day."""

    contract: Contract
    since: dt.date | None
    until: dt.date | None
    lines: tuple[CalendarLine, ...]

    def total(self, name: str) -> Decimal:
        """Sum of `amount`, `paid` or `open` over all lines."""
        return sum((getattr(line, name) for line in self.lines), ZERO)

    @property
    def amount(self) -> Decimal:
        return self.total("amount")

    @property
    def paid(self) -> Decimal:
        return self.total("paid")

    @property
    def open(self) -> Decimal:
        return self.total("open")


def payment_calendar(
    contract: Contract,
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> PaymentCalendar:
    """Items in the contract's currency that fall due from `since` to `until`, inclusive.

    Without days all of them. Items whose day is not known stand at the end of any
    calendar. Reversed invoices are left out. In the reader's language.
    """
    rows = items_of_contract(contract).filter(
        currency=contract.currency, due_item__invoice__reversed_by=None
    )
    inside = Q()
    if since is not None:
        inside &= Q(due_on__gte=since)
    if until is not None:
        inside &= Q(due_on__lte=until)
    if inside:
        rows = rows.filter(inside | Q(due_on=NO_DATE_YET))
    lines = [_line(row) for row in rows]
    return PaymentCalendar(
        contract, since, until, tuple(line for line in lines if line is not None)
    )


def _line(state: Any) -> CalendarLine | None:
    known = is_known(state.due_on)
    item, open_ = state.due_item, state.open_amount
    if not known and open_ == ZERO:
        return None
    return CalendarLine(
        due_on=state.due_on if known else None,
        invoice=item.invoice.number,
        issued_on=item.issued_on,
        what=item.get_kind_display(),
        # What a statement moved elsewhere is no payment of a waiting item.
        amount=state.amount if known else open_,
        paid=state.amount - open_ if known else ZERO,
        open=open_,
        currency=item.currency,
        waits_for="" if known else waits_for(item.awaited),
        final_on=state.final_on if known else None,
    )


def waits_for(awaited: AwaitedDate) -> str:
    """What an item without a date waits for, in words."""
    if awaited.milestone is not None:
        return _("acceptance of “%(name)s”") % {"name": awaited.milestone.name}
    return str(awaited.get_awaits_display())
