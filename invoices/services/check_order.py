"""Check an order against the customer's credit: it passes, or is held with reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from arcollect.core.money import format_plain, quantum
from invoices.domain.order_check import Block, OrderFacts, Reason, not_released
from invoices.domain.order_check import reasons_of as find_reasons
from invoices.models import OrderCheck, OrderRelease, SalesOrder
from invoices.selectors.order_facts import order_facts
from invoices.services.credit_turn import take_turn
from invoices.services.order_states import move

State, Moment = SalesOrder.State, OrderCheck.Moment


@retried_transaction
def check_order(
    *,
    actor: User | None,
    order: SalesOrder,
    as_of: dt.date,
    moment: str = Moment.AGAIN,
    seen: str = "",
) -> OrderCheck:
    """Check a draft or held order as of a day, and approve or hold it.

    `seen` is the state the caller knows it in, empty for either.

    It is held when nothing would be left of the line, an item is past its final date,
    the review is overdue, supply is stopped, the customer pays beforehand only, there
    is no contract, the rep's ceiling is reached or the deposit is too small (domain
    rules, section 2, CreditProfile). What was released before is not asked for again
    while it is no worse. Raises `OrderMovedError`.
    """
    take_turn(order.customer, currency=order.currency)
    before = order.state
    row = run_check(actor=actor, order=order, as_of=as_of, moment=moment)
    to = State.APPROVED if row.passed else State.HELD
    move(order, allowed={seen} if seen else {State.DRAFT, State.HELD}, to=to)
    record_check(row, order, actor=actor, before=before)
    return row


def run_check(
    *,
    actor: User | None,
    order: SalesOrder,
    as_of: dt.date,
    moment: str,
    release: bool = False,
    at_delivery: bool = False,
) -> OrderCheck:
    """Look at everything and write down what was found; the order does not move yet.

    With `release` every reason is let pass; `at_delivery` also asks for the deposit.
    Whoever calls has taken the customer's
    turn in this transaction.
    """
    facts = order_facts(order=order, as_of=as_of, at_delivery=at_delivery)
    found = find_reasons(facts, unit=quantum(order.currency))
    released = found if release else _released(order)
    holding = not_released(found, released=released)
    return OrderCheck.objects.create(
        order=order,
        company_id=order.company_id,
        customer_id=order.customer_id,
        moment=moment,
        as_of=as_of,
        currency=order.currency,
        line=facts.line.amount if facts.line else None,
        exposure=_exposure_with(facts),
        reasons=[
            {
                "block": one.block.value,
                "short": format_plain(one.short, order.currency),
                "released": one not in holding,
            }
            for one in found
        ],
        passed=not holding,
        recorded_at=clock.now(),
        recorded_by=actor,
    )


def reasons_of(rows: Iterable[dict[str, Any]]) -> list[Reason]:
    """The reasons as a check keeps them."""
    return [Reason(Block(row["block"]), Decimal(row["short"])) for row in rows]


def record_check(
    row: OrderCheck, order: SalesOrder, *, actor: User | None, before: str
) -> None:
    """Write the check and what became of the order into the audit log."""
    audit.record(
        actor=actor,
        action="invoices.order.passed" if row.passed else "invoices.order.held",
        target=order,
        company=order.company_id,
        label=order.number,
        before={"state": before},
        after={
            "state": order.state,
            "blocks": [one["block"] for one in row.reasons if not one["released"]],
        },
    )


def _exposure_with(facts: OrderFacts) -> Decimal:
    return facts.exposure.with_order(facts.amount).total


def _released(order: SalesOrder) -> list[Reason]:
    """What the release in force lets pass."""
    given = (
        OrderRelease.objects.filter(order=order, state=OrderRelease.State.GIVEN)
        .select_related("check_row")
        .order_by("-pk")
        .first()
    )
    return reasons_of(given.check_row.reasons) if given else []
