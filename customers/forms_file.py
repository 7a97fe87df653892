"""Forms of a customer's file: how he pays, why he does not, and his flags."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from arcollect.core.form_fields import DateFormField
from customers.forms import VersionedForm
from customers.models import Customer, CustomerFlag, PaymentProfile

LAST_DAY = 31


def _day_of_month(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=LAST_DAY,
        required=False,
        help_text=_("1 to 31; 31 is the last day of every month."),
    )


class PaymentProfileForm(VersionedForm):
    """The eight facts of row S94, the usual pay days and the portal."""

    # 0: there was no profile when the form was opened.
    version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, required=False, initial=0
    )
    closing_day = _day_of_month(_("Monthly closing day"))
    bank_closing_day = _day_of_month(_("Bank's monthly closing day"))
    approval_steps = forms.IntegerField(
        label=_("Approval steps"),
        min_value=0,
        max_value=30,
        required=False,
        help_text=_("Each takes a working day."),
    )
    transfer_days = forms.IntegerField(
        label=_("Days a transfer takes"), min_value=0, max_value=60, required=False
    )
    pay_weekdays = forms.TypedMultipleChoiceField(
        label=_("Usual pay days"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = PaymentProfile
        fields = [
            "closing_day",
            "approval_steps",
            "pay_weekdays",
            "bank",
            "bank_closing_day",
            "transfer_days",
            "budget",
            "invoice_requirements",
            "funds_note",
            "portal",
        ]


class CauseForm(VersionedForm):
    """Why the customer does not pay."""

    cause_noted_on = DateFormField(label=_("Known on"))

    class Meta:
        model = Customer
        fields = ["cause", "cause_note", "cause_noted_on"]
        labels = {
            "cause": _("Cause of non-payment"),
            "cause_note": pgettext_lazy("explained", "In words"),
        }


class FlagForm(forms.Form):
    """Which flag, from when, why, and when a manager looks again."""

    kind = forms.ChoiceField(label=_("Flag"), choices=CustomerFlag.Kind.choices)
    from_on = DateFormField(label=pgettext_lazy("first day", "From"))
    review_on = DateFormField(label=_("Review by"))
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class LiftFlagForm(forms.Form):
    """The first day without the flag, and why."""

    lifted_on = DateFormField(label=_("First day without it"))
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
