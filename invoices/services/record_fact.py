"""Record what is known about a debtor or an item, correct it, take it back."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from customers.models import Customer
from invoices.models import DueItem, Fact
from invoices.services.classify_touched import classify_touched, hold_off_classes
from invoices.services.mark_touched import mark_customer

# Facts that only make sense for a customer as a whole (Domain rule 3.1.12).
CUSTOMER_KINDS = frozenset(
    {
        Fact.Kind.INSOLVENCY_SIGNS,
        Fact.Kind.BANKRUPTCY_ACCEPTED,
        Fact.Kind.BANKRUPTCY_DECLARED,
        Fact.Kind.BANKRUPTCY_CLOSED,
        Fact.Kind.ABSCONDED,
        Fact.Kind.DISSOLVED,
        Fact.Kind.ASSETS_SEIZED,
        Fact.Kind.SUPPLY_STOPPED,
        Fact.Kind.BILL_BOUNCED,
    }
)


class FactRefusedError(Exception):
    """The fact was not recorded; the text says why."""


@retried_transaction
def record_fact(
    *,
    actor: User | None,
    customer: Customer,
    kind: str,
    from_on: dt.date,
    until_on: dt.date | None = None,
    due_item: DueItem | None = None,
    source: str = "",
    note: str = "",
    verified: bool = True,
    corrects: Fact | None = None,
) -> Fact:
    """Record a fact in force from `from_on` (inclusive) until `until_on` (exclusive).

    Without `due_item` it is the customer's and reaches all his items; insolvency,
    bounced bills, supply stop and seizure always are. `corrects` names the fact it
    replaces. A limitation counts only if `verified`. Every item it reaches gets its
    class at once, or from the night of a day to come. Raises `FactRefusedError`.
    """
    _check(customer, kind, from_on, until_on, due_item, corrects)
    hold_off_classes(company_id=customer.company_id)
    fact = Fact(
        company_id=customer.company_id,
        customer=customer,
        due_item=due_item,
        kind=kind,
        from_on=from_on,
        until_on=until_on,
        source=source,
        note=note,
        verified=verified,
        supersedes=corrects,
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    _insert(fact)
    mark_customer(customer.pk, fact.due_item_id, on=_first_day(fact, corrects))
    if corrects is not None and corrects.due_item_id != fact.due_item_id:
        mark_customer(customer.pk, corrects.due_item_id, on=corrects.from_on)
    audit.record(
        actor=actor,
        action="invoices.fact.corrected" if corrects else "invoices.fact.recorded",
        target=fact,
        company=customer.company_id,
        label=str(customer),
        before=_shown(corrects) if corrects else None,
        after=_shown(fact),
        reason=note,
    )
    _classify(fact)
    return fact


@retried_transaction
def withdraw_fact(*, actor: User | None, fact: Fact, reason: str) -> Fact:
    """Take a fact back as if it had never been; returns the withdrawing row.

    A fact that ended is not withdrawn but corrected with an end date. Raises
    `FactRefusedError` without a reason and for a fact taken back before.
    """
    if not reason.strip():
        raise FactRefusedError(_("Say why the fact is taken back."))
    if fact.withdrawn:
        raise FactRefusedError(_("This row already takes a fact back."))
    hold_off_classes(company_id=fact.company_id)
    withdrawal = Fact(
        company_id=fact.company_id,
        customer_id=fact.customer_id,
        due_item_id=fact.due_item_id,
        kind=fact.kind,
        from_on=fact.from_on,
        until_on=fact.until_on,
        source=fact.source,
        note=reason[:500],
        verified=fact.verified,
        withdrawn=True,
        supersedes=fact,
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    _insert(withdrawal)
    mark_customer(fact.customer_id, fact.due_item_id, on=fact.from_on)
    audit.record(
        actor=actor,
        action="invoices.fact.withdrawn",
        target=fact,
        company=fact.company_id,
        label=str(fact.customer),
        before=_shown(fact),
        reason=reason,
    )
    _classify(withdrawal)
    return withdrawal


def _classify(fact: Fact) -> None:
    touched = Q(customer=fact.customer_id)
    classify_touched(company_id=fact.company_id, items=touched)


def _check(
    customer: Customer,
    kind: str,
    from_on: dt.date,
    until_on: dt.date | None,
    due_item: DueItem | None,
    corrects: Fact | None,
) -> None:
    if kind not in Fact.Kind.values:
        raise FactRefusedError(_("“%(kind)s” is not a known fact.") % {"kind": kind})
    if until_on is not None and until_on <= from_on:
        raise FactRefusedError(_("A fact must end after the day it begins."))
    if due_item is not None and due_item.customer_id != customer.pk:
        raise FactRefusedError(_("The due item belongs to another customer."))
    if due_item is not None and kind in CUSTOMER_KINDS:
        raise FactRefusedError(
            _("This fact is about the customer, not about one due item.")
        )
    if kind == Fact.Kind.LIMITATION and due_item is None:
        raise FactRefusedError(_("A limitation runs for one due item. Choose it."))
    if corrects is None:
        return
    if corrects.withdrawn:
        raise FactRefusedError(_("This row already takes a fact back."))
    if corrects.customer_id != customer.pk or corrects.kind != kind:
        raise FactRefusedError(
            _("A correction keeps the customer and the kind of the fact.")
        )


def _insert(fact: Fact) -> None:
    try:
        with transaction.atomic():
            fact.save(force_insert=True)
    except IntegrityError as error:
        if Fact.objects.filter(supersedes=fact.supersedes_id).exists():
            raise FactRefusedError(
                _("Somebody already corrected this fact. Look at it again.")
            ) from error
        raise


def _first_day(fact: Fact, corrects: Fact | None) -> dt.date:
    return fact.from_on if corrects is None else min(fact.from_on, corrects.from_on)


def _shown(fact: Fact) -> dict[str, object]:
    return {
        "kind": fact.kind,
        "from_on": fact.from_on,
        "until_on": fact.until_on,
        "due_item": fact.due_item_id,
        "verified": fact.verified,
        "source": fact.source,
    }
