"""The postings of a bill: what it pays, the receivable it is, what settles it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from arcollect.core.models import Company, User
from arcollect.core.numbers import next_number
from invoices.models import (
    Allocation,
    Bill,
    CreditNote,
    DueItem,
    DueItemState,
    Invoice,
    Payment,
)
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.bill_steps import Behind, BillRefusedError, Freed
from invoices.services.money_in import free_since
from invoices.services.post_invoice import DueItemInput, post_invoice
from invoices.services.record_payment import record_payment
from invoices.services.reverse import in_force_of
from invoices.services.reverse_invoice import reverse_invoice
from invoices.services.reverse_payment import reverse_payment
from invoices.services.undo_allocation import undo_allocation

ZERO = Decimal(0)


def post_bill(
    bill: Bill,
    *,
    actor: User | None,
    on: dt.date,
    parts: Sequence[AllocationPart] = (),
) -> Behind:
    """Post what a received bill is: a payment of the goods and a receivable of its own.

    The receivable falls due on the first maturity, term 0, without grace (rule 3.1.9),
    so that customer and control total owe the same as before.
    """
    payment = record_payment(
        actor=actor,
        company=bill.company,
        customer=bill.customer,
        reference=_free_reference(bill, bill.number),
        received_on=on,
        currency=bill.currency,
        amount=bill.amount,
        method=Payment.Method.BILL,
        payer_name=bill.drawer,
        note=bill.get_kind_display(),
    )
    document = post_invoice(
        actor=actor,
        company=bill.company,
        customer=bill.customer,
        issued_on=on,
        currency=bill.currency,
        number=_free_number(bill.company, on.year),
        kind=Invoice.Kind.BILL,
        note=bill.number,
        items=[
            DueItemInput(
                due_on=bill.first_maturity_on,
                term_days=0,
                amount=bill.amount,
                kind=DueItem.Kind.BILL,
            )
        ],
    )
    if parts:
        allocate(actor=actor, source=payment, parts=parts)
    return Behind(payment, document)


def _free_reference(bill: Bill, wanted: str) -> str:
    """`wanted`, with a count behind it where the paper was posted before."""
    reference, again = wanted, 0
    rows = Payment.objects.filter(company=bill.company_id, customer=bill.customer_id)
    while rows.filter(reference=reference).exists():
        again += 1
        reference = f"{wanted[:90]}/{again}"
    return reference


def _free_number(company: Company, year: int) -> str:
    number = next_number(company=company, kind="bill", year=year)
    while Invoice.objects.filter(company=company, number=number).exists():
        number = next_number(company=company, kind="bill", year=year)
    return number


def take_back_bill(
    stands: Behind, *, actor: User | None, on: dt.date, reason: str
) -> list[Freed]:
    """Reverse both postings from `on`; returns the allocations that ended with them.

    The goods come back with their old age (rule 3.1.8), other money that had paid the
    bill goes back on account.
    """
    assert stands.payment is not None  # noqa: S101 - every bill is posted
    assert stands.document is not None  # noqa: S101
    freed = _freed_by(stands)
    on = max(on, free_since(stands.payment))
    reverse_payment(
        actor=actor,
        payment=stands.payment,
        effective_on=on,
        reason=reason,
        through_owner=True,
    )
    reverse_invoice(
        actor=actor,
        invoice=stands.document,
        effective_on=on,
        reason=reason,
        through_owner=True,
    )
    return freed


def _freed_by(stands: Behind) -> list[Freed]:
    in_force = Allocation.objects.filter(reverses=None, reversed_by=None)
    own = in_force.filter(payment=stands.payment).order_by("pk")
    others = in_force.filter(due_item__invoice=stands.document).order_by("pk")
    return [
        *(Freed(row.amount, row.effective_on, item=row.due_item_id) for row in own),
        *(
            Freed(
                row.amount,
                row.effective_on,
                payment=row.payment_id,
                credit_note=row.credit_note_id,
            )
            for row in others
        ),
    ]


def allocate_again(
    stands: Behind, freed: Sequence[Freed], *, actor: User | None, on: dt.date
) -> None:
    """Make ended allocations again, from `on` or their own later day.

    Raises `NotEnoughError` where other money has taken their place meanwhile.
    """
    assert stands.payment is not None  # noqa: S101 - every bill is posted
    for each in freed:
        source: Payment | CreditNote = stands.payment
        if each.payment is not None:
            source = Payment.objects.get(pk=each.payment)
        elif each.credit_note is not None:
            source = CreditNote.objects.get(pk=each.credit_note)
        item = each.item if each.item is not None else item_of(stands).pk
        allocate(
            actor=actor,
            source=source,
            parts=[AllocationPart(item, each.amount)],
            effective_on=each.on if each.on > on else None,
        )


def item_of(stands: Behind) -> DueItemState:
    """The state of the bill's own due item."""
    return DueItemState.objects.get(due_item__invoice=stands.document)


def settle_with_new_money(
    bill: Bill,
    stands: Behind,
    *,
    actor: User | None,
    on: dt.date,
    reference: str,
    charge: Decimal = ZERO,
    method: str = Payment.Method.TRANSFER,
    payer_name: str = "",
) -> Behind:
    """Settle what is open of the bill: money less `charge`, and the charge beside it.

    The money equals the line of the bank, the charge is the cost we bear. Raises
    `BillRefusedError` for a charge that leaves nothing.
    """
    state = item_of(stands)
    if not state.open_amount:
        return stands
    if not ZERO <= charge < state.open_amount:
        raise BillRefusedError(
            _("The charge must be less than the %(amount)s that is open of the bill.")
            % {"amount": state.open_amount}
        )
    paid = []
    for amount, name, how in (
        (state.open_amount - charge, reference, method),
        (charge, _("%(reference)s charge") % {"reference": reference}, "other"),
    ):
        if amount:
            paid.append(
                _pay(bill, state, amount, name[:100], how, actor, on, payer_name)
            )
    return stands.settled(paid[0], paid[1] if charge else None)


def _pay(
    bill: Bill,
    state: DueItemState,
    amount: Decimal,
    reference: str,
    method: str,
    actor: User | None,
    on: dt.date,
    payer_name: str,
) -> Payment:
    payment = record_payment(
        actor=actor,
        company=bill.company,
        customer=bill.customer,
        reference=reference or bill.number,
        received_on=on,
        currency=bill.currency,
        amount=amount,
        method=method,
        payer_name=payer_name,
        note=bill.number,
    )
    if taken := min(amount, state.open_amount):
        part = AllocationPart(state.pk, taken)
        allocate(actor=actor, source=payment, parts=[part])
    return payment


def unsettle(
    stands: Behind, *, actor: User | None, on: dt.date, reason: str, own_money: bool
) -> None:
    """Open the bill's item again: reverse our own entries, free other people's money."""
    for payment in (stands.settled_by, stands.charge):
        if payment is None:
            continue
        if own_money:
            on = max(on, free_since(payment))
            reverse_payment(
                actor=actor,
                payment=payment,
                effective_on=on,
                reason=reason,
                through_owner=True,
            )
            continue
        for allocation in in_force_of(payment):
            if allocation.due_item.invoice_id == getattr(stands.document, "pk", None):
                undo_allocation(
                    actor=actor,
                    allocation=allocation,
                    effective_on=max(on, allocation.effective_on),
                    reason=reason,
                )


def post_again(
    bill: Bill,
    stands: Behind,
    *,
    actor: User | None,
    on: dt.date,
    freed: Sequence[Freed],
    still_settled: bool,
) -> Behind:
    """Post a bill anew from `on` that was taken back in error, with what settled it.

    Raises `NotEnoughError` where other money has settled the goods meanwhile.
    """
    posted = post_bill(bill, actor=actor, on=on)
    allocate_again(posted, freed, actor=actor, on=on)
    if not still_settled or stands.settled_by is None:
        return posted
    # The money that came, not what is open: something else may have been undone since.
    money, charge = [
        old
        and _pay(
            bill,
            item_of(posted),
            old.amount,
            _free_reference(bill, old.reference),
            old.method,
            actor,
            on,
            old.payer_name,
        )
        for old in (stands.settled_by, stands.charge)
    ]
    return posted.settled(money, charge)
