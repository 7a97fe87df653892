"""Forms of products, promotion agreements and support actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from arcollect.core.form_fields import (
    DateFormField,
    MoneyFormField,
    exact_in_currency,
)
from arcollect.core.models import Company
from arcollect.core.money import AmountFormatError, exact_money
from arcollect.core.percent_field import PercentFormField
from customers.forms import VersionedForm, currency_choices
from customers.models import (
    Customer,
    CustomerProduct,
    Product,
    PromotionAgreement,
    SupportAction,
)


class ProductForm(VersionedForm):
    currency = forms.ChoiceField(label=_("Currency"), choices=currency_choices)
    list_price = MoneyFormField(label=_("List price"))

    class Meta:
        model = Product
        fields = [
            "code",
            "name",
            "specification",
            "unit",
            "currency",
            "list_price",
            "is_sold",
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["list_price"] = exact_in_currency(self, "list_price", data.get("currency"))
        return data


class RangeForm(VersionedForm):
    """A product at a customer: which one is chosen once and stays."""

    product = forms.ModelChoiceField(
        label=_("Product"), queryset=Product.objects.none(), empty_label=None
    )
    dealer_price = MoneyFormField(label=_("Dealer price"))
    sales_rank = forms.IntegerField(
        label=_("Sales rank"), min_value=1, max_value=9999, required=False
    )
    sales_share_bp = PercentFormField(
        label=_("Share of the customer's sales, %"), required=False
    )
    noted_on = DateFormField(label=_("As of"))

    class Meta:
        model = CustomerProduct
        fields = ["dealer_price", "sales_rank", "sales_share_bp", "noted_on"]

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["product"]
        else:
            product = self.fields["product"]
            assert isinstance(product, forms.ModelChoiceField)  # noqa: S101
            sold = Product.objects.filter(company=company, is_sold=True)
            product.queryset = sold.order_by("code")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        product = self.instance.product if self.instance.pk else data.get("product")
        if product and data.get("dealer_price") is not None:
            _exact_or_zero(self, data, "dealer_price", product.currency)
        return data


class AgreementForm(VersionedForm):
    from_on = DateFormField(label=pgettext_lazy("first day", "From"))
    until_on = DateFormField(label=_("Through"))
    currency = forms.ChoiceField(label=_("Currency"), choices=currency_choices)
    rate_bp = PercentFormField(label=_("Rate of purchases, %"), required=False, least=1)
    amount = MoneyFormField(label=_("Fixed amount"), required=False)
    budget = MoneyFormField(label=_("Budget"), required=False)
    signed_on = DateFormField(label=_("Signed on"), required=False)

    class Meta:
        model = PromotionAgreement
        fields = [
            "number",
            "type",
            "title",
            "from_on",
            "until_on",
            "currency",
            "rate_bp",
            "amount",
            "budget",
            "signed_on",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_to_choose(self, "type")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in ("amount", "budget"):
            data[name] = exact_in_currency(self, name, data.get("currency"))
        return data


class EndAgreementForm(forms.Form):
    """The last day it holds, and why."""

    ended_on = DateFormField(label=_("Last day"))
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class SupportForm(VersionedForm):
    done_on = DateFormField(label=_("Done on"))
    currency = forms.ChoiceField(label=_("Currency"), choices=currency_choices)
    cost = MoneyFormField(label=_("Cost"))

    class Meta:
        model = SupportAction
        fields = ["kind", "done_on", "currency", "cost", "note", "agreement"]

    def __init__(self, *args: Any, customer: Customer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agreement = self.fields["agreement"]
        assert isinstance(agreement, forms.ModelChoiceField)  # noqa: S101
        agreement.queryset = PromotionAgreement.objects.filter(
            customer=customer
        ).order_by("-from_on")
        agreement.empty_label = str(_("None"))
        _ask_to_choose(self, "kind")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        _exact_or_zero(self, data, "cost", data.get("currency"))
        return data


def _ask_to_choose(form: forms.BaseForm, name: str) -> None:
    """Say in words that nothing is chosen yet."""
    field = form.fields[name]
    assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - for the types
    widget = field.widget
    assert isinstance(widget, forms.Select)  # noqa: S101 - for the types
    field.choices = [
        (value, word if value else _("Choose")) for value, word in widget.choices
    ]


def _exact_or_zero(
    form: forms.BaseForm, data: dict[str, Any], field: str, currency: str | None
) -> None:
    """An amount in the currency's decimals that may be zero."""
    amount = data.get(field)
    if amount is None or not currency:
        return
    try:
        data[field] = exact_money(amount, currency)
    except AmountFormatError as error:
        form.add_error(field, str(error))
