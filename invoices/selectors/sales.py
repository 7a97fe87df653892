"""Whether a sale is complete, backed by a contract, and its goods may leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from arcollect.core.dates import NO_DATE_YET
from customers.models import SettlementTerm
from customers.selectors.contracts import supports_credit
from invoices.models import AwaitedDate, GoodsRelease, Invoice

CASH = (SettlementTerm.Type.COD, SettlementTerm.Type.PREPAID)
GOODS = (AwaitedDate.Awaits.DELIVERY, AwaitedDate.Awaits.ACCEPTANCE)


@dataclass(frozen=True, slots=True)
class Sale:
    """One invoice as a sale: complete only at zero (Domain S36)."""

    is_complete: bool
    is_unwritten: bool
    is_cash: bool
    waits_for_goods: bool
    release: GoodsRelease | None


def sale_of(invoice: Invoice, states: Sequence[Any]) -> Sale:
    """What the invoice's page says of the sale; at most four queries.

    `states` are the state rows of its items.
    """
    is_open = any(state.open_amount for state in states)
    later = any(
        state.open_amount and state.due_on > invoice.issued_on for state in states
    )
    contract = invoice.contract
    is_cash = False
    if contract is not None:
        is_cash = contract.terms.filter(type__in=CASH).exists()
    waiting = AwaitedDate.objects.filter(
        due_item__invoice=invoice, due_item__state__due_on=NO_DATE_YET
    )
    ended = contract is not None and contract.ended_on is not None
    return Sale(
        is_complete=not is_open,
        is_unwritten=later
        and invoice.kind == Invoice.Kind.INVOICE
        and not is_cash
        and not ended
        and not supports_credit(contract),
        is_cash=is_cash,
        waits_for_goods=is_open and waiting.filter(awaits__in=GOODS).exists(),
        release=GoodsRelease.objects.filter(invoice=invoice).first(),
    )
