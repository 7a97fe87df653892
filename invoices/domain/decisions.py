"""The way of a decision about claims: proposed, approved, posted, reversed."""

from __future__ import annotations

from enum import StrEnum


class DecisionState(StrEnum):
    """Where a decision stands."""

    PROPOSED = "proposed"
    # One of the two who must agree has.
    HALF_APPROVED = "half_approved"
    # Agreed, but without effect on the debtor until he has the notice.
    APPROVED = "approved"
    POSTED = "posted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    REVERSED = "reversed"


class DecisionAct(StrEnum):
    """What happens to a decision."""

    PROPOSE = "propose"
    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    NOTICE = "notice"
    REVERSE = "reverse"


WAITING = (DecisionState.PROPOSED, DecisionState.HALF_APPROVED)
_BEGINS: dict[DecisionAct, tuple[DecisionState, ...]] = {
    DecisionAct.APPROVE: WAITING,
    DecisionAct.REJECT: WAITING,
    DecisionAct.WITHDRAW: (*WAITING, DecisionState.APPROVED),
    DecisionAct.NOTICE: (DecisionState.APPROVED,),
    DecisionAct.REVERSE: (DecisionState.POSTED,),
}
# An offset and an assignment reach the debtor only with their notice (Civil Code 568,
# 546).
NEED_NOTICE = frozenset({"offset", "assignment"})


def may(act: DecisionAct, state: DecisionState) -> bool:
    """Whether `act` is allowed in `state`."""
    return state in _BEGINS.get(act, ())


def after_approval(kind: str, *, complete: bool) -> DecisionState:
    """The state that an approval leads to."""
    if not complete:
        return DecisionState.HALF_APPROVED
    return DecisionState.APPROVED if kind in NEED_NOTICE else DecisionState.POSTED
