"""Forms of reminders: reasons, limits, texts, holds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arcollect.core.display import HTML_LANGUAGES
from arcollect.core.form_fields import (
    DateFormField,
    MoneyFormField,
    exact_in_currency,
)
from collection.models import DunningLevel, Hold


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)


class LimitsForm(forms.Form):
    """Below what nothing is asked for, and where old items begin."""

    small_balance = MoneyFormField(
        label=_("Small balance"),
        help_text=_("In the company's currency; past the final date all is asked for."),
    )
    start_level = forms.TypedChoiceField(
        label=_(
            "First level of items that were past due before sending was switched on"
        ),
        coerce=int,
        choices=[(level, DunningLevel(level).label) for level in (1, 2, 3)],
    )

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        values["small_balance"] = exact_in_currency(
            self, "small_balance", self.currency
        )
        return values


class TextForm(forms.Form):
    """Subject and body of a level; `language` is the one the letter is written in."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(
        label=_("Text"), max_length=4000, widget=forms.Textarea(attrs={"rows": 14})
    )

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["lang"] = HTML_LANGUAGES[language]


class HoldForm(forms.Form):
    """How long reminders rest, and why."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Hold.Kind.choices)
    from_on = DateFormField(label=_("From"))
    until_on = DateFormField(
        label=_("Until"),
        required=False,
        help_text=_("This day included. A pause always has an end."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=300)


def placeholder_words() -> list[tuple[str, str | Promise]]:
    """Every placeholder and what stands in its place."""
    return [
        ("customer", _("the customer's legal name")),
        ("contact", _("the person addressed, else the customer")),
        ("company", _("your legal name")),
        ("number", _("the letter's number")),
        ("date", _("the letter's date")),
        ("items", _("how many items are listed")),
        ("total", _("what is asked for, in figures")),
        ("total_words", _("what is asked for, in words")),
        ("oldest_days", _("days the oldest item is past due")),
        ("due_on", _("the earliest due date")),
        ("pay_by", _("the day to pay by")),
        ("rep", _("who looks after the customer")),
        ("phone", _("your phone")),
        ("email", _("your e-mail for replies")),
    ]
