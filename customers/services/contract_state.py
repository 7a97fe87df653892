"""Move a contract from draft to signed, performed, closed or terminated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import F
from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from customers.models import Clause, ClauseText, Contract

State = Contract.State


class ContractRefusedError(Exception):
    """The contract stays as it is; the text says why."""


def missing_clauses(contract: Contract) -> list[str]:
    """Names of clauses the company demands of every contract and this one lacks."""
    demanded = ClauseText.objects.filter(company=contract.company_id, required=True)
    present = contract.clauses.values("clause")
    codes = demanded.exclude(clause__in=present).values_list("clause", flat=True)
    return [str(Clause(code).label) for code in sorted(codes)]


@retried_transaction
def sign_contract(
    *, actor: User | None, contract: Contract, signed_on: dt.date
) -> None:
    """A draft is signed on that day, once its checklist is complete (Domain S75).

    Raises `ContractRefusedError` and names the clauses that are missing.
    """
    missing = missing_clauses(contract)
    if missing:
        raise ContractRefusedError(
            _("The contract still lacks: %(clauses)s.")
            % {"clauses": "; ".join(missing)}
        )
    _move(contract, {State.DRAFT}, State.SIGNED, actor=actor, signed_on=signed_on)


@retried_transaction
def begin_performing(*, actor: User | None, contract: Contract) -> None:
    """Goods go out under a signed contract; any other state stays as it is."""
    begun = Contract.objects.filter(pk=contract.pk, state=State.SIGNED).update(
        state=State.PERFORMING, version=F("version") + 1
    )
    if begun:
        _record(contract, State.SIGNED, State.PERFORMING, actor=actor)


@retried_transaction
def end_contract(
    *,
    actor: User | None,
    contract: Contract,
    state: str,
    ended_on: dt.date,
    reason: str = "",
) -> None:
    """Close a contract that is performed, or terminate one early with a reason.

    That nothing is owed any more is checked by the ledger (`close_contract` there).
    Raises `ContractRefusedError`.
    """
    if state not in (State.CLOSED, State.TERMINATED):
        raise ContractRefusedError(_("Close the contract or terminate it."))
    if state == State.TERMINATED and not reason.strip():
        raise ContractRefusedError(_("Say why it is terminated."))
    if contract.signed_on is not None and ended_on < contract.signed_on:
        raise ContractRefusedError(_("It cannot end before it was signed."))
    running = {State.SIGNED, State.PERFORMING}
    if state == State.TERMINATED:
        running.add(State.DRAFT)
    _move(contract, running, state, actor=actor, reason=reason, ended_on=ended_on)


def _move(
    contract: Contract,
    allowed: Collection[str],
    state: str,
    *,
    actor: User | None,
    reason: str = "",
    **values: dt.date,
) -> None:
    moved = Contract.objects.filter(pk=contract.pk, state__in=allowed).update(
        state=state, version=F("version") + 1, **values
    )
    if not moved:
        raise ContractRefusedError(
            _("The contract is not in a state for this. Look at it again.")
        )
    _record(contract, contract.state, state, actor=actor, reason=reason)


def _record(
    contract: Contract,
    before: str,
    after: str,
    *,
    actor: User | None,
    reason: str = "",
) -> None:
    audit.record(
        actor=actor,
        action="customers.contract.moved",
        target=contract,
        company=contract.company_id,
        before={"contract_state": before},
        after={"contract_state": after},
        reason=reason,
    )
