"""Securities of a contract: add one, give it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from customers.models import Contract, Guarantee, Milestone
from customers.services.contract_state import ContractRefusedError


@retried_transaction
def add_guarantee(
    *, actor: User | None, contract: Contract, values: Mapping[str, Any]
) -> Guarantee:
    """Register a security; `values` are its fields. Raises `ContractRefusedError`."""
    until_on, from_on = values.get("until_on"), values["from_on"]
    if until_on is not None and until_on < from_on:
        raise ContractRefusedError(_("A security cannot end before it begins."))
    guarantee = Guarantee.objects.create(
        company_id=contract.company_id,
        customer_id=contract.customer_id,
        contract=contract,
        **values,
    )
    audit.record(
        actor=actor,
        action="customers.guarantee.added",
        target=guarantee,
        company=contract.company_id,
        label=f"{contract.number} / {guarantee.giver}",
        after={"kind": guarantee.kind, "amount": str(guarantee.amount)},
    )
    return guarantee


@retried_transaction
def release_guarantee(
    *, actor: User | None, guarantee: Guarantee, released_on: dt.date, reason: str
) -> None:
    """Give a security back; raises `ContractRefusedError` the second time."""
    if not reason.strip():
        raise ContractRefusedError(_("Say why the security is given back."))
    given = Guarantee.objects.filter(pk=guarantee.pk, released_on__isnull=True)
    if not given.update(released_on=released_on):
        raise ContractRefusedError(_("This security was given back already."))
    audit.record(
        actor=actor,
        action="customers.guarantee.released",
        target=guarantee,
        company=guarantee.company_id,
        label=f"{guarantee.contract.number} / {guarantee.giver}",
        after={"released_on": released_on},
        reason=reason,
    )


@retried_transaction
def add_milestone(
    *, actor: User | None, contract: Contract, values: Mapping[str, Any]
) -> Milestone:
    """Add the next step of a contract; `values` are its fields.

    The shares of all steps never exceed the whole. Raises `ContractRefusedError`.
    """
    steps = list(contract.milestones.order_by("sequence"))
    taken = sum(step.share_bp for step in steps)
    if taken + values["share_bp"] > 10_000:
        raise ContractRefusedError(
            _("The steps before take %(taken)s %%; at most the rest is left.")
            % {"taken": f"{taken / 100:g}"}
        )
    try:
        with transaction.atomic():
            milestone = Milestone.objects.create(
                company_id=contract.company_id,
                customer_id=contract.customer_id,
                contract=contract,
                sequence=len(steps) + 1,
                **values,
            )
    except IntegrityError as error:
        raise ContractRefusedError(
            _("Somebody just added a step. Look at the contract again.")
        ) from error
    audit.record(
        actor=actor,
        action="customers.milestone.added",
        target=milestone,
        company=contract.company_id,
        label=f"{contract.number} / {milestone.name}",
        after={"share_bp": milestone.share_bp},
    )
    return milestone
