"""The days of the three contacts, whatever the calendar."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from arcollect.core.dates import WorkingDays
from collection.domain.cadence import Actor, Cadence, Step, plan_cadence

ISSUED_ON = dt.date(2026, 6, 1)
span = [ISSUED_ON + dt.timedelta(days=n) for n in range(-30, 160)]
calendars = st.builds(
    WorkingDays,
    weekend=st.frozensets(st.integers(0, 6), max_size=4),
    holidays=st.frozensets(st.sampled_from(span), max_size=20),
    working=st.frozensets(st.sampled_from(span), max_size=5),
)
terms = st.integers(0, 90)


def planned(term: int, calendar: WorkingDays, **more: object) -> Cadence:
    due_on = ISSUED_ON + dt.timedelta(days=term)
    return plan_cadence(
        issued_on=ISSUED_ON,
        due_on=due_on,
        final_on=due_on + dt.timedelta(days=term // 3),
        calendar=calendar,
        **more,  # type: ignore[arg-type]
    )


@given(terms, calendars)
def test_everybody_works_on_the_day_of_a_contact(
    term: int, calendar: WorkingDays
) -> None:
    found = planned(term, calendar)
    assert all(calendar.is_working_day(step.on) for step in found.steps)


@given(terms, calendars)
def test_notice_is_never_shorter_than_its_name(
    term: int, calendar: WorkingDays
) -> None:
    found = planned(term, calendar)
    notice = {
        step.step: (found.due_settlement_on - step.on).days for step in found.steps
    }
    assert notice.get(Step.T7, 7) >= 7
    assert notice.get(Step.T3, 3) >= 3
    assert notice[Step.T0] == 0


@given(terms, calendars, st.booleans())
def test_every_step_is_planned_or_has_a_reason(
    term: int, calendar: WorkingDays, close_watch: bool
) -> None:
    found = planned(term, calendar, close_watch=close_watch)
    planned_steps = {step.step for step in found.steps}
    skipped = {step for step, _reason in found.skipped}
    assert planned_steps | skipped == set(Step) - (
        {Step.T1} if not close_watch else set()
    )
    assert not planned_steps & skipped
    days = [step.on for step in found.steps]
    assert days == sorted(set(days)), "no two contacts on one day"


@given(terms, calendars, st.sampled_from(span[60:]))
def test_an_agreed_day_moves_only_the_visit_itself(
    term: int, calendar: WorkingDays, agreed_on: dt.date
) -> None:
    plain, agreed = (
        planned(term, calendar),
        planned(term, calendar, agreed_on=agreed_on),
    )
    assert plain.steps[:-1] == agreed.steps[:-1]
    assert agreed.settlement_on >= agreed_on
    assert agreed.escalate_on == plain.escalate_on, "the final date is not negotiable"


@given(terms, calendars)
def test_nobody_there_means_the_manager_goes_and_the_customer_is_told(
    term: int, calendar: WorkingDays
) -> None:
    found = planned(
        term, calendar, rep_absent=lambda _: True, stand_in_absent=lambda _: True
    )
    assert {step.actor for step in found.steps} == {Actor.MANAGER}
    assert all(step.notify_customer for step in found.steps)


@given(terms, calendars)
def test_close_watch_only_adds_the_day_before(term: int, calendar: WorkingDays) -> None:
    plain, watched = planned(term, calendar), planned(term, calendar, close_watch=True)
    assert [one for one in watched.steps if one.step is not Step.T1] == list(
        plain.steps
    )
    assert watched.due_settlement_on == plain.due_settlement_on


def test_a_watched_customer_is_seen_the_day_before() -> None:
    found = planned(30, WorkingDays(), close_watch=True)  # due on a Wednesday
    assert [(one.step.value, one.on.day) for one in found.steps] == [
        ("T-7", 24),
        ("T-3", 26),
        ("T-1", 30),
        ("T-0", 1),
    ]
