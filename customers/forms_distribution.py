"""The form of a region's targets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arcollect.core.form_fields import DateFormField, MoneyFormField, exact_in_currency
from arcollect.core.money import CURRENCIES
from arcollect.core.percent_field import PercentFormField
from customers.models import DistributionPolicy
from customers.services.publish_distribution import DistributionTargets

MOST_OUTLETS = 1_000_000


class DistributionForm(forms.Form):
    """Stage, outlets, target rate and ceiling of a region, from a day on."""

    region = forms.CharField(label=_("Region"), max_length=100)
    stage = forms.ChoiceField(
        label=_("Stage"), choices=DistributionPolicy.Stage.choices
    )
    outlets = forms.IntegerField(
        label=_("Outlets in the region"), min_value=1, max_value=MOST_OUTLETS
    )
    target_bp = PercentFormField(label=_("Target rate, %"))
    currency = forms.ChoiceField(
        label=_("Currency"), choices=[(code, code) for code in CURRENCIES]
    )
    exposure_ceiling = MoneyFormField(label=_("Exposure ceiling"))
    from_on = DateFormField(label=_("In force from"))

    def __init__(self, *args: Any, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].disabled = fixed

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        values["exposure_ceiling"] = exact_in_currency(
            self, "exposure_ceiling", values.get("currency")
        )
        return values

    def targets(self) -> DistributionTargets:
        names = DistributionTargets.__dataclass_fields__
        return DistributionTargets(**{name: self.cleaned_data[name] for name in names})
