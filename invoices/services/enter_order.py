"""Enter a sales order; its credit check follows at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.idempotency import claim_key
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company, User
from arcollect.core.money import format_plain
from arcollect.core.numbers import next_number
from customers.models import Contract, Customer
from invoices.models import OrderCheck, SalesOrder, SalesOrderLine
from invoices.services.amounts import positive_amount, same_company
from invoices.services.check_order import check_order
from invoices.services.order_states import OrderRefusedError
from invoices.services.post_invoice import LineInput


class OrderNumberTakenError(OrderRefusedError):
    """The company has an order of that number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderInput:
    """What is ordered. `amount` counts where there are no lines, else their sum.

    `deposit` is what the customer pays before the goods go out. An empty `number`
    takes the next of the series.
    """

    customer: Customer
    ordered_on: dt.date
    currency: str
    amount: Decimal | None = None
    lines: Sequence[LineInput] = ()
    deposit: Decimal = Decimal(0)
    contract: Contract | None = None
    wanted_on: dt.date | None = None
    number: str = ""
    customer_reference: str = ""
    note: str = ""


@retried_transaction
def enter_order(
    *,
    actor: User | None,
    company: Company,
    order: OrderInput,
    as_of: dt.date,
    as_draft: bool = False,
    request_key: str = "",
) -> SalesOrder:
    """Enter an order and check it as of a day; a draft waits to be checked.

    Raises `OrderRefusedError`, `OrderNumberTakenError`, and `AlreadyDoneError` for a
    `request_key` used before.
    """
    claim_key(user=actor, key=request_key, action="invoices.order.entered")
    same_company(company=company, customer=order.customer, contract=order.contract)
    row = SalesOrder(
        company=company,
        customer=order.customer,
        contract=order.contract,
        number=order.number.strip() or _free_number(company, order.ordered_on.year),
        customer_reference=order.customer_reference,
        ordered_on=order.ordered_on,
        wanted_on=order.wanted_on,
        currency=order.currency,
        amount=_amount(order),
        deposit=order.deposit,
        note=order.note,
        entered_by=actor,
        entered_at=clock.now(),
        state_changed_at=clock.now(),
    )
    _refuse(row)
    _insert(row)
    _insert_lines(row, order.lines)
    audit.record(
        actor=actor,
        action="invoices.order.entered",
        target=row,
        company=company,
        after={
            "customer": order.customer.code,
            "amount": format_plain(row.amount, row.currency),
            "currency": row.currency,
        },
    )
    if not as_draft:
        check_order(actor=actor, order=row, as_of=as_of, moment=OrderCheck.Moment.ENTRY)
    return row


def _amount(order: OrderInput) -> Decimal:
    if not order.lines:
        if order.amount is None:
            raise OrderRefusedError(_("Write an amount, or the lines of the order."))
        return positive_amount(order.amount, order.currency)
    amounts = [positive_amount(line.amount, order.currency) for line in order.lines]
    total = sum(amounts, Decimal(0))
    if order.amount is not None and order.amount != total:
        raise OrderRefusedError(
            _("The lines sum to %(lines)s, the order to %(amount)s.")
            % {
                "lines": format_plain(total, order.currency),
                "amount": format_plain(order.amount, order.currency),
            }
        )
    return total


def _refuse(row: SalesOrder) -> None:
    if row.deposit:
        row.deposit = positive_amount(row.deposit, row.currency)
    if row.deposit > row.amount:
        raise OrderRefusedError(_("The deposit is larger than the order."))
    if row.wanted_on is not None and row.wanted_on < row.ordered_on:
        raise OrderRefusedError(_("It cannot be wanted before it is ordered."))


def _free_number(company: Company, year: int) -> str:
    number = next_number(company=company, kind="order", year=year)
    while SalesOrder.objects.filter(company=company, number=number).exists():
        number = next_number(company=company, kind="order", year=year)
    return number


def _insert(row: SalesOrder) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        taken = SalesOrder.objects.filter(company=row.company, number=row.number)
        if taken.exists():
            raise OrderNumberTakenError(
                _("Order %(number)s is already entered.") % {"number": row.number}
            ) from error
        raise


def _insert_lines(row: SalesOrder, lines: Sequence[LineInput]) -> None:
    SalesOrderLine.objects.bulk_create(
        SalesOrderLine(
            order=row,
            position=position,
            description=line.description,
            quantity=line.quantity,
            unit=line.unit,
            unit_price=line.unit_price,
            currency=row.currency,
            amount=line.amount,
        )
        for position, line in enumerate(lines, start=1)
    )
