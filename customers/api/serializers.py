"""How customers, contacts and contracts are shown and written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.fields import empty

from arcollect.core.api.fields import CurrencyCode, Day, Key, MoneyText, fault
from arcollect.core.models import Rep
from arcollect.core.money import AmountFormatError, exact_money
from customers.forms import MOST_TERM_DAYS, MOST_TERMS, TERM_TYPES
from customers.models import Contact, Contract, Customer, SettlementTerm

MOST_KM = 99_999


def visible_customers(request: Any) -> Any:
    """Customers of the call's company that the caller may see."""
    return Customer.objects.filter(company=request.company).visible_to(request.user)


class CustomerOut(serializers.ModelSerializer[Customer]):
    """A party that buys on credit. `version` goes back with a change."""

    email = serializers.CharField(read_only=True)

    class Meta:
        model = Customer
        fields = (
            "id",
            "code",
            "name",
            "kind",
            "status",
            "tax_id",
            "language",
            "region",
            "rep",
            "email",
            "phone",
            "address",
            "distance_km",
            "version",
            "created_at",
        )
        read_only_fields = fields


class CustomerIn(serializers.Serializer[Any]):
    """A new customer."""

    code = serializers.CharField(max_length=40)
    name = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(
        choices=Customer.Kind.choices, default=Customer.Kind.UNKNOWN, allow_blank=True
    )
    status = serializers.ChoiceField(
        choices=Customer.Status.choices, default=Customer.Status.ACTIVE
    )
    tax_id = serializers.CharField(max_length=40, default="", allow_blank=True)
    language = serializers.ChoiceField(
        choices=settings.LANGUAGES, default="", allow_blank=True
    )
    region = serializers.CharField(max_length=100, default="", allow_blank=True)
    rep = Key(
        rows=lambda request: Rep.objects.filter(company=request.company),
        default=None,
        allow_null=True,
    )
    email = serializers.EmailField(max_length=254, default="", allow_blank=True)
    phone = serializers.CharField(max_length=60, default="", allow_blank=True)
    address = serializers.CharField(max_length=300, default="", allow_blank=True)
    distance_km = serializers.IntegerField(
        min_value=0, max_value=MOST_KM, default=None, allow_null=True
    )


class Version(serializers.IntegerField):
    """The version the change was made on; a newer one is answered with 409."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=2**31 - 1, **kwargs)


class Change(serializers.Serializer[Any]):
    """What is left out stays as it is; only `version` must be there."""

    version = Version()

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for name, field in fields.items():
            field.required = name == "version"
            field.default = empty
        return fields


class CustomerChange(Change, CustomerIn):
    """What is left out stays as it is."""


class ContactOut(serializers.ModelSerializer[Contact]):
    """A person at a customer."""

    roles = serializers.ListField(
        child=serializers.ChoiceField(choices=Contact.Role.choices), read_only=True
    )
    email = serializers.CharField(read_only=True)

    class Meta:
        model = Contact
        fields = (
            "id",
            "customer",
            "name",
            "department",
            "roles",
            "phone",
            "email",
            "version",
        )
        read_only_fields = fields


class ContactFields(serializers.Serializer[Any]):
    """What is written of a person."""

    name = serializers.CharField(max_length=100)
    department = serializers.CharField(max_length=100, default="", allow_blank=True)
    roles = serializers.ListField(
        child=serializers.ChoiceField(choices=Contact.Role.choices),
        max_length=len(Contact.Role),
        default=list,
    )
    phone = serializers.CharField(max_length=60, default="", allow_blank=True)
    email = serializers.EmailField(max_length=254, default="", allow_blank=True)


class ContactIn(ContactFields):
    """A new person at a customer."""

    customer = Key(rows=visible_customers)


class ContactChange(Change, ContactFields):
    """What is left out stays as it is."""


class TermOut(serializers.ModelSerializer[SettlementTerm]):
    """When money under a contract is due."""

    class Meta:
        model = SettlementTerm
        fields = ("term_group", "type", "days", "months", "day_of_month", "due_roll")
        read_only_fields = fields


class TermIn(serializers.Serializer[Any]):
    """One term; which fields count depends on its type."""

    type = serializers.ChoiceField(choices=TERM_TYPES)
    days = serializers.IntegerField(
        min_value=0, max_value=MOST_TERM_DAYS, default=None, allow_null=True
    )
    months = serializers.IntegerField(
        min_value=0, max_value=36, default=None, allow_null=True
    )
    day_of_month = serializers.IntegerField(
        min_value=1, max_value=31, default=None, allow_null=True
    )
    due_roll = serializers.ChoiceField(
        choices=SettlementTerm.Roll.choices, default=SettlementTerm.Roll.NONE
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["type"] == SettlementTerm.Type.FIXED_DAY:
            attrs["days"] = None
            _demand(attrs, "day_of_month", _("Say which day of the month."))
            _demand(attrs, "months", _("Say how many months later: 0 or more."))
        else:
            attrs["day_of_month"] = None
            _demand(attrs, "days", _("Say how many days: 0 or more."))
            if attrs["type"] == SettlementTerm.Type.NET:
                attrs["months"] = None
        return attrs


def _demand(attrs: Mapping[str, Any], field: str, sentence: Any) -> None:
    if attrs[field] is None:
        raise fault(field, "required", str(sentence))


class ContractOut(serializers.ModelSerializer[Contract]):
    """What was agreed with a customer, with its settlement terms."""

    amount = MoneyText(read_only=True, allow_null=True)
    terms = TermOut(many=True, read_only=True)

    class Meta:
        model = Contract
        fields = (
            "id",
            "customer",
            "number",
            "kind",
            "sales_mode",
            "signed_on",
            "currency",
            "amount",
            "late_interest_bp",
            "terms",
            "version",
            "created_at",
        )
        read_only_fields = fields


class ContractFields(serializers.Serializer[Any]):
    """What is written of a contract."""

    number = serializers.CharField(max_length=60)
    kind = serializers.ChoiceField(
        choices=Contract.Kind.choices, default=Contract.Kind.SALE
    )
    sales_mode = serializers.ChoiceField(
        choices=Contract.SalesMode.choices, default=Contract.SalesMode.CREDIT
    )
    signed_on = Day(default=None, allow_null=True)
    currency = CurrencyCode()
    amount = MoneyText(default=None, allow_null=True)
    # Hundredths of a percent a year.
    late_interest_bp = serializers.IntegerField(
        min_value=0, max_value=10_000, default=None, allow_null=True
    )
    terms: Any = serializers.ListSerializer(
        child=TermIn(), min_length=1, max_length=MOST_TERMS
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        # A change names perhaps one of both; the row has the other.
        amount = attrs.get("amount", getattr(self.instance, "amount", None))
        currency = attrs.get("currency", getattr(self.instance, "currency", None))
        if amount is not None and currency is not None:
            try:
                attrs["amount"] = exact_money(amount, currency)
            except AmountFormatError as error:
                raise fault("amount", "minor-unit", str(error)) from error
        return attrs


class ContractIn(ContractFields):
    """A new contract."""

    customer = Key(rows=visible_customers)


class ContractChange(Change, ContractFields):
    """What is left out stays as it is."""
