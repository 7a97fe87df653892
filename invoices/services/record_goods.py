"""Record a goods document, or take it back."""

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
from customers.models import Customer
from invoices.models import GoodsLine, GoodsMovement, SalesOrder
from invoices.services.amounts import not_before, positive_amount, same_company
from invoices.services.approvals import say_reason
from invoices.services.errors import LedgerRefusedError
from invoices.services.order_states import undo_delivery


@dataclass(frozen=True, slots=True)
class GoodsInput:
    """One product: how many, and what they are worth in the document's currency."""

    description: str
    quantity: Decimal
    amount: Decimal
    unit: str = ""


class GoodsNumberTakenError(LedgerRefusedError):
    """A goods document of that kind with that number is recorded already."""


@retried_transaction
def record_goods(
    *,
    actor: User | None,
    company: Company,
    customer: Customer,
    kind: str,
    number: str,
    moved_on: dt.date,
    currency: str,
    lines: Sequence[GoodsInput],
    to_customer: Customer | None = None,
    order: SalesOrder | None = None,
    came_from: str = "",
    went_to: str = "",
    note: str = "",
    request_key: str = "",
) -> GoodsMovement:
    """Record what went out, came back or changed hands on `moved_on`; no money moves.

    The value is the sum of the lines. A transfer names the store that took the goods
    over (S24); a delivery may name the `order` it fulfils. Raises
    `LedgerRefusedError`, `GoodsNumberTakenError`, `AlreadyDoneError`.
    """
    claim_key(user=actor, key=request_key, action="invoices.goods.recorded")
    same_company(company=company, customer=customer, contract=None)
    same_company(company=company, customer=to_customer, contract=None)
    _check_stores(kind, customer, to_customer)
    if not lines:
        raise LedgerRefusedError(_("Write at least one line."))
    amounts = [positive_amount(line.amount, currency) for line in lines]
    movement = GoodsMovement(
        company=company,
        customer=customer,
        to_customer=to_customer,
        order=order,
        kind=kind,
        number=number.strip(),
        moved_on=moved_on,
        came_from=came_from,
        went_to=went_to,
        currency=currency,
        amount=sum(amounts, Decimal(0)),
        note=note,
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    _insert(movement)
    _insert_lines(movement, lines, amounts)
    _record(movement, actor, "recorded", reason=note)
    return movement


@retried_transaction
def reverse_goods(
    *, actor: User | None, movement: GoodsMovement, moved_on: dt.date, reason: str
) -> GoodsMovement:
    """Take a goods document back from `moved_on`; returns the counter-row.

    One that a credit note or invoice in force refers to stays: reverse that first.
    The order it fulfilled is approved again and waits for another delivery.
    Raises `LedgerRefusedError`.
    """
    reason = say_reason(reason)
    not_before(day=moved_on, earliest=movement.moved_on, what=_("Taking it back"))
    if movement.reverses_id is not None:
        raise LedgerRefusedError(_("A counter-document cannot be reversed."))
    in_force = movement.links.exclude(credit_note__reversed_by__isnull=False).exclude(
        invoice__reversed_by__isnull=False
    )
    if in_force.exists():
        raise LedgerRefusedError(
            _("A credit note or invoice stands on this document. Reverse that first.")
        )
    counter = GoodsMovement(
        company_id=movement.company_id,
        customer_id=movement.customer_id,
        to_customer_id=movement.to_customer_id,
        order_id=movement.order_id,
        kind=movement.kind,
        number=movement.number,
        moved_on=moved_on,
        currency=movement.currency,
        amount=-movement.amount,
        note=reason,
        reverses=movement,
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    _insert(counter)
    if movement.order is not None:
        undo_delivery(movement.order, actor=actor, reason=reason)
    _record(movement, actor, "taken_back", reason=reason)
    return counter


def _check_stores(kind: str, customer: Customer, to_customer: Customer | None) -> None:
    is_transfer = kind == GoodsMovement.Kind.TRANSFER
    if is_transfer and to_customer is None:
        raise LedgerRefusedError(_("Name the store that took the goods over."))
    if not is_transfer and to_customer is not None:
        raise LedgerRefusedError(_("Only a transfer has a store that takes over."))
    if to_customer is not None and to_customer.pk == customer.pk:
        raise LedgerRefusedError(_("Goods are transferred to another store."))


def _insert(movement: GoodsMovement) -> None:
    try:
        with transaction.atomic():
            movement.save(force_insert=True)
    except IntegrityError as error:
        same = GoodsMovement.objects.filter(
            company=movement.company_id, kind=movement.kind, number=movement.number
        )
        if same.exists():
            raise GoodsNumberTakenError(
                _("Document %(number)s is recorded or taken back already.")
                % {"number": movement.number}
            ) from error
        raise


def _insert_lines(
    movement: GoodsMovement, lines: Sequence[GoodsInput], amounts: Sequence[Decimal]
) -> None:
    GoodsLine.objects.bulk_create(
        GoodsLine(
            movement=movement,
            position=position,
            description=line.description,
            quantity=line.quantity,
            unit=line.unit,
            currency=movement.currency,
            amount=amount,
        )
        for position, (line, amount) in enumerate(
            zip(lines, amounts, strict=True), start=1
        )
    )


def _record(
    movement: GoodsMovement, actor: User | None, what: str, *, reason: str
) -> None:
    audit.record(
        actor=actor,
        action=f"invoices.goods.{what}",
        target=movement,
        company=movement.company_id,
        after={
            "customer": movement.customer.code,
            "kind": movement.kind,
            "amount": format_plain(movement.amount, movement.currency),
            "currency": movement.currency,
        },
        reason=reason,
    )
