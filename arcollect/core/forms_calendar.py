"""Forms of the working calendar and of absences."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arcollect.core.form_fields import DateFormField
from arcollect.core.models import Company, User
from arcollect.core.selectors.absences import people_to_enter
from arcollect.core.selectors.people import list_users

REST, WORK = "rest", "work"
WEEKDAYS = [
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
]


class CalendarDayForm(forms.Form):
    """A day that differs from its weekday."""

    day = DateFormField(label=_("Day"))
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            (REST, _("Holiday")),
            (WORK, _("Working day in spite of the weekend")),
        ],
    )
    name = forms.CharField(label=_("Name"), max_length=100, required=False)


class WeekendForm(forms.Form):
    days = forms.MultipleChoiceField(
        label=_("Nobody works on"),
        choices=WEEKDAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def days_off(self) -> frozenset[int]:
        return frozenset(int(day) for day in self.cleaned_data["days"])


class AbsenceForm(forms.Form):
    """Who is away, from when through when, and who stands in."""

    user = forms.ModelChoiceField(label=_("Who"), queryset=User.objects.none())
    from_on = DateFormField(label=_("First day"))
    until_on = DateFormField(label=_("Last day"))
    stand_in = forms.ModelChoiceField(
        label=_("Stand-in"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody: the manager acts"),
        help_text=_("Sees and visits the customers of the absent person meanwhile."),
    )

    def __init__(self, *args: Any, company: Company, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, queryset in (
            ("user", people_to_enter(company=company, user=by)),
            ("stand_in", list_users(company=company)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
            field.queryset = queryset
