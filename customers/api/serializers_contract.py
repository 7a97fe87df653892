"""How contracts and what belongs to them are shown and written."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from arcollect.core.api.fields import CurrencyCode, Day, Key, MoneyText, fault
from arcollect.core.money import AmountFormatError, exact_money
from customers.api.serializers import Change, visible_customers
from customers.forms_contract import (
    MOST_INSTALMENTS,
    MOST_MONTHS,
    MOST_TERM_DAYS,
    MOST_TERMS,
    complete_term,
)
from customers.models import (
    Contract,
    ContractClause,
    Guarantee,
    Milestone,
    SettlementTerm,
)

# What people write of a contract; its state moves by acts of its own.
CONTRACT_FIELDS = (
    "number",
    "kind",
    "sales_mode",
    "document_level",
    "signed_on",
    "currency",
    "amount",
    "settlement_place",
    "settlement_mode",
    "late_interest_bp",
    "retention_bp",
    "retention_months",
    "long_stop_days",
    "notarised_on",
    "notary_reference",
    "enforceable",
    "jurisdiction",
    "service_email",
)
MOST_BP = 10_000


class TermOut(serializers.ModelSerializer[SettlementTerm]):
    """When money under a contract is due; shares in hundredths of a percent."""

    class Meta:
        model = SettlementTerm
        fields = ("term_group", *SettlementTerm.SAID)
        read_only_fields = fields


def _number(least: int, most: int) -> serializers.IntegerField:
    return serializers.IntegerField(
        min_value=least, max_value=most, default=None, allow_null=True
    )


class TermIn(serializers.Serializer[Any]):
    """One term; which fields count depends on its type."""

    type = serializers.ChoiceField(choices=SettlementTerm.Type.choices)
    days = _number(0, MOST_TERM_DAYS)
    months = _number(0, 36)
    day_of_month = _number(1, 31)
    share_bp = _number(1, MOST_BP - 1)
    count = _number(1, MOST_INSTALMENTS)
    base = serializers.ChoiceField(
        choices=SettlementTerm.Base.choices, default=SettlementTerm.Base.INVOICE
    )
    due_roll = serializers.ChoiceField(
        choices=SettlementTerm.Roll.choices, default=SettlementTerm.Roll.NONE
    )
    grace_base = serializers.ChoiceField(
        choices=SettlementTerm.GraceBase.choices,
        default=SettlementTerm.GraceBase.NOMINAL,
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        def missing(field: str, sentence: Any) -> None:
            raise fault(field, "required", str(sentence))

        return complete_term(attrs, missing)


class ClauseOut(serializers.ModelSerializer[ContractClause]):
    """A clause of the contract in the wording agreed."""

    class Meta:
        model = ContractClause
        fields = ("clause", "text")
        read_only_fields = fields


class MilestoneOut(serializers.ModelSerializer[Milestone]):
    """A step of a contract, its share in hundredths of a percent."""

    class Meta:
        model = Milestone
        fields = (
            "id",
            "contract",
            "sequence",
            "name",
            "share_bp",
            "criteria",
            "method",
            "planned_on",
            "accepted_on",
            "certificate",
            "accepted_by",
        )
        read_only_fields = fields


class GuaranteeOut(serializers.ModelSerializer[Guarantee]):
    """A security for what is owed under a contract."""

    amount = MoneyText(read_only=True)

    class Meta:
        model = Guarantee
        fields = (
            "id",
            "contract",
            "kind",
            "giver",
            "currency",
            "amount",
            "from_on",
            "until_on",
            "rank",
            "registration",
            "released_on",
        )
        read_only_fields = fields


class ContractOut(serializers.ModelSerializer[Contract]):
    """What was agreed with a customer, with its settlement terms."""

    amount = MoneyText(read_only=True, allow_null=True)
    service_email = serializers.CharField(read_only=True)
    part_of: Any = serializers.PrimaryKeyRelatedField(
        source="parent", read_only=True, allow_null=True
    )
    terms = TermOut(many=True, read_only=True)
    clauses = ClauseOut(many=True, read_only=True)

    class Meta:
        model = Contract
        fields = (
            "id",
            "customer",
            "state",
            "part_of",
            "ended_on",
            *CONTRACT_FIELDS,
            "terms",
            "clauses",
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
    document_level = serializers.ChoiceField(
        choices=Contract.DocumentLevel.choices, default=Contract.DocumentLevel.FULL
    )
    signed_on = Day(default=None, allow_null=True)
    currency = CurrencyCode()
    amount = MoneyText(default=None, allow_null=True)
    settlement_place = serializers.ChoiceField(
        choices=Contract.Place.choices, default=Contract.Place.BANK
    )
    settlement_mode = serializers.ChoiceField(
        choices=Contract.Mode.choices, default=Contract.Mode.TRANSFER
    )
    late_interest_bp = _number(1, MOST_BP)
    retention_bp = _number(1, MOST_BP - 1)
    retention_months = _number(0, MOST_MONTHS)
    long_stop_days = serializers.IntegerField(
        min_value=1, max_value=MOST_TERM_DAYS, default=60
    )
    notarised_on = Day(default=None, allow_null=True)
    notary_reference = serializers.CharField(
        max_length=100, default="", allow_blank=True
    )
    enforceable = serializers.BooleanField(default=False)
    jurisdiction = serializers.CharField(max_length=200, default="", allow_blank=True)
    service_email = serializers.EmailField(max_length=254, default="", allow_blank=True)
    terms: Any = serializers.ListSerializer(
        child=TermIn(), min_length=1, max_length=MOST_TERMS
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        # A change names perhaps one of both; the row has the other.
        def said(name: str) -> Any:
            return attrs.get(name, getattr(self.instance, name, None))

        amount, currency = said("amount"), said("currency")
        if amount is not None and currency is not None:
            try:
                attrs["amount"] = exact_money(amount, currency)
            except AmountFormatError as error:
                raise fault("amount", "minor-unit", str(error)) from error
        if (said("retention_bp") is None) is not (said("retention_months") is None):
            sentence = str(_("Say both: the share and when it is released."))
            raise fault("retention_bp", "required", sentence)
        return attrs


class ContractIn(ContractFields):
    """A new contract."""

    customer = Key(rows=visible_customers)
    part_of = Key(
        rows=lambda request: Contract.objects.filter(
            company=request.company, parent=None
        ).visible_to(request.user),
        default=None,
        allow_null=True,
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        parent = attrs.get("part_of")
        if parent is not None and parent.customer_id != attrs["customer"].pk:
            sentence = str(_("The contract belongs to another customer."))
            raise fault("part_of", "same-customer", sentence)
        return attrs


class ContractChange(Change, ContractFields):
    """What is left out stays as it is."""


class SignIn(serializers.Serializer[Any]):
    """The day on which both signed."""

    signed_on = Day()
