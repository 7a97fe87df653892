"""Keep the acceptance of a milestone and its certificate, or take it back."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.models import User
from customers.models import Contract, Milestone


class MilestoneRefusedError(Exception):
    """The acceptance was not kept; the text says why."""


def certify_milestone(
    *,
    actor: User | None,
    milestone: Milestone,
    accepted_on: dt.date,
    certificate: str,
    accepted_by: str = "",
) -> None:
    """Note that the customer accepted the step; once only, with its certificate.

    What waits for it is the ledger's: see `accept_milestone` there. Must run in a
    transaction. Raises `MilestoneRefusedError`.
    """
    if not certificate.strip():
        raise MilestoneRefusedError(_("Name the certificate of acceptance."))
    if milestone.contract.state in (Contract.State.DRAFT, Contract.State.TERMINATED):
        raise MilestoneRefusedError(
            _("A contract that is not in force accepts no milestone.")
        )
    kept = Milestone.objects.filter(pk=milestone.pk, accepted_on__isnull=True).update(
        accepted_on=accepted_on,
        certificate=certificate.strip()[:200],
        accepted_by=accepted_by.strip()[:100],
    )
    if not kept:
        raise MilestoneRefusedError(_("This milestone is accepted already."))
    audit.record(
        actor=actor,
        action="customers.milestone.accepted",
        target=milestone,
        company=milestone.company_id,
        label=f"{milestone.contract.number} / {milestone.name}",
        after={"accepted_on": accepted_on, "certificate": certificate.strip()},
    )


def withdraw_certificate(
    *, actor: User | None, milestone: Milestone, reason: str
) -> None:
    """Take an acceptance back; raises `MilestoneRefusedError` without a reason."""
    if not reason.strip():
        raise MilestoneRefusedError(_("Say why the acceptance is taken back."))
    kept = Milestone.objects.filter(pk=milestone.pk, accepted_on__isnull=False).update(
        accepted_on=None, certificate="", accepted_by=""
    )
    if not kept:
        raise MilestoneRefusedError(_("This milestone is not accepted."))
    audit.record(
        actor=actor,
        action="customers.milestone.withdrawn",
        target=milestone,
        company=milestone.company_id,
        label=f"{milestone.contract.number} / {milestone.name}",
        before={
            "accepted_on": milestone.accepted_on,
            "certificate": milestone.certificate,
        },
        reason=reason,
    )
