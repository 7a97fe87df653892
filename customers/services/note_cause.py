"""Note why a customer does not pay."""

from __future__ import annotations

import datetime as dt

from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from customers.models import Customer
from customers.services.versions import update_versioned


@retried_transaction
def note_cause(
    *,
    actor: User | None,
    customer: Customer,
    version: int,
    cause: str,
    cause_note: str,
    cause_noted_on: dt.date,
) -> None:
    """Write the cause (a code, empty where there is none) as known on a day.

    Raises `ChangedMeanwhileError` where somebody saved the customer since `version`.
    """
    update_versioned(
        customer,
        {
            "cause": cause,
            "cause_note": cause_note,
            "cause_noted_on": cause_noted_on if cause else None,
        },
        version=version,
        actor=actor,
        action="customers.customer.cause_noted",
    )
