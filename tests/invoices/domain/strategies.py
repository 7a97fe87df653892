"""Random policies, terms and items for the properties of the classification rule."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from invoices.domain.classes import ReceivableClass
from invoices.domain.classification import ItemSnapshot, OverrideInForce
from invoices.domain.extensions import Extension, PlanFreeze
from invoices.domain.facts import ClassFact, FactKind
from invoices.domain.movements import Movement, MovementKind
from invoices.domain.policy import (
    PRESETS,
    AfterDue,
    AfterFinal,
    ExpeditedAfter,
    PolicyRules,
)

START = date(2024, 1, 1)
# Days lie close together so that boundaries meet often; three years reach every class.
DAYS = st.integers(0, 1100).map(lambda n: START + timedelta(days=n))
TERMS = st.one_of(st.sampled_from([0, 1, 2, 3, 30, 60, 90, 360]), st.integers(0, 400))
WIDTHS = st.one_of(st.sampled_from([0, 1, 30, 90]), st.integers(0, 500))
AMOUNTS = st.integers(1, 10**9).map(lambda cents: Decimal(cents).scaleb(-2))


@st.composite
def policies(draw: st.DrawFn) -> PolicyRules:
    """A preset or any policy that the rules accept, odd ones included."""
    if draw(st.booleans()):
        return draw(st.sampled_from(list(PRESETS.values())))
    least = draw(st.integers(0, 40))
    most = draw(st.one_of(st.none(), st.integers(least, 60)))
    after_due = st.builds(AfterDue, due_plus=WIDTHS, min_width=WIDTHS)
    return PolicyRules(
        name="any",
        grace_num=draw(st.integers(0, 3)),
        grace_den=draw(st.integers(1, 4)),
        grace_min_days=least,
        grace_max_days=most,
        expedited_after=draw(st.sampled_from(ExpeditedAfter)),
        quasi_after=draw(
            st.one_of(after_due, st.builds(AfterFinal, final_plus=WIDTHS))
        ),
        bad_after=draw(after_due),
        dead_after_days=draw(st.one_of(st.none(), st.integers(0, 1095))),
        limitation_forces=draw(
            st.sampled_from([ReceivableClass.DEAD, ReceivableClass.BAD])
        ),
        bounced_bills_min=draw(st.integers(1, 3)),
        supply_stopped_days=draw(st.integers(0, 60)),
    )


@st.composite
def spans(draw: st.DrawFn) -> tuple[date, date | None]:
    """A half-open span of days, sometimes without an end."""
    start = draw(DAYS)
    length = draw(st.one_of(st.none(), st.integers(1, 400)))
    return start, None if length is None else start + timedelta(days=length)


@st.composite
def stated_facts(draw: st.DrawFn) -> ClassFact:
    from_on, until_on = draw(spans())
    return ClassFact(draw(st.sampled_from(FactKind)), from_on, until_on)


@st.composite
def overrides(draw: st.DrawFn) -> OverrideInForce:
    from_on, until_on = draw(spans())
    classes = [cls for cls in ReceivableClass if cls is not ReceivableClass.SETTLED]
    return OverrideInForce(draw(st.sampled_from(classes)), from_on, until_on)


@st.composite
def plans(draw: st.DrawFn) -> PlanFreeze:
    start_on, missed_on = draw(spans())
    return PlanFreeze(start_on, missed_on)


@st.composite
def items(draw: st.DrawFn) -> ItemSnapshot:
    """An item with anything that may happen to it, in any combination."""
    amount = draw(AMOUNTS)
    movements = st.builds(
        Movement,
        kind=st.sampled_from(MovementKind),
        on=DAYS,
        amount=st.one_of(AMOUNTS, st.just(amount)),
    )
    return ItemSnapshot(
        amount=amount,
        due_on=draw(st.one_of(DAYS, DAYS, DAYS, st.none())),
        term_days=draw(TERMS),
        issued_on=draw(st.one_of(st.none(), DAYS)),
        no_grace=draw(st.booleans()),
        movements=tuple(draw(st.lists(movements, max_size=3))),
        extensions=tuple(
            draw(
                st.lists(
                    st.builds(Extension, DAYS, st.one_of(st.none(), DAYS)), max_size=3
                )
            )
        ),
        facts=tuple(draw(st.lists(stated_facts(), max_size=3))),
        override=draw(st.one_of(st.none(), overrides())),
        plan=draw(st.one_of(st.none(), plans())),
        supply_stopped_on=draw(st.one_of(st.none(), DAYS)),
        bounced_bills=tuple(draw(st.lists(DAYS, max_size=4))),
        limitation_last_day=draw(st.one_of(st.none(), DAYS)),
    )
