"""Opening balances pasted from a spreadsheet or a CSV file, one line each."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arcollect.core.form_fields import OnceForm
from arcollect.core.models import Company, User
from arcollect.core.money import AmountFormatError
from arcollect.core.money_input import read_amount
from customers.models import Customer
from invoices.services.post_openings import MOST_ROWS, Opening

COLUMNS = ("customer_code", "number", "issued_on", "due_on", "currency", "amount")
LONGEST = 200_000


class OpeningsForm(OnceForm):
    """Rows of code, number, document date, due date, currency and amount.

    A minus before the amount makes it the customer's credit. A head line is left out.
    """

    rows = forms.CharField(
        label=gettext_lazy("Open amounts"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Per line: customer code, number, document date, due date, currency, "
            "amount; with tabs, commas or semicolons between. Dates as 2026-01-31. A "
            "minus before the amount means the customer's credit, which needs no due "
            "date."
        ),
    )

    def __init__(self, *args: Any, company: Company, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.company, self.user = company, user
        self.openings: list[Opening] = []

    def clean_rows(self) -> str:
        text: str = self.cleaned_data["rows"]
        lines = [line for line in _cells(text) if any(line)]
        if lines and lines[0][0].casefold() in ("customer_code", "code"):
            lines = lines[1:]
        if len(lines) > MOST_ROWS:
            raise forms.ValidationError(
                _("At most %(most)d rows at once; import a file instead.")
                % {"most": MOST_ROWS},
                code="many",
            )
        customers = self._customers({line[0] for line in lines})
        for number, line in enumerate(lines, start=1):
            try:
                self.openings.append(self._opening(line, customers))
            except ValueError as error:
                raise forms.ValidationError(
                    _("Row %(row)d: %(reason)s") % {"row": number, "reason": error},
                    code="row",
                ) from error
        return text

    def _customers(self, codes: set[str]) -> dict[str, Customer]:
        rows = Customer.objects.filter(company=self.company, code__in=codes)
        return {row.code: row for row in rows.visible_to(self.user)}

    def _opening(self, line: list[str], customers: dict[str, Customer]) -> Opening:
        if len(line) != len(COLUMNS):
            raise ValueError(
                _("%(count)d cells stand there, not %(wanted)d.")
                % {"count": len(line), "wanted": len(COLUMNS)}
            )
        code, number, issued_on, due_on, currency, amount = line
        if code not in customers:
            raise ValueError(_("There is no customer with the code %s.") % code)
        is_credit = amount.startswith(("-", "\N{MINUS SIGN}"))
        try:
            value = read_amount(amount.lstrip("-\N{MINUS SIGN}"))
        except AmountFormatError as error:
            raise ValueError(str(error)) from error
        return Opening(
            customer=customers[code],
            number=number[:60],
            issued_on=_day(issued_on),
            due_on=_day(due_on) if due_on else None,
            currency=currency.upper() or self.company.base_currency,
            amount=-value if is_credit else value,
        )


def _cells(text: str) -> list[list[str]]:
    """The lines, split at the first separator that the text uses."""
    separator = next((mark for mark in "\t;," if mark in text), ",")
    clean = text.replace("\x00", "")
    lines = csv.reader(io.StringIO(clean), delimiter=separator, strict=False)
    try:
        return [[cell.strip() for cell in line] for line in lines]
    except csv.Error as error:
        raise forms.ValidationError(str(error), code="csv") from error


def _day(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError(_("“%s” is no day. Write it as 2026-01-31.") % text) from None
    if not 1990 <= day.year <= 2100:
        raise ValueError(_("Choose a date between 1990 and 2100."))
    return day
