"""The public form: a code from a letter, or the letter's file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from reconciliation.domain import letter_codes
from reconciliation.services.read_foreign_pdf import LARGEST_FILE


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code on the letter"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "placeholder": "7K2M-418Q-…",
            }
        ),
    )

    def clean_code(self) -> str:
        code = letter_codes.read_code(self.cleaned_data["code"])
        if not code:
            raise ValidationError(
                _("A code has 16 letters and digits in groups of four. Read it again.")
            )
        return code


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("The letter's PDF file"),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(_("Letters are smaller than 10 MB. Choose another."))
        return file
