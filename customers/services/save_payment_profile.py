"""Keep how a customer pays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from arcollect.core import audit
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from customers.models import Customer, PaymentProfile
from customers.services.versions import (
    ChangedMeanwhileError,
    changes_since,
    update_versioned,
)

FIELDS = (
    "closing_day",
    "approval_steps",
    "pay_weekdays",
    "bank",
    "bank_closing_day",
    "transfer_days",
    "budget",
    "invoice_requirements",
    "funds_note",
    "portal",
)
NEW = 0


@retried_transaction
def keep_payment_profile(
    *,
    actor: User | None,
    customer: Customer,
    version: int,
    values: Mapping[str, Any],
) -> PaymentProfile:
    """Write `values` for `FIELDS`; `version` 0 means that there was no profile yet.

    Days of the month are 1 to 31 (31 the last), weekdays count Monday as 0. Raises
    `ChangedMeanwhileError` where somebody saved since.
    """
    profile: PaymentProfile | None = PaymentProfile.objects.filter(
        customer=customer
    ).first()
    if profile is None:
        return _added(actor, customer, values)
    update_versioned(
        profile,
        values,
        version=version,
        actor=actor,
        action="customers.paymentprofile.edited",
    )
    profile.refresh_from_db()
    return profile


def _added(
    actor: User | None, customer: Customer, values: Mapping[str, Any]
) -> PaymentProfile:
    profile = PaymentProfile(
        company_id=customer.company_id, customer=customer, **values
    )
    try:
        with transaction.atomic():
            profile.save(force_insert=True)
    except IntegrityError as error:
        stored = PaymentProfile.objects.filter(customer=customer).first()
        if stored is None:
            raise
        raise ChangedMeanwhileError(
            changes=changes_since(stored, version=NEW), version=stored.version
        ) from error
    audit.record(
        actor=actor,
        action="customers.paymentprofile.added",
        target=profile,
        company=customer.company_id,
        label=str(customer),
        after={**values, "version": profile.version},
    )
    return profile
