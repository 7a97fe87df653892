"""Forms of customers, their people and their contracts."""

from __future__ import annotations

from typing import Any

from babel import Locale
from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from arcollect.core.form_fields import DateFormField
from arcollect.core.models import Company, Rep
from arcollect.core.money import CURRENCIES
from customers.domain.countries import COUNTRIES
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


class CustomerByCode(forms.CharField):
    """A customer of the company, written as his code; gives the customer or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)
        self.rows: Any = Customer.objects.none()

    def clean(self, value: Any) -> Any:
        code = super().clean(value)
        if not code:
            return None
        found = self.rows.filter(code=code).first()
        if found is None:
            raise forms.ValidationError(_("No customer has this code."), code="unknown")
        return found


def country_choices() -> list[tuple[str, str]]:
    """Countries by name, in the reader's language."""
    locale = Locale.parse((get_language() or "en").replace("-", "_"))
    names = [(code, locale.territories.get(code, code)) for code in COUNTRIES]
    return [("", gettext("Not stated")), *sorted(names, key=lambda one: one[1])]


class CustomerForm(VersionedForm):
    language = forms.ChoiceField(label=_("Language of letters"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    parent = CustomerByCode(
        label=_("Head of the group"),
        required=False,
        help_text=_("The code of the customer who leads the group."),
    )
    established_on = DateFormField(label=_("Established on"), required=False)
    # What the file shows together.
    SECTIONS = (
        (
            _("Customer"),
            ("code", "name", "kind", "size_class", "status", "rep", "region"),
        ),
        (_("Group and place"), ("parent", "country", "distance_km", "language")),
        (_("Reach"), ("email", "phone", "address")),
        (
            _("Legal data"),
            (
                "tax_id",
                "legal_representative",
                "registered_address",
                "established_on",
                "invoice_bank",
            ),
        ),
    )

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
            "size_class",
            "parent",
            "country",
            "legal_representative",
            "registered_address",
            "established_on",
            "invoice_bank",
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
        country, parent = self.fields["country"], self.fields["parent"]
        assert isinstance(country, forms.ChoiceField)  # noqa: S101
        assert isinstance(parent, CustomerByCode)  # noqa: S101
        country.choices = country_choices()
        parent.rows = Customer.objects.filter(company=company)
        head = self.instance.parent
        self.initial["parent"] = head.code if head else ""

    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The boxes under their headings."""
        return [
            (title, [self[name] for name in names]) for title, names in self.SECTIONS
        ]


def _time_input() -> forms.TimeInput:
    return forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class ContactForm(VersionedForm):
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Contact.Role.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    best_days = forms.TypedMultipleChoiceField(
        label=_("Best weekdays"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    best_from = forms.TimeField(
        label=_("Best from"), required=False, widget=_time_input()
    )
    best_until = forms.TimeField(
        label=_("Best until"), required=False, widget=_time_input()
    )
    do_not_contact_until = DateFormField(
        label=_("Do not contact through"), required=False
    )

    class Meta:
        model = Contact
        fields = [
            "name",
            "roles",
            "department",
            "phone",
            "email",
            "influence",
            "relation",
            "best_days",
            "best_from",
            "best_until",
            "routine",
            "consents_email",
            "consents_recording",
            "do_not_contact_until",
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        begin, end = data.get("best_from"), data.get("best_until")
        if (begin is None) != (end is None) or (begin and end and begin >= end):
            self.add_error(
                "best_until", _("Give both times, the earlier one first, or none.")
            )
        return data
