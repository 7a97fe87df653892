"""What a bank line pays: amounts beside items, and what a difference is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django import forms
from django.db import models
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from arcollect.core.form_fields import MoneyFormField, OnceForm, exact_in_currency
from arcollect.core.models import Company, User
from arcollect.core.money import quantum
from invoices.models import BankEntry, DueItemState, MatchingRules
from invoices.selectors.bank_lines import possible_owners
from invoices.selectors.matching_book import agreed_share
from invoices.services.confirm_match import MatchPart

ZERO = Decimal(0)


class Difference(models.TextChoices):
    """What the part is that no money came for."""

    NONE = "", _("Stays open")
    FEE = "fee", _("Bank fee")
    DISCOUNT = "discount", _("Early-payment discount")


class MatchForm(OnceForm):
    """One optional amount per due item, named `amount-<id>`: what settles it."""

    difference = forms.ChoiceField(
        label=_("What is the difference?"),
        choices=Difference.choices,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args: Any, items: Sequence[DueItemState], entry: BankEntry, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items, self.entry = items, entry
        for item in items:
            number = item.due_item.invoice.number
            self.fields[field_name(item.pk)] = MoneyFormField(
                label=_("Amount for %(number)s") % {"number": number}, required=False
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for item in self.items:
            name = field_name(item.pk)
            data[name] = exact_in_currency(self, name, self.entry.currency)
        difference = self.entry.amount - sum(self.amounts(data).values(), ZERO)
        if difference < 0 and not data.get("difference"):
            self.add_error(
                "difference",
                _(
                    "More is applied than came in. Lower an amount, or say what the "
                    "difference is."
                ),
            )
        return data

    def amounts(self, data: Mapping[str, Any] | None = None) -> dict[int, Decimal]:
        """The amounts above zero by due item, as far as they can be read."""
        if data is None:
            data = self._readable()
        return {
            item.pk: amount
            for item in self.items
            if isinstance(amount := data.get(field_name(item.pk)), Decimal)
        }

    def _readable(self) -> Mapping[str, Any]:
        if not self.is_bound:
            return self.initial
        self.is_valid()
        return self.cleaned_data

    def parts(self, rules: MatchingRules) -> list[MatchPart]:
        """The parts of a valid form; the difference falls on items that may carry it."""
        amounts = self.amounts()
        short = max(ZERO, sum(amounts.values(), ZERO) - self.entry.amount)
        choice = self.cleaned_data["difference"]
        less: dict[int, Decimal] = {}
        if short and choice == Difference.FEE:
            less = {max(amounts, key=lambda pk: amounts[pk]): short}
        elif short:
            shares = {
                item.pk: agreed_share(item.due_item, rules)
                for item in self.items
                if item.pk in amounts
            }
            less = _spread_discount(
                amounts, short, shares, quantum(self.entry.currency)
            )
        is_fee = choice == Difference.FEE
        return [
            MatchPart(
                due_item_id=pk,
                money=amount - less.get(pk, ZERO),
                discount=ZERO if is_fee else less.get(pk, ZERO),
                fee=less.get(pk, ZERO) if is_fee else ZERO,
            )
            for pk, amount in amounts.items()
        ]

    def rows(self) -> list[tuple[DueItemState, BoundField]]:
        """Each item with its box, for the table."""
        return [(item, self[field_name(item.pk)]) for item in self.items]


def _spread_discount(
    amounts: dict[int, Decimal], short: Decimal, shares: dict[int, int], unit: Decimal
) -> dict[int, Decimal]:
    """Up to each item's agreed share; what is over stays on the last and is refused."""
    less: dict[int, Decimal] = {}
    left = short
    for pk, amount in sorted(amounts.items(), key=lambda part: -part[1]):
        share = (amount * shares[pk] / 10_000).quantize(unit, ROUND_DOWN)
        less[pk] = min(left, share)
        left -= less[pk]
    if left and less:
        less[max(amounts, key=lambda pk: amounts[pk])] += left
    return less


def field_name(item_id: int) -> str:
    """The name of an item's box."""
    return f"amount-{item_id}"


class OwnerForm(forms.Form):
    """Who finds out whose money it is."""

    owner = forms.ModelChoiceField(
        label=pgettext_lazy("of a task", "Owner"),
        queryset=User.objects.none(),
        empty_label=None,
    )

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)  # noqa: S101
        owner.queryset = possible_owners(company=company)


class ReasonForm(forms.Form):
    """Why a line is no customer's money."""

    reason = forms.CharField(
        label=_("If it is no customer's money: what is it?"), max_length=500
    )


class MatchingRulesForm(forms.Form):
    """What the matching may explain away and post by itself."""

    bank_fee = MoneyFormField(label=_("Bank fee up to"), required=False)
    discount_percent = forms.DecimalField(
        label=_("Early-payment discount, percent"),
        min_value=0,
        max_value=20,
        decimal_places=2,
        required=False,
    )
    discount_days = forms.IntegerField(
        label=_("Days from the invoice date"),
        min_value=0,
        max_value=365,
        required=False,
    )
    post_named = forms.BooleanField(
        label=_("Post when the invoice numbers and the amount agree"), required=False
    )
    post_advised = forms.BooleanField(
        label=_("Post when a checked remittance advice and the amount agree"),
        required=False,
    )
    post_known = forms.BooleanField(
        label=_("Post when the account is known and one way alone fits the amount"),
        required=False,
    )

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("bank_fee"):
            data["bank_fee"] = exact_in_currency(self, "bank_fee", self.currency)
        return data
