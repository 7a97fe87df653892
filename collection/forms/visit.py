"""The form at the customer's door: outcome, day and amount, everything else folded."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arcollect.core.dates import month_end
from arcollect.core.form_fields import (
    DateFormField,
    MoneyFormField,
    OnceForm,
    exact_in_currency,
)
from collection.models import Visit
from collection.services.log_visit import Report
from collection.services.record_promise import Promised
from customers.selectors.customers import list_contacts

if TYPE_CHECKING:
    from customers.models import Customer

OTHER_DAY = "other"
FRIDAY = 4
REPORT = ("observed", "heard", "asked", "concluded", "next_action", "next_action_on")


class WhenForm(OnceForm):
    """For which day the customer promised: three likely days, or another."""

    when = forms.ChoiceField(label=_("They will pay on"), widget=forms.RadioSelect)
    other_on = DateFormField(label=_("Another day"), required=False)
    amount = MoneyFormField(required=False)

    def __init__(
        self, *args: Any, today: dt.date, currency: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.days = likely_days(today)
        when = self.fields["when"]
        assert isinstance(when, forms.ChoiceField)  # noqa: S101 - for the types
        when.choices = [
            *((day.isoformat(), label) for day, label in self.days.items()),
            (OTHER_DAY, _("Other")),
        ]

    def check_promise(self) -> None:
        """Ask for day and amount; errors stand beside the box they are about."""
        values = self.cleaned_data
        if values.get("when") == OTHER_DAY and values.get("other_on") is None:
            self.add_error("other_on", _("Choose the day."))
        if values.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", _("Say how much was promised."))
        else:
            values["amount"] = exact_in_currency(self, "amount", self.currency)

    def promised_on(self) -> dt.date:
        """The chosen day; only after the form was found valid."""
        when = self.cleaned_data["when"]
        if when == OTHER_DAY:
            day: dt.date = self.cleaned_data["other_on"]
            return day
        return dt.date.fromisoformat(when)


class VisitForm(WhenForm):
    """A visit or call, and what was promised there."""

    outcome = forms.ChoiceField(
        label=_("Outcome"), widget=forms.RadioSelect, choices=Visit.Outcome.choices
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Visit.Kind.choices, initial=Visit.Kind.APPOINTMENT
    )
    visited_on = DateFormField(label=_("On"))
    contact: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Whom you met"),
        queryset=None,
        required=False,
        empty_label=_("Nobody named"),
    )
    observed = forms.CharField(label=_("Observed"), required=False, max_length=2000)
    heard = forms.CharField(label=_("Heard"), required=False, max_length=2000)
    asked = forms.CharField(label=_("Asked"), required=False, max_length=2000)
    concluded = forms.CharField(label=_("Concluded"), required=False, max_length=2000)
    next_action = forms.CharField(
        label=_("Next action"), required=False, max_length=200
    )
    next_action_on = DateFormField(label=_("Next action on"), required=False)
    counts_bills = forms.BooleanField(label=_("A bill will do as well"), required=False)

    def __init__(self, *args: Any, customer: Customer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["when"].required = False
        contact = self.fields["contact"]
        assert isinstance(contact, forms.ModelChoiceField)  # noqa: S101
        contact.queryset = list_contacts(customer=customer)
        for name in ("observed", "heard", "asked", "concluded"):
            self.fields[name].widget = forms.Textarea(attrs={"rows": 2})

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("outcome") == Visit.Outcome.PROMISED:
            if not values.get("when"):
                self.add_error("when", _("Choose the day."))
            self.check_promise()
        return values

    def promised(self) -> Promised | None:
        """What was promised; None where the outcome is another."""
        values = self.cleaned_data
        if values["outcome"] != Visit.Outcome.PROMISED:
            return None
        return Promised(
            currency=self.currency,
            amount=values["amount"],
            promised_on=self.promised_on(),
            counts_bills=values["counts_bills"],
        )

    def report(self) -> Report:
        return Report(**{name: self.cleaned_data[name] for name in REPORT})

    @property
    def is_unfolded(self) -> bool:
        """Whether an error hides in the folded part."""
        hidden = {"kind", "visited_on", "contact", "counts_bills", *REPORT}
        return self.is_bound and bool(hidden & set(self.errors))


def likely_days(today: dt.date) -> dict[dt.date, Any]:
    """The days of the chips with their words: each day once, in this order."""
    friday = today + dt.timedelta(days=(FRIDAY - today.weekday()) % 7)
    days: dict[dt.date, Any] = {}
    for day, label in (
        (friday, _("This Friday")),
        (today + dt.timedelta(days=7), _("+7 days")),
        (month_end(today), _("Month end")),
    ):
        days.setdefault(day, label)
    return days
