"""Publish a version of a company's classification policy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company, User
from invoices.domain.policy import FIELD_DEFAULT, PolicyError, PolicyRules
from invoices.models import ClassificationPolicy, ClassificationProgress

# Every document of any past day is under some policy.
FROM_THE_BEGINNING = dt.date(1900, 1, 1)


class PolicyRefusedError(Exception):
    """The version was not published; the text says why."""


@retried_transaction
def publish_policy(
    *,
    actor: User | None,
    company: Company,
    name: str,
    rules: Mapping[str, Any],
    from_on: dt.date,
    reason: str = "",
) -> ClassificationPolicy:
    """Publish the next version, in force from `from_on` (inclusive), for good.

    `rules` is the stored form. The night of `from_on` gives every open item its class
    under it. Raises `PolicyRefusedError` for rules that make no sense and for a day
    that is already classified: yesterday's classes were given under yesterday's policy.
    """
    try:
        checked = PolicyRules.from_dict({**rules, "name": name})
    except PolicyError as error:
        raise PolicyRefusedError(str(error)) from error
    ensure_default_policy(company=company)
    policy = _insert(
        ClassificationPolicy(
            company=company,
            version=_next_version(company, from_on),
            name=name,
            rules=checked.to_dict(),
            from_on=from_on,
            reason=reason,
            recorded_at=clock.now(),
            recorded_by=actor,
        )
    )
    audit.record(
        actor=actor,
        action="invoices.policy.published",
        target=policy,
        company=company,
        after={"version": policy.version, "from_on": from_on, "rules": policy.rules},
        reason=reason,
    )
    return policy


def _next_version(company: Company, from_on: dt.date) -> int:
    """The number of a version from `from_on`, if one may come into force that day."""
    through = ClassificationProgress.objects.get(company=company).through
    if through is not None and from_on <= through:
        raise PolicyRefusedError(
            _(
                "The books are classified through %(through)s, so a policy can come "
                "into force on %(next)s at the earliest."
            )
            % {"through": through, "next": through + dt.timedelta(days=1)}
        )
    latest = _versions(company).aggregate(on=Max("from_on"), version=Max("version"))
    if from_on < latest["on"]:
        raise PolicyRefusedError(
            _("A version that comes into force on %(day)s is published already.")
            % {"day": latest["on"]}
        )
    return int(latest["version"]) + 1


def _insert(policy: ClassificationPolicy) -> ClassificationPolicy:
    try:
        with transaction.atomic():
            policy.save(force_insert=True)
    except IntegrityError as error:
        raise PolicyRefusedError(
            _("Somebody published a version at the same moment. Look at it first.")
        ) from error
    return policy


def ensure_default_policy(*, company: Company) -> ClassificationPolicy:
    """Give the company version 1, the default preset, unless it has a policy.

    Returns the oldest version. Safe to call by several at once.
    """
    first = _versions(company).order_by("from_on", "version").first()
    if first is None:
        first = _create_default(company)
    ClassificationProgress.objects.get_or_create(
        company=company, defaults={"policy": first}
    )
    return first


def _create_default(company: Company) -> ClassificationPolicy:
    policy, _created = ClassificationPolicy.objects.get_or_create(
        company=company,
        version=1,
        defaults={
            "name": FIELD_DEFAULT.name,
            "rules": FIELD_DEFAULT.to_dict(),
            "from_on": FROM_THE_BEGINNING,
            "recorded_at": clock.now(),
        },
    )
    return policy


def _versions(company: Company) -> QuerySet[ClassificationPolicy]:
    return ClassificationPolicy.objects.filter(company=company)
