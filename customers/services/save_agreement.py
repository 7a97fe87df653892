"""Keep promotion agreements, and end them before their time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from customers.models import Customer, PromotionAgreement
from customers.services.versions import update_versioned

FIELDS = (
    "number",
    "type",
    "title",
    "from_on",
    "until_on",
    "currency",
    "rate_bp",
    "amount",
    "budget",
    "signed_on",
)


class AgreementRefusedError(Exception):
    """The agreement was not written; the text says why."""


@retried_transaction
def add_agreement(
    *, actor: User | None, customer: Customer, values: Mapping[str, Any]
) -> PromotionAgreement:
    """Add an agreement for the days from `from_on` through `until_on`, both inclusive.

    Either `rate_bp` (hundredths of a percent) or `amount` (in `currency`); `budget`
    caps it. Raises `AgreementRefusedError`.
    """
    _refuse_unclear(values)
    agreement = PromotionAgreement(
        company_id=customer.company_id, customer=customer, **values
    )
    try:
        with transaction.atomic():
            agreement.save(force_insert=True)
    except IntegrityError as error:
        raise _number_taken(values) from error
    audit.record(
        actor=actor,
        action="customers.promotionagreement.added",
        target=agreement,
        company=customer.company_id,
        after={"customer": customer.code, **values},
    )
    return agreement


@retried_transaction
def edit_agreement(
    *,
    actor: User | None,
    agreement: PromotionAgreement,
    version: int,
    values: Mapping[str, Any],
) -> None:
    """Write `values` if nobody saved since `version`.

    Raises `ChangedMeanwhileError` and `AgreementRefusedError`.
    """
    _refuse_unclear(values)
    try:
        with transaction.atomic():
            update_versioned(
                agreement,
                values,
                version=version,
                actor=actor,
                action="customers.promotionagreement.edited",
            )
    except IntegrityError as error:
        raise _number_taken(values) from error


@retried_transaction
def end_agreement(
    *,
    actor: User | None,
    agreement: PromotionAgreement,
    ended_on: dt.date,
    reason: str,
) -> None:
    """Let the agreement hold through `ended_on` only. Raises `AgreementRefusedError`."""
    if not reason.strip():
        raise AgreementRefusedError(_("Say why."))
    if not agreement.from_on <= ended_on <= agreement.until_on:
        raise AgreementRefusedError(_("Choose a day within the agreement."))
    ended = PromotionAgreement.objects.filter(
        pk=agreement.pk, ended_on__isnull=True
    ).update(ended_on=ended_on, version=F("version") + 1)
    if not ended:
        raise AgreementRefusedError(_("Somebody has ended this agreement already."))
    audit.record(
        actor=actor,
        action="customers.promotionagreement.ended",
        target=agreement,
        company=agreement.company_id,
        after={"ended_on": ended_on},
        reason=reason,
    )


def _refuse_unclear(values: Mapping[str, Any]) -> None:
    if (values["rate_bp"] is None) == (values["amount"] is None):
        raise AgreementRefusedError(_("Give either a rate or an amount."))
    if values["until_on"] < values["from_on"]:
        raise AgreementRefusedError(_("It cannot end before it begins."))


def _number_taken(values: Mapping[str, Any]) -> AgreementRefusedError:
    return AgreementRefusedError(
        _("Another agreement already has the number %(number)s.")
        % {"number": values["number"]}
    )
