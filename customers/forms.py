"""Forms of customers, their people and their contracts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from arcollect.core.models import Company, Rep
from arcollect.core.money import CURRENCIES
from customers.models import Contact, Customer


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
