"""Remittance advices: paste or upload, then check line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from arcollect.core.form_fields import DateFormField
from arcollect.core.forms_sign_in import currency_choices
from arcollect.core.models import Company, User
from arcollect.core.money import AmountFormatError
from arcollect.core.money_input import read_amount
from arcollect.core.templatetags.number_text import amount_text
from invoices.domain.remittance import AdvisedLine
from invoices.forms.choices import CustomerChoiceField
from invoices.models import RemittanceLine

ENCODINGS = [
    ("", "UTF-8"),
    ("gb18030", "GBK, GB18030"),
    ("big5", "Big5"),
]
# Empty rows under the read ones, for what was overlooked.
MORE = 3


class _AboutForm(forms.Form):
    """Who paid, when, under which reference: as far as the message says it."""

    customer = CustomerChoiceField(required=False)
    reference = forms.CharField(
        label=_("Payment reference"), max_length=100, required=False
    )
    paid_on = DateFormField(label=_("Paid on"), required=False)

    def __init__(self, *args: Any, company: Company, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        customer = self.fields["customer"]
        assert isinstance(customer, CustomerChoiceField)  # noqa: S101
        customer.choose_from(company=company, user=user)


class RemittanceForm(_AboutForm):
    """The message itself."""

    text = forms.CharField(
        label=_("Text of the message"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One line per invoice: its number and the amount."),
    )
    file = forms.FileField(label=_("Or a file, CSV or XLSX"), required=False)
    encoding = forms.ChoiceField(
        label=_("Encoding of a CSV file"), choices=ENCODINGS, required=False
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=currency_choices)
    field_order = ("text", "file", "encoding", "currency", "customer", "reference")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("text", "").strip() and not data.get("file"):
            raise forms.ValidationError(_("Paste the message or choose a file."))
        return data


class CheckForm(_AboutForm):
    """The lines as read, to be corrected; a line without number and amount is dropped."""

    def __init__(
        self, *args: Any, lines: Sequence[RemittanceLine], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [*lines, *[None] * MORE]
        for place, line in enumerate(self.lines):
            self.fields[f"number-{place}"] = forms.CharField(
                label=_("Invoice number"),
                max_length=60,
                required=False,
                initial=line.number if line else "",
            )
            self.fields[f"amount-{place}"] = forms.CharField(
                label=_("Amount"),
                max_length=40,
                required=False,
                initial=amount_text(line.amount, line.currency) if line else "",
                widget=forms.TextInput(attrs={"class": "num", "inputmode": "decimal"}),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["lines"] = [
            line
            for place in range(len(self.lines))
            if (line := self._line(data, place))
        ]
        return data

    def _line(self, data: dict[str, Any], place: int) -> AdvisedLine | None:
        number, text = data.get(f"number-{place}", ""), data.get(f"amount-{place}", "")
        if not number and not text:
            return None
        is_negative = text.lstrip().startswith(("-", "−", "－"))
        try:
            amount = read_amount(text.strip().lstrip("-−－"))
        except AmountFormatError as error:
            self.add_error(f"amount-{place}", str(error))
            return None
        return AdvisedLine(number.strip(), -amount if is_negative else amount)

    def rows(self) -> list[tuple[RemittanceLine | None, BoundField, BoundField]]:
        """Each line with its two boxes, and the empty ones."""
        return [
            (line, self[f"number-{place}"], self[f"amount-{place}"])
            for place, line in enumerate(self.lines)
        ]
