"""Forms of customers, their people and their contracts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from arcollect.core.form_fields import (
    DateFormField,
    MoneyFormField,
    exact_in_currency,
)
from arcollect.core.models import Company, Rep
from arcollect.core.money import CURRENCIES
from arcollect.core.percent_field import PercentFormField
from customers.models import Contact, Contract, Customer, SettlementTerm

MOST_TERMS = 4
MOST_TERM_DAYS = 3650
# The terms that a due date follows from without further documents.
TERM_TYPES = [
    (kind.value, kind.label)
    for kind in (
        SettlementTerm.Type.NET,
        SettlementTerm.Type.EOM_PLUS,
        SettlementTerm.Type.FIXED_DAY,
    )
]


def currency_choices() -> list[tuple[str, str]]:
    """Every currency that can be booked, by its code."""
    return [(code, code) for code in CURRENCIES]


class VersionedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form that remembers which state of the row it was opened with."""

    version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=1, required=False, initial=1
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            # What the box held when the form was opened travels with it, so that a
            # late saver's own changes are told from those of somebody else.
            field.show_hidden_initial = name != "version"

    def values(self) -> dict[str, Any]:
        """The cleaned fields of the model, without the version."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class CustomerForm(VersionedForm):
    language = forms.ChoiceField(label=_("Language of letters"), required=False)

    class Meta:
        model = Customer
        fields = [
            "code",
            "name",
            "kind",
            "status",
            "tax_id",
            "language",
            "region",
            "rep",
            "email",
            "phone",
            "address",
            "distance_km",
        ]

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rep = self.fields["rep"]
        assert isinstance(rep, forms.ModelChoiceField)  # noqa: S101 - for the types
        rep.queryset = Rep.objects.filter(company=company).order_by("name")
        rep.empty_label = _("Nobody yet")
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)  # noqa: S101
        language.choices = [("", _("As the company")), *settings.LANGUAGES]
        kept = self.instance.language
        if kept and kept not in dict(settings.LANGUAGES):
            # An import may bring any language; saving the rest must not empty it.
            language.choices = [*language.choices, (kept, kept)]


class ContactForm(VersionedForm):
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Contact.Role.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Contact
        fields = ["name", "roles", "department", "phone", "email"]


class ContractForm(VersionedForm):
    signed_on = DateFormField(label=_("Signed on"), required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=currency_choices)
    amount = MoneyFormField(label=_("Amount"), required=False)
    late_interest_bp = PercentFormField(
        label=_("Late interest, percent a year"), required=False
    )

    class Meta:
        model = Contract
        fields = [
            *("number", "kind", "sales_mode", "signed_on", "currency", "amount"),
            "late_interest_bp",
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["amount"] = exact_in_currency(self, "amount", data.get("currency"))
        return data


class TermForm(forms.ModelForm):  # type: ignore[type-arg]
    """One settlement term: which fields count depends on its type."""

    type = forms.ChoiceField(label=_("Term"), choices=TERM_TYPES)
    days = forms.IntegerField(
        label=_("Days"), min_value=0, max_value=MOST_TERM_DAYS, required=False
    )
    day_of_month = forms.IntegerField(
        label=_("Day of month"), min_value=1, max_value=31, required=False
    )
    months = forms.IntegerField(
        label=_("Months later"), min_value=0, max_value=36, required=False
    )

    class Meta:
        model = SettlementTerm
        fields = ["type", "days", "months", "day_of_month", "due_roll"]
        labels = {"due_roll": _("On a day off")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not (self.prefix or "").endswith("-0"):
            kind = self.fields["type"]
            assert isinstance(kind, forms.ChoiceField)  # noqa: S101 - for the types
            kind.required = False
            kind.choices = [("", _("Not used")), *TERM_TYPES]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("type"):
            return data
        if data.get("type") == SettlementTerm.Type.FIXED_DAY:
            data["days"] = None
            self._demand(data, "day_of_month", _("Say which day of the month."))
            self._demand(data, "months", _("Say how many months later: 0 or more."))
        else:
            data["day_of_month"] = None
            self._demand(data, "days", _("Say how many days: 0 or more."))
            if data.get("type") == SettlementTerm.Type.NET:
                data["months"] = None
        return data

    def _demand(self, data: dict[str, Any], field: str, sentence: Any) -> None:
        if data.get(field) is None and field not in self.errors:
            self.add_error(field, sentence)


TermFormSet = forms.formset_factory(
    TermForm, extra=0, min_num=1, max_num=MOST_TERMS, validate_min=True
)
