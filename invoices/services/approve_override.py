"""Approve a class set by hand, and take it back."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.dates import add_days
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from invoices.domain.classes import ReceivableClass
from invoices.domain.classification import OVERRIDE_MAX_DAYS
from invoices.models import ClassOverride, DueItem
from invoices.services.classify_touched import classify_touched
from invoices.services.mark_touched import mark_customer


class OverrideRefusedError(Exception):
    """The override was not approved; the text says why."""


@retried_transaction
def approve_override(
    *,
    actor: User | None,
    due_item: DueItem,
    cls: ReceivableClass,
    from_on: dt.date,
    until_on: dt.date,
    reason: str,
    replaces: ClassOverride | None = None,
) -> ClassOverride:
    """Set the class of one item from `from_on` (inclusive) until `until_on` (exclusive).

    It lowers or raises a class by age, never one that a fact forces, and lasts at most
    90 days. `actor` approves and must not be the customer's own sales rep. Raises
    `OverrideRefusedError`.
    """
    _check(actor, due_item, cls, from_on, until_on, reason, replaces)
    override = ClassOverride(
        company_id=due_item.company_id,
        due_item=due_item,
        severity=cls.severity,
        from_on=from_on,
        until_on=until_on,
        reason=reason[:500],
        approved_by=actor,
        supersedes=replaces,
        recorded_at=clock.now(),
    )
    _insert(override)
    first = from_on if replaces is None else min(from_on, replaces.from_on)
    mark_customer(due_item.customer_id, due_item.pk, on=first)
    audit.record(
        actor=actor,
        action="invoices.override.approved",
        target=override,
        company=due_item.company_id,
        label=str(due_item.invoice),
        before=_shown(replaces) if replaces else None,
        after=_shown(override),
        reason=reason,
    )
    classify_touched(company_id=due_item.company_id, items=Q(pk=due_item.pk))
    return override


@retried_transaction
def withdraw_override(
    *, actor: User | None, override: ClassOverride, reason: str
) -> ClassOverride:
    """Take an override back as if it had never been; returns the withdrawing row.

    Raises `OverrideRefusedError` without a reason and for one taken back before.
    """
    if not reason.strip():
        raise OverrideRefusedError(_("Say why the override is taken back."))
    if override.withdrawn:
        raise OverrideRefusedError(_("This row already takes an override back."))
    withdrawal = ClassOverride(
        company_id=override.company_id,
        due_item_id=override.due_item_id,
        severity=override.severity,
        from_on=override.from_on,
        until_on=override.until_on,
        reason=reason[:500],
        approved_by=actor,
        withdrawn=True,
        supersedes=override,
        recorded_at=clock.now(),
    )
    _insert(withdrawal)
    item = override.due_item
    mark_customer(item.customer_id, item.pk, on=override.from_on)
    audit.record(
        actor=actor,
        action="invoices.override.withdrawn",
        target=override,
        company=override.company_id,
        label=str(item.invoice),
        before=_shown(override),
        reason=reason,
    )
    classify_touched(company_id=override.company_id, items=Q(pk=item.pk))
    return withdrawal


def _check(
    actor: User | None,
    due_item: DueItem,
    cls: ReceivableClass,
    from_on: dt.date,
    until_on: dt.date,
    reason: str,
    replaces: ClassOverride | None,
) -> None:
    if cls is ReceivableClass.SETTLED:
        raise OverrideRefusedError(_("Only money settles an item."))
    if not reason.strip():
        raise OverrideRefusedError(_("Say why the class is set by hand."))
    if until_on <= from_on:
        raise OverrideRefusedError(_("An override must end after the day it begins."))
    if until_on > add_days(from_on, OVERRIDE_MAX_DAYS):
        raise OverrideRefusedError(_("An override lasts at most 90 days."))
    rep = due_item.customer.rep
    if actor is not None and rep is not None and rep.user_id == actor.pk:
        raise OverrideRefusedError(
            _("Somebody other than the customer's sales rep must approve this.")
        )
    if replaces is not None and (
        replaces.withdrawn or replaces.due_item_id != due_item.pk
    ):
        raise OverrideRefusedError(_("This override cannot be replaced."))


def _insert(override: ClassOverride) -> None:
    try:
        with transaction.atomic():
            override.save(force_insert=True)
    except IntegrityError as error:
        if ClassOverride.objects.filter(supersedes=override.supersedes_id).exists():
            raise OverrideRefusedError(
                _("Somebody already replaced this override. Look at it again.")
            ) from error
        raise


def _shown(override: ClassOverride) -> dict[str, object]:
    return {
        "class": ReceivableClass.from_severity(override.severity).value,
        "from_on": override.from_on,
        "until_on": override.until_on,
    }
