"""What belongs to a contract, one row of each kind."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from arcollect.core import clock
from customers.models import Contract, Guarantee, Milestone
from invoices.models import (
    AwaitedDate,
    ContractAdvance,
    DueDateChange,
    DueItem,
    GoodsRelease,
    Payment,
    SellThroughStatement,
)

DAY = dt.date(2026, 6, 30)


class ContractRows(NamedTuple):
    """A row of every table that hangs on a contract."""

    milestone: Milestone
    guarantee: Guarantee
    statement: SellThroughStatement
    due_change: DueDateChange
    awaited: AwaitedDate
    advance: ContractAdvance
    release: GoodsRelease


def contract_rows(
    *, contract: Contract, item: DueItem, payment: Payment, name: str
) -> ContractRows:
    """The rows as an import from elsewhere would leave them, without postings."""
    of_contract = {
        "company_id": contract.company_id,
        "customer_id": contract.customer_id,
        "contract": contract,
    }
    known = {"recorded_at": clock.now()}
    return ContractRows(
        milestone=Milestone.objects.create(
            **of_contract, sequence=1, name=f"{name} {contract.pk}", share_bp=10_000
        ),
        guarantee=Guarantee.objects.create(
            **of_contract,
            kind=Guarantee.Kind.BANK,
            giver=f"{name} bank",
            currency="CNY",
            amount="100.00",
            from_on=DAY,
        ),
        statement=SellThroughStatement.objects.create(
            **of_contract, **known, agreed_on=DAY, currency="CNY", amount="10.00"
        ),
        due_change=DueDateChange.objects.create(
            company_id=contract.company_id,
            due_item=item,
            sequence=1,
            cause=DueDateChange.Cause.EXTENSION,
            effective_on=DAY,
            old_due_on=item.due_on,
            new_due_on=DAY,
            moves_age=False,
            **known,
        ),
        awaited=AwaitedDate.objects.create(
            due_item=item,
            awaits=AwaitedDate.Awaits.DELIVERY,
            rule={"type": "net", "days": 0},
            long_stop_on=DAY,
        ),
        advance=ContractAdvance.objects.create(
            **of_contract, **known, payment=payment, kind=ContractAdvance.Kind.DEPOSIT
        ),
        release=GoodsRelease.objects.create(
            company_id=contract.company_id,
            customer_id=contract.customer_id,
            invoice=item.invoice,
            released_on=DAY,
            **known,
        ),
    )
