"""Log what was done for a customer's sales, and what it cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from customers.models import Customer, SupportAction
from customers.services.versions import update_versioned

FIELDS = ("kind", "done_on", "currency", "cost", "note", "agreement")


class SupportRefusedError(Exception):
    """The support action was not written; the text says why."""


@retried_transaction
def log_support(
    *, actor: User | None, customer: Customer, values: Mapping[str, Any]
) -> SupportAction:
    """Log one action with its cost (zero or more, in `currency`).

    Raises `SupportRefusedError`.
    """
    _refuse_foreign(customer, values)
    action = SupportAction(
        company_id=customer.company_id, customer=customer, entered_by=actor, **values
    )
    action.save(force_insert=True)
    audit.record(
        actor=actor,
        action="customers.supportaction.logged",
        target=action,
        company=customer.company_id,
        label=str(customer),
        after={
            "kind": action.kind,
            "done_on": action.done_on,
            "cost": action.cost,
            "currency": action.currency,
        },
    )
    return action


@retried_transaction
def edit_support(
    *,
    actor: User | None,
    action: SupportAction,
    version: int,
    values: Mapping[str, Any],
) -> None:
    """Write `values` if nobody saved since `version`.

    Raises `ChangedMeanwhileError` and `SupportRefusedError`.
    """
    _refuse_foreign(action.customer, values)
    update_versioned(
        action,
        values,
        version=version,
        actor=actor,
        action="customers.supportaction.edited",
    )


def _refuse_foreign(customer: Customer, values: Mapping[str, Any]) -> None:
    agreement = values.get("agreement")
    if agreement is not None and agreement.customer_id != customer.pk:
        raise SupportRefusedError(_("The agreement is another customer's."))
