"""When the money of due items can be expected, from how their customers pay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from arcollect.core.bulk import in_chunks
from arcollect.core.dates import NO_DATE_YET, WorkingCalendar
from customers.domain.expected_pay import ExpectedPay, PayHabits, expected_pay
from customers.models import PaymentProfile

CHUNK = 5_000
NOTHING_KNOWN = PayHabits()


def habits_of(profile: PaymentProfile | None) -> PayHabits:
    """The profile as the rule takes it; nothing known where there is none."""
    if profile is None:
        return NOTHING_KNOWN
    return PayHabits(
        closing_day=profile.closing_day,
        approval_steps=profile.approval_steps,
        pay_weekdays=frozenset(profile.pay_weekdays),
        bank_closing_day=profile.bank_closing_day,
        transfer_days=profile.transfer_days,
    )


def habits_by_customer(customer_ids: Iterable[int]) -> dict[int, PayHabits]:
    """What is known per customer; the others are left out."""
    found: dict[int, PayHabits] = {}
    for ids in in_chunks(customer_ids, CHUNK):
        for profile in PaymentProfile.objects.filter(customer_id__in=ids):
            found[profile.customer_id] = habits_of(profile)
    return found


def expected_days(
    due_days: Iterable[dt.date],
    *,
    habits: PayHabits,
    calendar: WorkingCalendar,
    as_of: dt.date,
) -> dict[dt.date, ExpectedPay]:
    """Per due day of one customer, when its money can be expected, asked on `as_of`.

    Left out is `NO_DATE_YET`: nobody knows when that falls due.
    """
    return {
        day: expected_pay(day, habits=habits, calendar=calendar, as_of=as_of)
        for day in set(due_days) - {NO_DATE_YET}
    }
