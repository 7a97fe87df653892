"""Note what a customer kept back, and take it under review."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Sum
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.idempotency import claim_key
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from arcollect.core.money import format_plain
from arcollect.core.numbers import next_number
from customers.models import Customer, PromotionAgreement
from invoices.models import (
    Deduction,
    DeductionPart,
    DueItem,
    DueItemState,
    Payment,
)
from invoices.services.amounts import not_before, positive_amount
from invoices.services.errors import LedgerRefusedError
from invoices.services.match_agreement import check_agreement, match_agreement

# Days in which a claim is to be decided, unless another day is named.
DEADLINE_DAYS = 30


@dataclass(frozen=True, slots=True)
class KeptBack:
    """`amount` kept back on one due item."""

    due_item_id: int
    amount: Decimal


class DeductionMovedError(LedgerRefusedError):
    """The deduction is not in the state that the step needs; somebody was faster."""


@retried_transaction
def claim_deduction(
    *,
    actor: User | None,
    customer: Customer,
    kind: str,
    claimed_on: dt.date,
    parts: Sequence[KeptBack],
    payment: Payment | None = None,
    deadline_on: dt.date | None = None,
    agreement: PromotionAgreement | None = None,
    agreement_reference: str = "",
    evidence: str = "",
    note: str = "",
    request_key: str = "",
) -> Deduction:
    """Claim `parts`, in their items' currency; nothing is booked and all stays open.

    `deadline_on` (inclusive) is 30 days after `claimed_on` unless named. Where nobody
    names an agreement, the only one in force of that kind is taken. All undecided
    deductions of an item together never exceed what is open of it (domain `Deduction`,
    S26: never netted silently). Raises `LedgerRefusedError` and `AlreadyDoneError`.
    """
    claim_key(user=actor, key=request_key, action="invoices.deduction.claimed")
    items = _items_of(customer, parts, payment)
    amounts = {
        part.due_item_id: positive_amount(part.amount, items[0].currency)
        for part in parts
    }
    for item in items:
        _refuse_more_than_open(item, amounts[item.pk])
    deadline_on = deadline_on or claimed_on + dt.timedelta(days=DEADLINE_DAYS)
    not_before(day=deadline_on, earliest=claimed_on, what=_("The deadline"))
    deduction = Deduction(
        company_id=customer.company_id,
        customer=customer,
        kind=kind,
        currency=items[0].currency,
        amount=sum(amounts.values(), Decimal(0)),
        payment=payment,
        agreement=agreement,
        agreement_reference=agreement_reference,
        evidence=evidence,
        note=note,
        claimed_on=claimed_on,
        deadline_on=deadline_on,
        requested_by=actor,
        recorded_at=clock.now(),
    )
    _rest_on_agreement(deduction)
    _insert(deduction, items, amounts)
    return deduction


def _rest_on_agreement(deduction: Deduction) -> None:
    """Check the agreement that was named, or find the only one that fits."""
    customer, on = deduction.customer, deduction.claimed_on
    currency = deduction.currency
    if deduction.agreement is not None:
        check_agreement(
            deduction.agreement, customer=customer, currency=currency, on=on
        )
    elif not deduction.agreement_reference:
        deduction.agreement = match_agreement(
            customer=customer, kind=deduction.kind, currency=currency, on=on
        )


def _insert(
    deduction: Deduction, items: Sequence[DueItem], amounts: Mapping[int, Decimal]
) -> None:
    deduction.number = next_number(
        company=deduction.customer.company,
        kind="deduction",
        year=deduction.claimed_on.year,
    )
    deduction.save(force_insert=True)
    DeductionPart.objects.bulk_create(
        DeductionPart(
            deduction=deduction,
            due_item=item,
            currency=deduction.currency,
            amount=amounts[item.pk],
        )
        for item in items
    )
    audit.record(
        actor=deduction.requested_by,
        action="invoices.deduction.claimed",
        target=deduction,
        company=deduction.company_id,
        after={
            "customer": deduction.customer.code,
            "kind": deduction.kind,
            "amount": format_plain(deduction.amount, deduction.currency),
            "currency": deduction.currency,
            "invoices": [item.invoice.number for item in items],
        },
        reason=deduction.note,
    )


@retried_transaction
def review_deduction(*, actor: User, deduction: Deduction) -> None:
    """Take a claim under review. Raises `DeductionMovedError`."""
    move_deduction(
        deduction,
        since=[Deduction.State.CLAIMED],
        state=Deduction.State.UNDER_REVIEW,
    )
    audit.record(
        actor=actor,
        action="invoices.deduction.reviewed",
        target=deduction,
        company=deduction.company_id,
        after={"state": Deduction.State.UNDER_REVIEW},
    )


def move_deduction(
    deduction: Deduction, *, since: Sequence[str], **changes: Any
) -> None:
    """Compare-and-set: change it if it still is in one of `since` with the same amounts.

    The row in hand must show what the person saw: the first approver counts as well.
    Raises `DeductionMovedError`.
    """
    moved = Deduction.objects.filter(
        pk=deduction.pk,
        state__in=since,
        approved_by=deduction.approved_by_id,
    ).update(**changes)
    if not moved:
        deduction.refresh_from_db()
        raise moved_by_now(deduction)
    for name, value in changes.items():
        setattr(deduction, name, value)


def moved_by_now(deduction: Deduction) -> DeductionMovedError:
    """Says in which state it is."""
    return DeductionMovedError(
        _("Deduction %(number)s is %(state)s by now. Look at it again.")
        % {"number": deduction.number, "state": deduction.get_state_display()}
    )


def _items_of(
    customer: Customer, parts: Sequence[KeptBack], payment: Payment | None
) -> list[DueItem]:
    ids = [part.due_item_id for part in parts]
    if not ids or len(set(ids)) != len(ids):
        raise LedgerRefusedError(_("Choose each due item once, and at least one."))
    items = list(
        DueItem.objects.filter(pk__in=ids, customer=customer)
        .select_related("invoice")
        .order_by("pk")
    )
    if len(items) != len(ids):
        raise LedgerRefusedError(_("A due item does not exist for this customer."))
    currencies = {item.currency for item in items}
    if payment is not None:
        currencies.add(payment.currency)
        if payment.customer_id not in (None, customer.pk):
            raise LedgerRefusedError(_("The payment came from another customer."))
    if len(currencies) > 1:
        raise LedgerRefusedError(
            _("A deduction is in one currency; claim each currency apart.")
        )
    return items


def _refuse_more_than_open(item: DueItem, amount: Decimal) -> None:
    # Takes the row first: of two claims at once the second one sees the first.
    row = DueItemState.objects.filter(pk=item.pk)
    row.update(open_amount=F("open_amount"))
    open_amount = row.values_list("open_amount", flat=True).get()
    claimed = DeductionPart.objects.filter(
        due_item=item, deduction__state__in=Deduction.OPEN
    ).aggregate(total=Sum("amount"))["total"] or Decimal(0)
    if claimed + amount > open_amount:
        free = format_plain(max(Decimal(0), open_amount - claimed), item.currency)
        raise LedgerRefusedError(
            _("At most %(free)s %(currency)s of invoice %(number)s can be claimed.")
            % {"free": free, "currency": item.currency, "number": item.invoice.number}
        )
