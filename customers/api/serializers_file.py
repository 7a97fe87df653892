"""How the parts of a customer's file are shown and written."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from arcollect.core.api.fields import CurrencyCode, Day, Key, MoneyText, fault
from arcollect.core.money import AmountFormatError, exact_money
from customers.api.serializers import Change, Version, visible_customers
from customers.domain.margins import dealer_margin_bp
from customers.models import (
    Customer,
    CustomerFlag,
    CustomerProduct,
    PaymentProfile,
    Product,
    PromotionAgreement,
    SupportAction,
)
from customers.models.product import WHOLE_BP

LAST_DAY = 31


def _text(length: int) -> serializers.CharField:
    return serializers.CharField(max_length=length, default="", allow_blank=True)


def _number(least: int, most: int) -> serializers.IntegerField:
    return serializers.IntegerField(
        min_value=least, max_value=most, default=None, allow_null=True
    )


def _weekdays(**more: Any) -> serializers.ListField:
    child = serializers.IntegerField(min_value=0, max_value=6)
    return serializers.ListField(child=child, **more)


class PaymentProfileOut(serializers.ModelSerializer[PaymentProfile]):
    """How a customer pays. Weekdays count Monday as 0; a day of 31 is a month's last."""

    pay_weekdays = _weekdays(read_only=True)

    class Meta:
        model = PaymentProfile
        fields = (
            "id",
            "customer",
            "closing_day",
            "approval_steps",
            "pay_weekdays",
            "bank",
            "bank_closing_day",
            "transfer_days",
            "budget",
            "invoice_requirements",
            "funds_note",
            "portal",
            "version",
        )
        read_only_fields = fields


class ProfileFields(serializers.Serializer[Any]):
    """What is written of a payment profile."""

    closing_day = _number(1, LAST_DAY)
    approval_steps = _number(0, 30)
    pay_weekdays = _weekdays(max_length=7, default=list)
    bank = _text(200)
    bank_closing_day = _number(1, LAST_DAY)
    transfer_days = _number(0, 60)
    budget = serializers.ChoiceField(
        choices=PaymentProfile.Budget.choices, default="", allow_blank=True
    )
    invoice_requirements = _text(500)
    funds_note = _text(500)
    portal = _text(200)


class ProfileIn(ProfileFields):
    """The first payment profile of a customer."""

    customer = Key(rows=visible_customers)


class ProfileChange(Change, ProfileFields):
    """What is left out stays as it is."""


class CauseIn(serializers.Serializer[Any]):
    """Why a customer does not pay, as known on a day; empty where he pays again."""

    version = Version()
    cause = serializers.ChoiceField(choices=Customer.Cause.choices, allow_blank=True)
    cause_note = _text(500)
    cause_noted_on = Day()


class FlagOut(serializers.ModelSerializer[CustomerFlag]):
    """A flag of a customer; in force until the day before `lifted_on`."""

    class Meta:
        model = CustomerFlag
        fields = (
            "id",
            "customer",
            "kind",
            "from_on",
            "review_on",
            "reason",
            "set_by",
            "lifted_on",
            "lifted_by",
            "lift_reason",
        )
        read_only_fields = fields


class FlagIn(serializers.Serializer[Any]):
    """A new flag: from when, why, and when a manager looks again."""

    customer = Key(rows=visible_customers)
    kind = serializers.ChoiceField(choices=CustomerFlag.Kind.choices)
    from_on = Day()
    review_on = Day()
    reason = serializers.CharField(max_length=500)


class FlagLift(serializers.Serializer[Any]):
    """The first day without the flag, and why."""

    lifted_on = Day()
    reason = serializers.CharField(max_length=500)


class ProductOut(serializers.ModelSerializer[Product]):
    """An article with its list price."""

    list_price = MoneyText(read_only=True)

    class Meta:
        model = Product
        fields = (
            "id",
            "code",
            "name",
            "specification",
            "unit",
            "currency",
            "list_price",
            "is_sold",
            "version",
        )
        read_only_fields = fields


class _Exact(serializers.Serializer[Any]):
    """Amounts are held to the decimals of their currency."""

    amounts: tuple[str, ...] = ()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        currency = attrs.get("currency", getattr(self.instance, "currency", None))
        for name in self.amounts:
            amount = attrs.get(name, getattr(self.instance, name, None))
            if amount is None or currency is None:
                continue
            attrs[name] = exact_in(name, amount, currency)
        return attrs


def exact_in(field: str, amount: Any, currency: str) -> Any:
    """The amount in the currency's decimals; not negative."""
    if amount < 0:
        raise fault(field, "negative", str(_("The amount cannot be negative.")))
    try:
        return exact_money(amount, currency)
    except AmountFormatError as error:
        raise fault(field, "minor-unit", str(error)) from error


class ProductIn(_Exact):
    """A new product."""

    amounts = ("list_price",)
    code = serializers.CharField(max_length=40)
    name = serializers.CharField(max_length=200)
    specification = _text(200)
    unit = _text(20)
    currency = CurrencyCode()
    list_price = MoneyText()
    is_sold = serializers.BooleanField(default=True)

    def validate_list_price(self, value: Any) -> Any:
        if value == 0:
            raise serializers.ValidationError(
                _("The amount must be greater than zero."), code="positive"
            )
        return value


class ProductChange(Change, ProductIn):
    """What is left out stays as it is."""


class RangeOut(serializers.ModelSerializer[CustomerProduct]):
    """One product at a customer; shares and margin in hundredths of a percent."""

    dealer_price = MoneyText(read_only=True)
    list_price = MoneyText(read_only=True, source="product.list_price")
    margin_bp = serializers.SerializerMethodField()

    class Meta:
        model = CustomerProduct
        fields = (
            "id",
            "customer",
            "product",
            "currency",
            "list_price",
            "dealer_price",
            "margin_bp",
            "sales_rank",
            "sales_share_bp",
            "noted_on",
            "version",
        )
        read_only_fields = fields

    def get_margin_bp(self, row: CustomerProduct) -> int:
        return dealer_margin_bp(
            list_price=row.product.list_price, dealer_price=row.dealer_price
        )


class RangeFields(serializers.Serializer[Any]):
    """What is written of a product at a customer, in the product's currency."""

    dealer_price = MoneyText()
    sales_rank = _number(1, 9999)
    sales_share_bp = _number(0, WHOLE_BP)
    noted_on = Day()


class RangeIn(RangeFields):
    """A product that a customer carries."""

    customer = Key(rows=visible_customers)
    product = Key(rows=lambda request: Product.objects.filter(company=request.company))

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        currency = attrs["product"].currency
        attrs["dealer_price"] = exact_in(
            "dealer_price", attrs["dealer_price"], currency
        )
        return attrs


class RangeChange(Change, RangeFields):
    """What is left out stays as it is."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "dealer_price" in attrs and self.instance is not None:
            price, currency = attrs["dealer_price"], self.instance.currency
            attrs["dealer_price"] = exact_in("dealer_price", price, currency)
        return attrs


class AgreementOut(serializers.ModelSerializer[PromotionAgreement]):
    """A promotion agreed with a customer; both days count."""

    amount = MoneyText(read_only=True, allow_null=True)
    budget = MoneyText(read_only=True, allow_null=True)

    class Meta:
        model = PromotionAgreement
        fields = (
            "id",
            "customer",
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
            "ended_on",
            "version",
        )
        read_only_fields = fields


class AgreementFields(_Exact):
    """What is written of an agreement: a rate or an amount."""

    amounts = ("amount", "budget")
    number = serializers.CharField(max_length=60)
    type = serializers.ChoiceField(choices=PromotionAgreement.Type.choices)
    title = serializers.CharField(max_length=300)
    from_on = Day()
    until_on = Day()
    currency = CurrencyCode()
    rate_bp = _number(1, WHOLE_BP)
    amount = MoneyText(default=None, allow_null=True)
    budget = MoneyText(default=None, allow_null=True)
    signed_on = Day(default=None, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        for name in self.amounts:
            if attrs.get(name) == 0:
                sentence = _("The amount must be greater than zero.")
                raise fault(name, "positive", str(sentence))
        return attrs


class AgreementIn(AgreementFields):
    """A new agreement."""

    customer = Key(rows=visible_customers)


class AgreementChange(Change, AgreementFields):
    """What is left out stays as it is."""


class AgreementEnd(serializers.Serializer[Any]):
    """The last day it holds, and why."""

    ended_on = Day()
    reason = serializers.CharField(max_length=500)


class SupportOut(serializers.ModelSerializer[SupportAction]):
    """What was done for a customer's sales, with its cost."""

    cost = MoneyText(read_only=True)

    class Meta:
        model = SupportAction
        fields = (
            "id",
            "customer",
            "kind",
            "done_on",
            "currency",
            "cost",
            "note",
            "agreement",
            "entered_by",
            "version",
        )
        read_only_fields = fields


def _visible_agreements(request: Any) -> Any:
    rows = PromotionAgreement.objects.filter(company=request.company)
    return rows.visible_to(request.user)


class SupportFields(_Exact):
    """What is written of a support action."""

    amounts = ("cost",)
    kind = serializers.ChoiceField(choices=SupportAction.Kind.choices)
    done_on = Day()
    currency = CurrencyCode()
    cost = MoneyText()
    note = _text(500)
    agreement = Key(rows=_visible_agreements, default=None, allow_null=True)


class SupportIn(SupportFields):
    """A new support action."""

    customer = Key(rows=visible_customers)


class SupportChange(Change, SupportFields):
    """What is left out stays as it is."""
