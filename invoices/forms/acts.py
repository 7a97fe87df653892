"""Forms of acts on posted documents: reverse, undo, facts, overrides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arcollect.core.form_fields import DateFormField, OnceForm
from invoices.models import Fact
from invoices.services.record_fact import CUSTOMER_KINDS


class ReverseForm(OnceForm):
    """From which day a document is taken back, and why."""

    effective_on = DateFormField(label=_("Effective on"))
    reason = forms.CharField(label=_("Reason"), max_length=500)


class UndoForm(OnceForm):
    effective_on = DateFormField(
        label=_("Effective on"),
        required=False,
        help_text=_(
            "Empty: as if it had never been. A later day keeps the days before."
        ),
    )
    reason = forms.CharField(label=_("Reason"), max_length=500)


class FactForm(forms.Form):
    """Something known about the customer, or about one of his items."""

    kind = forms.ChoiceField(label=_("What is known"))
    from_on = DateFormField(label=_("From"))
    until_on = DateFormField(
        label=_("Until"),
        required=False,
        help_text=_(
            "The first day on which it no longer holds. Empty: it still holds."
        ),
    )
    source = forms.CharField(
        label=_("Source document"),
        max_length=200,
        required=False,
        help_text=_("Court notice, register extract, letter."),
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
    verified = forms.BooleanField(
        label=_("The evidence is complete"), required=False, initial=True
    )

    def __init__(self, *args: Any, for_item: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 - for the types
        kind.choices = [
            (value, label)
            for value, label in Fact.Kind.choices
            if _fits(value, for_item=for_item)
        ]


def _fits(kind: str, *, for_item: bool) -> bool:
    if for_item:
        return kind not in CUSTOMER_KINDS
    return kind != Fact.Kind.LIMITATION


class OverrideForm(forms.Form):
    """A class set by hand, for at most 90 days."""

    severity = forms.TypedChoiceField(
        label=_("Class"),
        coerce=int,
        choices=[
            ("1", _("Uncollected")),
            ("2", _("Expedited")),
            ("3", _("Quasi-bad")),
            ("4", _("Bad")),
            ("5", _("Dead")),
        ],
    )
    from_on = DateFormField(label=_("From"))
    until_on = DateFormField(
        label=_("Until"),
        help_text=_("At most 90 days later; then the rule decides again."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=500)


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500)
