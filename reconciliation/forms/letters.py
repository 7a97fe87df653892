"""Forms about letters: the list's filters, a run, withdrawing, issuing again."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arcollect.core.form_fields import DateFormField, MoneyFormField
from arcollect.core.models import Company, User
from arcollect.core.permissions import LARGEST_KEY
from invoices.forms.choices import CustomerChoiceField
from invoices.forms.filters import ANY, SEARCH
from invoices.selectors.customers import currencies_of
from reconciliation.models import ConfirmationLetter, LetterState
from reconciliation.selectors.letter_plan import Who
from reconciliation.services.issue_letter import LetterOrder

KINDS = [
    ("", _("Demand where something is past due, else reconciliation")),
    *ConfirmationLetter.Kind.choices,
]
LANGUAGES = [
    ("", _("The language of each customer")),
    *ConfirmationLetter.Language.choices,
]
CUSTOMERS = [
    (Who.ALL.value, _("Everybody with a balance")),
    (Who.PAST_DUE.value, _("Those with something past due")),
    (Who.ONE.value, _("One customer")),
]
ORDER_FIELDS = ("cut_off", "ledger_from", "kind", "language", "reply_due_on", "pay_by")


class LetterFilter(forms.Form):
    """Filters of the list; one that is wrong filters nothing and says so."""

    q = forms.CharField(label=_("Number or customer"), required=False, widget=SEARCH)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[ANY, *LetterState.State.choices]
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[ANY, *ConfirmationLetter.Kind.choices]
    )
    cut_off = DateFormField(label=_("Cut-off date"), required=False)
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    customer = forms.IntegerField(
        widget=forms.HiddenInput, required=False, max_value=LARGEST_KEY
    )

    def __init__(self, data: Any, *, company: Company) -> None:
        super().__init__(data)
        _offer_currencies(self, company, ANY)

    def values(self) -> dict[str, Any]:
        """What can be used of the filters."""
        self.is_valid()
        return {name: v for name, v in self.cleaned_data.items() if v not in ("", None)}


class NewLettersForm(forms.Form):
    """What a run of letters is to be: about which day, to whom, in what form.

    Asked by GET, so that the answer has an address; the key that makes a second click
    harmless comes with the button that issues.
    """

    request_key = forms.CharField(
        widget=forms.HiddenInput, max_length=64, required=False
    )

    cut_off = DateFormField(
        label=_("Cut-off date"), help_text=_("The balance at the end of this day.")
    )
    who = forms.ChoiceField(label=_("Customers"), choices=CUSTOMERS)
    customer = CustomerChoiceField(required=False)
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    least = MoneyFormField(
        label=_("Balances of at least"),
        required=False,
        help_text=_("Either way; empty takes in all."),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=KINDS)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=LANGUAGES)
    ledger_from = DateFormField(
        label=_("Ledger lines from"),
        required=False,
        help_text=_("What is older is the opening balance. Empty: from the beginning."),
    )
    reply_due_on = DateFormField(label=_("Reply due on"))
    pay_by = DateFormField(
        label=_("Pay by"),
        required=False,
        help_text=_("For demands. Empty: the day the reply is due."),
    )
    auditor_name = forms.CharField(
        label=_("Auditor"),
        max_length=200,
        required=False,
        help_text=_("For audit confirmations: whom the reply goes to."),
    )
    auditor_address = forms.CharField(
        label=_("Auditor's address"), max_length=300, required=False
    )
    auditor_email = forms.EmailField(label=_("Auditor's e-mail"), required=False)

    def __init__(
        self, data: Any = None, *, company: Company, user: User, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        _offer_currencies(self, company, ("", _("All currencies")))
        customer = self.fields["customer"]
        assert isinstance(customer, CustomerChoiceField)  # noqa: S101 - for the types
        customer.choose_from(company=company, user=user)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("who") == Who.ONE and not cleaned.get("customer"):
            if "customer" not in self.errors:
                self.add_error("customer", _("Name the customer."))
        elif cleaned.get("customer") and cleaned.get("who") != Who.ONE:
            cleaned["who"] = Who.ONE.value
        return cleaned

    def plan(self) -> dict[str, Any]:
        """The arguments of `plan_letters`."""
        cleaned = self.cleaned_data
        customer = cleaned["customer"]
        return {
            "cut_off": cleaned["cut_off"],
            "who": cleaned["who"],
            "customer_id": customer.pk if customer else None,
            "currency": cleaned["currency"],
            "least": cleaned["least"] or Decimal(0),
            "kind": cleaned["kind"],
        }

    def order(self, *, issued_on: dt.date) -> LetterOrder:
        """The order of every letter of the run."""
        cleaned = self.cleaned_data
        return LetterOrder(
            issued_on=issued_on,
            auditor={
                key: cleaned[f"auditor_{key}"] for key in ("name", "address", "email")
            },
            **{name: cleaned[name] for name in ORDER_FIELDS},
        )


class WithdrawLetterForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)


class ReissueLetterForm(forms.Form):
    """A letter again, from today's books."""

    reply_due_on = DateFormField(label=_("Reply due on"))
    pay_by = DateFormField(
        label=_("Pay by"),
        required=False,
        help_text=_("For demands. Empty: the day the reply is due."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=300)


def _offer_currencies(form: forms.Form, company: Company, none: Any) -> None:
    currency = form.fields["currency"]
    assert isinstance(currency, forms.ChoiceField)  # noqa: S101 - for the types
    codes = {company.base_currency, *currencies_of(company=company)}
    currency.choices = [none, *((code, code) for code in sorted(codes))]
