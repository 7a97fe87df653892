"""Close a contract: a sale is complete only at zero."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from customers.models import Contract
from customers.services.contract_state import ContractRefusedError, end_contract
from invoices.models import DueItemState


@retried_transaction
def close_contract(
    *, actor: User | None, contract: Contract, ended_on: dt.date, reason: str = ""
) -> None:
    """Close a performed contract once nothing under it is open (Domain S36).

    What was signed but not paid is not complete. Raises `ContractRefusedError`.
    """
    still_open = DueItemState.objects.filter(
        due_item__invoice__contract=contract, open_amount__gt=0
    )
    if still_open.exists():
        raise ContractRefusedError(
            _("A sale is complete only when nothing is open. Collect the rest first.")
        )
    if contract.parts.exclude(state__in=["closed", "terminated"]).exists():
        raise ContractRefusedError(_("A part of this contract is not closed yet."))
    end_contract(
        actor=actor,
        contract=contract,
        state=Contract.State.CLOSED,
        ended_on=ended_on,
        reason=reason,
    )
