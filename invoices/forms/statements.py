"""Forms of the statement screens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from arcollect.core.models import Company
from invoices.forms.filters import ANY, SEARCH
from invoices.forms.imports import FilesField, FilesInput
from invoices.importers.expressions import ProfileError
from invoices.importers.statements.profile import (
    MAX_BYTES,
    load_shipped,
    parse_profile,
)
from invoices.importers.statements.titles import title_of
from invoices.selectors.bank_statements import statement_currencies

MAX_FILES = 50


class StatementFilter(forms.Form):
    """Account, number or file, and currency."""

    q = forms.CharField(
        label=_("Account, number or file"),
        required=False,
        max_length=200,
        widget=SEARCH,
    )
    currency = forms.ChoiceField(label=_("Currency"), required=False)

    def __init__(self, data: Any, *, company: Company) -> None:
        super().__init__(data)
        currency = self.fields["currency"]
        assert isinstance(currency, forms.ChoiceField)  # noqa: S101 - for the types
        codes = statement_currencies(company)
        currency.choices = [ANY, *((code, code) for code in codes)]

    def values(self) -> dict[str, Any]:
        """What can be used of the filters."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class StatementFilesField(FilesField):
    """Several statements at once, of any format."""

    widget = FilesInput(attrs={"multiple": True})


class StatementUploadForm(forms.Form):
    """Statement files, each taken or refused on its own, and how tables are read."""

    statements = StatementFilesField(
        label=_("Files"),
        help_text=_(
            "MT940, MT942, CAMT.052, .053 or .054, OFX, QFX, BAI2, CSV, XLS or XLSX, "
            "each at most 16 MB."
        ),
    )
    profile = forms.ChoiceField(
        label=_("How tables are read"),
        required=False,
        help_text=_("Only CSV, XLS and XLSX need it."),
    )
    own_profile = forms.FileField(
        label=_("A profile of your own (TOML)"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".toml"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["profile"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - for the types
        shipped = [(item["name"], title_of(item)) for item in load_shipped()]
        chosen.choices = [("", _("Found by the headings")), *shipped]

    def clean_statements(self) -> Any:
        found = self.cleaned_data["statements"]
        if len(found) > MAX_FILES:
            raise ValidationError(
                _("Choose at most %(limit)d files."), params={"limit": MAX_FILES}
            )
        return found

    def clean_own_profile(self) -> dict[str, Any] | None:
        upload = self.cleaned_data["own_profile"]
        if not upload:
            return None
        name = str(upload.name).rpartition("/")[2].removesuffix(".toml")
        try:
            return parse_profile(upload.read(MAX_BYTES + 1), name=name[:100] or "own")
        except ProfileError as error:
            raise ValidationError(str(error)) from error

    def chosen_profile(self) -> dict[str, Any] | None:
        """The profile to read tables by; None to find it by the headings."""
        own: dict[str, Any] | None = self.cleaned_data["own_profile"]
        name = self.cleaned_data["profile"]
        if own is not None or not name:
            return own
        return next(item for item in load_shipped() if item["name"] == name)
