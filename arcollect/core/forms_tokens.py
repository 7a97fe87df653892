"""The form of a new access token."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from arcollect.core.token_scopes import TokenScope


class TokenForm(forms.Form):
    """Name, what it is allowed to do, and how long it lives."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("The program that will use it, e.g. the shop or the ERP."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("Allowed to"),
        choices=TokenScope.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[TokenScope.READ],
        help_text=_("It never can do more than you."),
    )
    days = forms.TypedChoiceField(
        label=_("Expires after"),
        coerce=int,
        choices=[
            (30, _("30 days")),
            (90, _("90 days")),
            (180, _("180 days")),
            (365, _("One year")),
        ],
        initial=90,
    )
