"""The life of a bill: states, steps, and what to be warned of (Domain model `Bill`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from arcollect.core.dates import add_months

# Commercial bills of mainland China run six months at most, from issue to maturity.
LONGEST_MONTHS = 6


class BillState(StrEnum):
    """Where a bill stands."""

    RECEIVED = "received"
    HELD = "held"
    DISCOUNTED = "discounted"
    ENDORSED = "endorsed"
    PRESENTED = "presented"
    HONOURED = "honoured"
    DISHONOURED = "dishonoured"
    EXTENDED = "extended"
    REVERSED = "reversed"


class BillAct(StrEnum):
    """What happens to a bill."""

    RECEIVE = "receive"
    HOLD = "hold"
    DISCOUNT = "discount"
    ENDORSE = "endorse"
    PRESENT = "present"
    HONOUR = "honour"
    DISHONOUR = "dishonour"
    EXTEND = "extend"
    UNDO = "undo"


class BillWarning(StrEnum):
    """What a person should look at before a bill is taken."""

    LONGER_THAN_SIX_MONTHS = "longer_than_six_months"
    MATURED_ALREADY = "matured_already"
    NO_GUARANTOR = "no_guarantor"


# Whoever may fail to pay after we passed the bill on can come back to us.
_RECOURSE = (BillState.DISCOUNTED, BillState.ENDORSED)
_STEPS: dict[BillAct, tuple[tuple[BillState, ...], BillState]] = {
    BillAct.HOLD: ((BillState.RECEIVED,), BillState.HELD),
    BillAct.DISCOUNT: ((BillState.HELD,), BillState.DISCOUNTED),
    BillAct.ENDORSE: ((BillState.HELD,), BillState.ENDORSED),
    BillAct.PRESENT: ((BillState.HELD,), BillState.PRESENTED),
    BillAct.HONOUR: ((BillState.PRESENTED, *_RECOURSE), BillState.HONOURED),
    BillAct.DISHONOUR: ((BillState.PRESENTED, *_RECOURSE), BillState.DISHONOURED),
    BillAct.EXTEND: ((BillState.RECEIVED, BillState.HELD), BillState.EXTENDED),
}
WITH_RECOURSE = frozenset(_RECOURSE)
# Its item is (or may come back as) a claim of ours.
ALIVE = frozenset({BillState.RECEIVED, BillState.HELD, BillState.PRESENTED, *_RECOURSE})
_NEED_A_GUARANTOR = frozenset({"postdated_cheque", "promissory_note"})
_COMMERCIAL = frozenset({"bank_acceptance", "commercial_acceptance"})


def after(act: BillAct, state: BillState) -> BillState | None:
    """The state that `act` leads to from `state`; None where it is not allowed."""
    step = _STEPS.get(act)
    if step is None or state not in step[0]:
        return None
    return step[1]


def acts_from(state: BillState) -> list[BillAct]:
    """What may happen to a bill in `state`, in the order of its life; no undoing."""
    return [act for act, (begins, _) in _STEPS.items() if state in begins]


def warnings_of(
    *, kind: str, guarantor: str, issued_on: date, matures_on: date, received_on: date
) -> Iterator[BillWarning]:
    """What to look at: nothing of it forbids taking the bill.

    Acceptances of more than six months (S50 asks for the head's guarantee on a
    postdated bill), and paper that was due before it came.
    """
    if kind in _COMMERCIAL and matures_on > add_months(issued_on, LONGEST_MONTHS):
        yield BillWarning.LONGER_THAN_SIX_MONTHS
    if matures_on < received_on:
        yield BillWarning.MATURED_ALREADY
    if kind in _NEED_A_GUARANTOR and not guarantor.strip():
        yield BillWarning.NO_GUARANTOR
