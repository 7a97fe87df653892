"""Runs, letters, holds and messages of reminders, as rows of their own."""

from __future__ import annotations

import datetime as dt
from itertools import count

from arcollect.core.models import OutboxMessage, User
from collection.models import (
    DunningLetter,
    DunningProfile,
    DunningRun,
    Hold,
    SuppressionInterval,
)
from customers.models import Customer
from invoices.models import Dispute, DueItem
from tests.factories.ledger import TODAY

_number = count(1)
NOON = dt.datetime(2026, 6, 30, 4, tzinfo=dt.UTC)


def dunning_run(*, customer: Customer, business_day: dt.date = TODAY) -> DunningRun:
    """The company's preview of that day."""
    profile = DunningProfile.objects.get(company=customer.company)
    run, _created = DunningRun.objects.get_or_create(
        company=customer.company,
        profile=profile,
        business_day=business_day,
        defaults={"state": DunningRun.State.PREVIEW, "prepared_at": NOON},
    )
    DunningRun.objects.filter(pk=run.pk).update(recipients=run.letters.count() + 1)
    return run


def dunning_letter(
    *,
    item: DueItem,
    level: int = 1,
    business_day: dt.date = TODAY,
    message: OutboxMessage | None = None,
) -> DunningLetter:
    """A letter about one item: planned, or released where it has a message."""
    customer = item.customer
    run = dunning_run(customer=customer, business_day=business_day)
    amount = f"{item.amount:.2f}"
    line = {
        "item": item.pk,
        "invoice": item.invoice.number,
        "contract": "",
        "issued_on": item.issued_on.isoformat(),
        "due_on": item.due_on.isoformat(),
        "currency": item.currency,
        "open": amount,
        "contested": "0.00",
        "demanded": amount,
        "level": level,
        "counts_from": business_day.isoformat(),
        "cycle": 1,
    }
    total = {"currency": item.currency, "demanded": amount, "contested": "0.00"}
    return DunningLetter.objects.create(
        company=customer.company,
        run=run,
        profile=run.profile,
        customer=customer,
        business_day=business_day,
        level=level,
        number=f"T-{next(_number):05}" if message else "",
        language="en",
        recipient="pay@debtor.example",
        currency=item.currency,
        demanded=item.amount,
        items=1,
        content={
            "customer": {"code": customer.code, "name": customer.name, "address": ""},
            "contact": customer.name,
            "rep": "",
            "lines": [line],
            "totals": [total],
            "earlier": [],
            "pay_by": (business_day + dt.timedelta(days=7)).isoformat(),
        },
        state=DunningLetter.State.RELEASED if message else DunningLetter.State.PLANNED,
        message=message,
        decided_at=NOON if message else None,
    )


def unknown_message(*, item: DueItem) -> OutboxMessage:
    """A message whose outcome nobody knows, with the letter behind it."""
    number = next(_number)
    message = OutboxMessage.objects.create(
        company=item.company,
        kind="dunning",
        unique_key=f"test:{number}",
        recipient="pay@debtor.example",
        message_id=f"<{number}@test.example>",
        state=OutboxMessage.State.UNKNOWN,
        not_before=NOON,
        claimed_at=NOON,
        lease_until=NOON,
        handing_over_at=NOON,
        recorded_at=NOON,
    )
    day = TODAY - dt.timedelta(days=20)
    dunning_letter(item=item, business_day=day, message=message)
    return message


def hold(*, customer: Customer, by: User) -> Hold:
    """A hold without an end."""
    return Hold.objects.create(
        company=customer.company,
        customer=customer,
        kind=Hold.Kind.LEGAL,
        from_on=TODAY,
        reason=f"Counsel of {customer.name}",
        recorded_at=NOON,
        recorded_by=by,
    )


def dispute(*, item: DueItem, amount: str = "1.00") -> Dispute:
    """An open dispute about a part of the item."""
    return Dispute.objects.create(
        company=item.company,
        customer=item.customer,
        due_item=item,
        currency=item.currency,
        amount=amount,
        reason=Dispute.Reason.QUALITY,
        opened_on=TODAY,
        recorded_at=NOON,
    )


def held_back(*, item: DueItem, reason: str = "promised") -> SuppressionInterval:
    """The item's letter is due and held back at present."""
    return SuppressionInterval.objects.create(
        company=item.company,
        customer=item.customer,
        due_item=item,
        reason=reason,
        level=1,
        currency=item.currency,
        amount=item.amount,
        from_on=TODAY,
    )
