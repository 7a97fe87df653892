"""Forms of the import screens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from invoices.importers.columns import COLUMNS, Kind
from invoices.importers.mapping import (
    ChosenMapping,
    wanted_columns,
)
from invoices.importers.suggestions import likely_kind, suggest

# What may stand for a column that the file does not have.
CONSTANTS = ("currency", "term_days", "kind", "method", "term_type", "sales_mode")
KIND_WORDS = {
    Kind.CUSTOMERS: _("Customers"),
    Kind.CONTRACTS: _("Contracts"),
    Kind.INVOICES: _("Invoices and credit notes"),
    Kind.OPENINGS: _("Opening balances"),
    Kind.PAYMENTS: _("Payments"),
    Kind.ALLOCATIONS: _("Allocations"),
}
_DATE_WORDS = (
    ("iso", "2026-01-31"),
    ("slash", "2026/01/31"),
    ("compact", "20260131"),
    ("dotted", "31.01.2026"),
    ("british", "31/01/2026"),
    ("american", "01/31/2026"),
)
_NUMBER_WORDS = (
    ("plain", "1234.50"),
    ("comma_groups", "1,234.50"),
    ("dot_groups", "1.234,50"),
    ("blank_groups", "1 234,50"),
)


class FilesInput(forms.ClearableFileInput):
    """A file box that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several uploaded files."""

    widget = FilesInput(attrs={"accept": ".csv,.gz,.xlsx", "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        clean_one = super().clean
        given = data if isinstance(data, list | tuple) else [data]
        return [clean_one(file, initial) for file in given]


class UploadForm(forms.Form):
    """The files of one import; they are posted together or not at all."""

    tables = FilesField(
        label=_("Files"),
        help_text=_("CSV or XLSX, several at once. They are posted together."),
    )


class EncodingForm(forms.Form):
    """The encoding in which the names read right."""

    encoding = forms.CharField(max_length=40)


class KindForm(forms.Form):
    """What the rows of the file are."""

    kind = forms.ChoiceField(
        label=_("The rows are"),
        choices=[(kind.value, word) for kind, word in KIND_WORDS.items()],
    )


class MappingForm(forms.Form):
    """One box per canonical column, with a suggestion where a header is alike."""

    date_form = forms.ChoiceField(label=_("Dates look like"), choices=_DATE_WORDS)
    number_form = forms.ChoiceField(label=_("Amounts look like"), choices=_NUMBER_WORDS)
    save_as = forms.CharField(
        label=_("Save the mapping as"),
        max_length=100,
        required=False,
        help_text=_("A saved mapping is offered for the next file of this kind."),
    )

    def __init__(
        self, *args: Any, kind: Kind, header: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        names = [title for title in header if title.strip()]
        choices = [("", _("- not in the file -")), *((name, name) for name in names)]
        suggested = suggest(wanted_columns(kind), names)
        self.suggested = frozenset(suggested)
        for name in wanted_columns(kind):
            self.fields[f"column_{name}"] = forms.ChoiceField(
                label=name,
                choices=choices,
                required=False,
                initial=suggested.get(name, ""),
            )
            if name in CONSTANTS:
                self.fields[f"constant_{name}"] = forms.CharField(
                    label=_("otherwise"), required=False, max_length=40
                )

    def rows(self) -> list[dict[str, Any]]:
        """The boxes with their column, for the template."""
        needed = {column.name for column in COLUMNS[self.kind] if column.required}
        return [
            {
                "name": name,
                "required": name in needed,
                "suggested": name in self.suggested,
                "field": self[f"column_{name}"],
                "constant": self[f"constant_{name}"] if name in CONSTANTS else None,
            }
            for name in wanted_columns(self.kind)
        ]

    def clean(self) -> dict[str, Any]:
        """Required columns need a source column or a value of their own."""
        data = super().clean() or {}
        for column in COLUMNS[self.kind]:
            name = column.name
            filled = data.get(f"column_{name}") or data.get(f"constant_{name}")
            if column.required and not filled:
                self.add_error(f"column_{name}", _("This column is required."))
        due = ("column_due_on", "column_term_days", "constant_term_days")
        if self.kind is Kind.INVOICES and not any(data.get(name) for name in due):
            self.add_error("column_due_on", _("Map due_on or term_days."))
        return data

    def mapping(self, title: str) -> ChosenMapping:
        """The mapping that was chosen; the form must be valid."""
        data = self.cleaned_data
        names = wanted_columns(self.kind)
        return ChosenMapping(
            title=title,
            kind=self.kind,
            columns={
                name: data[f"column_{name}"]
                for name in names
                if data.get(f"column_{name}")
            },
            constants={
                name: data[f"constant_{name}"]
                for name in names
                if data.get(f"constant_{name}")
            },
            date_form=data["date_form"],
            number_form=data["number_form"],
        )


def first_kind(header: Sequence[str], asked: str | None) -> Kind:
    """The kind asked for in the address, else the likeliest."""
    form = KindForm({"kind": asked}) if asked else None
    if form is not None and form.is_valid():
        return Kind(form.cleaned_data["kind"])
    return likely_kind(header)
