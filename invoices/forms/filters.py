"""Filters of the lists: GET forms whose state is the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arcollect.core.form_fields import DateFormField
from arcollect.core.models import Company, Rep, User
from arcollect.core.permissions import LARGEST_KEY
from customers.models import Customer, CustomerFlag
from invoices.selectors.customers import currencies_of, regions_of

ANY = ("", _("Any"))
CLASSES = [
    ANY,
    ("1", _("Uncollected")),
    ("2", _("Expedited")),
    ("3", _("Quasi-bad")),
    ("4", _("Bad")),
    ("5", _("Dead")),
]
FILES = [
    ANY,
    ("100", _("Something is missing")),
    ("90", _("Below 90%")),
    ("50", _("Below 50%")),
]
SEARCH = forms.TextInput(attrs={"type": "search"})


class FilterForm(forms.Form):
    """A filter that is wrong filters nothing and says so; the others still hold."""

    q = forms.CharField(label=_("Search"), required=False, widget=SEARCH)
    currency = forms.ChoiceField(label=_("Currency"), required=False)

    def __init__(self, data: Any, *, company: Company) -> None:
        super().__init__(data)
        currency = self.fields["currency"]
        assert isinstance(currency, forms.ChoiceField)  # noqa: S101 - for the types
        codes = {company.base_currency, *currencies_of(company=company)}
        currency.choices = [ANY, *((code, code) for code in sorted(codes))]

    def values(self) -> dict[str, Any]:
        """What can be used of the filters."""
        self.is_valid()
        return {name: v for name, v in self.cleaned_data.items() if v not in ("", None)}


class CustomerFilter(FilterForm):
    q = forms.CharField(
        label=_("Code, name or tax number"), required=False, widget=SEARCH
    )
    rep = forms.ModelChoiceField(
        label=_("Rep"),
        queryset=Rep.objects.none(),
        required=False,
        empty_label=_("Any"),
    )
    region = forms.ChoiceField(label=_("Region"), required=False)
    severity = forms.TypedChoiceField(
        label=_("Class"), choices=CLASSES, required=False, coerce=int, empty_value=None
    )
    overdue = forms.BooleanField(label=_("Overdue only"), required=False)
    file = forms.TypedChoiceField(
        label=_("File complete"),
        choices=FILES,
        required=False,
        coerce=int,
        empty_value=None,
    )
    flag = forms.ChoiceField(
        label=_("Flag"),
        choices=[ANY, *CustomerFlag.Kind.choices, ("review", _("Review overdue"))],
        required=False,
    )
    cause = forms.ChoiceField(
        label=_("Cause"),
        choices=[ANY, *(one for one in Customer.Cause.choices if one[0])],
        required=False,
    )
    field_order = [
        "q",
        "rep",
        "region",
        "severity",
        "currency",
        "file",
        "flag",
        "cause",
        "overdue",
    ]

    def __init__(self, data: Any, *, company: Company, user: User) -> None:
        super().__init__(data, company=company)
        rep, region = self.fields["rep"], self.fields["region"]
        assert isinstance(rep, forms.ModelChoiceField)  # noqa: S101 - for the types
        assert isinstance(region, forms.ChoiceField)  # noqa: S101
        # Names of other teams' reps are none of a rep's business.
        visible = Customer.objects.filter(company=company).visible_to(user)
        rep.queryset = Rep.objects.filter(
            company=company, pk__in=visible.order_by().values("rep")
        ).order_by("name")
        regions = regions_of(company=company, user=user)
        region.choices = [ANY, *((name, name) for name in regions)]


class DocumentFilter(FilterForm):
    q = forms.CharField(label=_("Number or customer"), required=False, widget=SEARCH)
    state = forms.ChoiceField(label=_("State"), required=False)
    since = DateFormField(label=_("From"), required=False)
    until = DateFormField(label=_("To"), required=False)
    customer = forms.IntegerField(
        widget=forms.HiddenInput, required=False, max_value=LARGEST_KEY
    )
    field_order = ["q", "state", "severity", "currency", "since", "until", "customer"]
    states: list[tuple[str, Any]] = []

    def __init__(self, data: Any, *, company: Company) -> None:
        super().__init__(data, company=company)
        state = self.fields["state"]
        assert isinstance(state, forms.ChoiceField)  # noqa: S101 - for the types
        state.choices = [ANY, *self.states]


class InvoiceFilter(DocumentFilter):
    severity = forms.TypedChoiceField(
        label=_("Class"), choices=CLASSES, required=False, coerce=int, empty_value=None
    )
    states = [
        ("open", _("Open")),
        ("overdue", _("Overdue")),
        ("settled", _("Settled")),
        ("reversed", _("Reversed")),
    ]


class SourceFilter(DocumentFilter):
    states = [
        ("unallocated", _("Not allocated")),
        ("used_up", _("Allocated")),
        ("reversed", _("Reversed")),
    ]
