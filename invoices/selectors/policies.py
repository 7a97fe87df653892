"""Which classification policy applies."""

from __future__ import annotations

import datetime as dt

from invoices.domain.policy import FIELD_DEFAULT, PolicyRules
from invoices.models import ClassificationPolicy, ClassificationProgress


class NoPolicyError(Exception):
    """The company has no classification policy in force."""


def policy_in_force(*, company_id: int, on: dt.date) -> ClassificationPolicy:
    """The newest version whose `from_on` is not after `on`; `NoPolicyError` if none."""
    found = (
        ClassificationPolicy.objects.filter(company_id=company_id, from_on__lte=on)
        .order_by("-from_on", "-version")
        .first()
    )
    if found is None:
        raise NoPolicyError("No classification policy is in force on this day.")
    return found


def rules_in_force(*, company_id: int, on: dt.date) -> PolicyRules:
    """The rules in force on a day; the default preset before any policy is published."""
    try:
        return rules_of(policy_in_force(company_id=company_id, on=on))
    except NoPolicyError:
        return FIELD_DEFAULT


def policy_of_state(*, company_id: int) -> ClassificationPolicy:
    """The version whose dates stand in the state rows: new items get the same."""
    progress = (
        ClassificationProgress.objects.filter(company_id=company_id)
        .select_related("policy")
        .first()
    )
    if progress is not None and progress.policy is not None:
        return progress.policy
    first = (
        ClassificationPolicy.objects.filter(company_id=company_id)
        .order_by("from_on", "version")
        .first()
    )
    if first is None:
        raise NoPolicyError("The company has no classification policy.")
    return first


def rules_of(policy: ClassificationPolicy) -> PolicyRules:
    """The policy's rules as the domain reads them."""
    return PolicyRules.from_dict(policy.rules)
