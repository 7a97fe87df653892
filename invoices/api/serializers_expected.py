"""Due items with the day on which their money can be expected."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from rest_framework import serializers

from arcollect.core import clock
from arcollect.core.dates import NO_DATE_YET, WorkingDays
from arcollect.core.selectors.calendars import working_days_of
from customers.domain.expected_pay import expected_pay
from customers.selectors.expected_pay import habits_of
from customers.selectors.files import find_profile
from invoices.api.serializers import DueItemOut
from invoices.models import DueItemState


class DueItemExpectedOut(DueItemOut):
    """One due date of an invoice: what is open of it, its class and why.

    `expected_on` follows from the due date and the customer's payment profile, asked
    today; null where nothing is open, or no
    due date is known yet.
    """

    expected_on = serializers.SerializerMethodField()

    class Meta(DueItemOut.Meta):
        fields = (  # type: ignore[assignment]
            *DueItemOut.Meta.fields,
            "expected_on",
        )
        read_only_fields = fields  # type: ignore[assignment]

    def get_expected_on(self, item: DueItemState) -> dt.date | None:
        if not item.open_amount or item.due_on == NO_DATE_YET:
            return None
        calendar, today = self._company_days
        habits = habits_of(find_profile(item.customer))
        return expected_pay(
            item.due_on, habits=habits, calendar=calendar, as_of=today
        ).on

    @cached_property
    def _company_days(self) -> tuple[WorkingDays, dt.date]:
        """The calendar and the day; one serializer shows all rows of a list."""
        company = self.context["request"].company
        return working_days_of(company), clock.today(company.time_zone)
