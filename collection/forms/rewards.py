"""Forms of commission rates, rules of points, campaigns, prizes and redemptions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from arcollect.core.form_fields import (
    DateFormField,
    MoneyFormField,
    OnceForm,
    exact_in_currency,
)
from arcollect.core.models import Company
from arcollect.core.percent_field import PercentFormField
from collection.domain.commission import CommissionRules
from collection.domain.points import WHOLE_BP, PointsRules
from collection.models import Prize
from collection.models.commission import SHARES
from collection.selectors.points import prizes_on
from collection.services.keep_campaigns import CampaignTerms

MOST_PIECES = 100_000


class CommissionPolicyForm(forms.Form):
    """Rates of the next version, in percent."""

    rate_bp = PercentFormField(label=_("Normal commission, % of the money"))
    uncollected_bp = PercentFormField(label=_("Share for uncollected items, %"))
    expedited_bp = PercentFormField(label=_("Share for expedited items, %"))
    quasi_bad_bp = PercentFormField(label=_("Share for quasi-bad items, %"))
    bad_bp = PercentFormField(label=_("Share for bad items, %"))
    dead_bp = PercentFormField(label=_("Share for dead items, %"))
    recovery_bp = PercentFormField(
        label=_("Recovery rate, %"),
        help_text=_("On top for money won back from quasi-bad and worse items."),
    )
    from_on = DateFormField(label=_("In force from"))
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)

    def rules(self) -> CommissionRules:
        return CommissionRules(**{name: self.cleaned_data[name] for name in SHARES})


class PointsPolicyForm(forms.Form):
    """Rules of the next version."""

    unit = MoneyFormField(label=_("Amount for one point"))
    early_days = forms.IntegerField(
        label=_("Early from, days"), min_value=1, max_value=365
    )
    early_bp = PercentFormField(label=_("Points when early, %"), most=10 * WHOLE_BP)
    lapse_months = forms.IntegerField(
        label=_("Months until points lapse"),
        min_value=1,
        max_value=600,
        required=False,
        help_text=_("Empty: never."),
    )
    from_on = DateFormField(label=_("In force from"))
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = company.base_currency
        self.fields["unit"].help_text = _("In %(currency)s.") % {
            "currency": self.currency
        }

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        values["unit"] = exact_in_currency(self, "unit", self.currency)
        return values

    def rules(self) -> PointsRules:
        values = self.cleaned_data
        return PointsRules(
            unit=values["unit"],
            early_days=values["early_days"],
            early_bp=values["early_bp"],
        )


class CampaignForm(forms.Form):
    """A period, what it multiplies, and how early the money must come."""

    name = forms.CharField(label=_("Name"), max_length=100)
    from_on = DateFormField(label=pgettext_lazy("first day", "From"))
    until_on = DateFormField(label=_("Until"))
    multiplier_bp = PercentFormField(
        label=_("Points in the campaign, %"),
        most=10 * WHOLE_BP,
        help_text=_("200 doubles them; 100 is a campaign of prizes alone."),
    )
    min_early_days = forms.IntegerField(
        label=_("Only for money that comes so many days early"),
        min_value=0,
        max_value=365,
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def terms(self) -> CampaignTerms:
        values = dict(self.cleaned_data)
        values.pop("version")
        return CampaignTerms(**values)


class PrizeForm(forms.Form):
    """A prize of a campaign."""

    name = forms.CharField(label=_("Prize"), max_length=100)
    points = forms.IntegerField(label=_("Points"), min_value=1, max_value=100_000_000)
    stock = forms.IntegerField(label=_("Pieces"), min_value=1, max_value=MOST_PIECES)


class StockForm(forms.Form):
    """More pieces, or fewer."""

    more = forms.IntegerField(
        label=_("Pieces to add"),
        min_value=-MOST_PIECES,
        max_value=MOST_PIECES,
        help_text=_("Below 0 takes pieces out."),
    )


class RedeemForm(OnceForm):
    """Which prize the customer takes, and how many."""

    prize: forms.ModelChoiceField[Prize] = forms.ModelChoiceField(
        label=_("Prize"), queryset=None, empty_label=None
    )
    quantity = forms.IntegerField(
        label=_("Pieces"), min_value=1, max_value=MOST_PIECES, initial=1
    )

    def __init__(
        self, *args: Any, company: Company, today: dt.date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        prize = self.fields["prize"]
        assert isinstance(prize, forms.ModelChoiceField)  # noqa: S101 - for the types
        prize.queryset = prizes_on(company=company, on=today)
        prize.label_from_instance = _prize_label  # type: ignore[method-assign, assignment]


def _prize_label(prize: Any) -> str:
    return _("%(name)s · %(points)d points · %(left)d left") % {
        "name": prize.name,
        "points": prize.points,
        "left": prize.left,
    }


class HandOverForm(forms.Form):
    """Who received the prize, and when."""

    handed_over_on = DateFormField(label=_("Handed over on"))
    receiver = forms.CharField(label=_("Received by"), max_length=200)


class PointsFilterForm(forms.Form):
    q = forms.CharField(label=_("Customer"), max_length=100, required=False)
