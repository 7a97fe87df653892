"""Extensions: on time they move the due date, late they only freeze."""

from __future__ import annotations

from datetime import date

import pytest

from arcollect.core.dates import WorkingDays
from invoices.domain.extensions import (
    ExtendedDue,
    Extension,
    PlanFreeze,
    apply_extensions,
    mildest_plan,
    plan_missed_on,
)

DUE = date(2026, 1, 31)
NEW = date(2026, 2, 20)
LATER = date(2026, 3, 31)
AS_OF = date(2026, 6, 1)


def after(*extensions: Extension, as_of: date = AS_OF) -> ExtendedDue:
    return apply_extensions(DUE, extensions, as_of=as_of)


@pytest.mark.parametrize("approved_on", [date(2026, 1, 2), DUE])
def test_approved_on_or_before_the_due_date_moves_it(approved_on: date) -> None:
    assert after(Extension(NEW, approved_on)) == ExtendedDue(NEW, 1, ())


def test_approved_a_day_late_is_a_plan() -> None:
    found = after(Extension(NEW, date(2026, 2, 1)))
    assert found == ExtendedDue(
        DUE, 0, (PlanFreeze(date(2026, 2, 1), date(2026, 2, 23)),)
    )


def test_unapproved_is_ignored() -> None:
    assert after(Extension(NEW, None)) == ExtendedDue(DUE, 0, ())


def test_an_approval_works_from_its_own_day_on() -> None:
    extension = Extension(NEW, date(2026, 1, 28))
    assert after(extension, as_of=date(2026, 1, 27)).due_on == DUE
    assert after(extension, as_of=date(2026, 1, 28)).due_on == NEW


def test_each_extension_is_measured_by_the_date_it_replaces() -> None:
    first, second = (
        Extension(NEW, date(2026, 1, 28)),
        Extension(LATER, date(2026, 2, 20)),
    )
    assert after(first, second) == after(second, first) == ExtendedDue(LATER, 2, ())
    assert after(second).due_on == DUE


def test_a_missed_instalment_counts_after_the_tolerance_on_a_working_day() -> None:
    # Friday 20 February + 2 is a Sunday; Monday is still in time, Tuesday is not.
    assert plan_missed_on(NEW, calendar=WorkingDays()) == date(2026, 2, 24)
    assert plan_missed_on(NEW) == date(2026, 2, 23)
    assert plan_missed_on(NEW, tolerance_days=0) == date(2026, 2, 21)


def test_the_plan_that_began_first_protects_most_while_it_runs() -> None:
    early = PlanFreeze(date(2026, 2, 1), date(2026, 3, 1))
    late = PlanFreeze(date(2026, 2, 10))
    assert mildest_plan([late, early], as_of=date(2026, 2, 28)) == early
    assert mildest_plan([late, early], as_of=date(2026, 3, 1)) == late
    assert mildest_plan([late, early], as_of=date(2026, 1, 31)) is None
    assert mildest_plan([late, early], as_of=date(2026, 2, 1)) == early
