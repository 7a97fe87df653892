"""How orders, their checks and releases, and covers of items are shown and written."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from arcollect.core.api.fields import (
    CurrencyCode,
    Day,
    Key,
    MoneyText,
    QuantityText,
    fault,
)
from arcollect.core.api.filters import (
    CurrencyFilter,
    DayFilter,
    KeyFilter,
    TextFilter,
    WordFilter,
)
from arcollect.core.money import AmountFormatError, exact_money
from customers.models import Contract
from invoices.api.bodies import exact, visible_customers
from invoices.domain.order_check import Block
from invoices.forms.documents import MOST_LINES
from invoices.models import (
    ItemCover,
    OrderCheck,
    OrderRelease,
    SalesOrder,
    SalesOrderLine,
)
from invoices.services.draft_content import line_amount

REASONS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["block", "short", "released"],
        "properties": {
            "block": {"type": "string", "enum": [one.value for one in Block]},
            "short": {"type": "string"},
            "released": {"type": "boolean"},
        },
    },
}


class OrderLineOut(serializers.ModelSerializer[SalesOrderLine]):
    """One line of an order."""

    quantity = QuantityText(read_only=True)
    unit_price = QuantityText(read_only=True)
    amount = MoneyText(read_only=True)

    class Meta:
        model = SalesOrderLine
        fields = (
            "position",
            "description",
            "quantity",
            "unit",
            "unit_price",
            "amount",
        )
        read_only_fields = fields


class OrderCheckOut(serializers.ModelSerializer[OrderCheck]):
    """One credit check: the figures and every reason that was found."""

    line = MoneyText(read_only=True, allow_null=True)
    exposure = MoneyText(read_only=True)
    reasons = serializers.SerializerMethodField()

    class Meta:
        model = OrderCheck
        fields = (
            "id",
            "moment",
            "as_of",
            "line",
            "exposure",
            "reasons",
            "passed",
            "recorded_at",
            "recorded_by",
        )
        read_only_fields = fields

    @extend_schema_field(REASONS)
    def get_reasons(self, check: OrderCheck) -> Any:
        return check.reasons


class OrderReleaseOut(serializers.ModelSerializer[OrderRelease]):
    """Who let an order pass, and why."""

    check_id = serializers.IntegerField(source="check_row_id", read_only=True)

    class Meta:
        model = OrderRelease
        fields = (
            "id",
            "check_id",
            "reason",
            "state",
            "requested_by",
            "approved_by",
            "approved_at",
            "second_approved_by",
            "second_approved_at",
        )
        read_only_fields = fields


class OrderOut(serializers.ModelSerializer[SalesOrder]):
    """An order with its lines; the last check says why it is held."""

    amount = MoneyText(read_only=True)
    deposit = MoneyText(read_only=True)
    lines = OrderLineOut(many=True, read_only=True)
    checks = OrderCheckOut(many=True, read_only=True)
    releases = OrderReleaseOut(many=True, read_only=True)

    class Meta:
        model = SalesOrder
        fields = (
            "id",
            "customer",
            "contract",
            "number",
            "customer_reference",
            "ordered_on",
            "wanted_on",
            "currency",
            "amount",
            "deposit",
            "note",
            "state",
            "delivered_on",
            "invoice",
            "entered_by",
            "entered_at",
            "state_changed_at",
            "lines",
            "checks",
            "releases",
        )
        read_only_fields = fields


class OrderLineIn(serializers.Serializer[Any]):
    """One line; without an amount it is quantity times unit price."""

    description = serializers.CharField(max_length=200)
    quantity = QuantityText(default=None, allow_null=True)
    unit = serializers.CharField(max_length=20, default="", allow_blank=True)
    unit_price = QuantityText(default=None, allow_null=True)
    amount = MoneyText(default=None, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        explained = attrs["quantity"] is not None and attrs["unit_price"] is not None
        if attrs["amount"] is None and not explained:
            sentence = _("Write an amount, or quantity and unit price.")
            raise fault("amount", "required", str(sentence))
        return attrs


class OrderIn(serializers.Serializer[Any]):
    """A new order: lines, or one amount. `draft` true leaves it unchecked."""

    customer = Key(rows=visible_customers)
    contract = Key(
        rows=lambda request: Contract.objects.filter(
            company=request.company
        ).visible_to(request.user),
        default=None,
        allow_null=True,
    )
    ordered_on = Day()
    wanted_on = Day(default=None, allow_null=True)
    currency = CurrencyCode()
    amount = MoneyText(default=None, allow_null=True)
    deposit = MoneyText(default=Decimal(0))
    number = serializers.CharField(
        max_length=60,
        default="",
        allow_blank=True,
        help_text="Empty: the next number of the company's series.",
    )
    customer_reference = serializers.CharField(
        max_length=100, default="", allow_blank=True
    )
    note = serializers.CharField(max_length=500, default="", allow_blank=True)
    lines: Any = serializers.ListSerializer(
        child=OrderLineIn(), max_length=MOST_LINES, default=list
    )
    draft = serializers.BooleanField(default=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        contract = attrs["contract"]
        if contract is not None and contract.customer_id != attrs["customer"].pk:
            sentence = _("The contract belongs to another customer.")
            raise fault("contract", "same-customer", str(sentence))
        if attrs["amount"] is None and not attrs["lines"]:
            sentence = _("Write an amount, or the lines of the order.")
            raise fault("amount", "required", str(sentence))
        currency = attrs["currency"]
        if attrs["amount"] is not None:
            exact(attrs, "amount", currency)
        try:
            attrs["deposit"] = exact_money(attrs["deposit"], currency)
        except AmountFormatError as error:
            raise fault("deposit", "minor-unit", str(error)) from error
        for number, line in enumerate(attrs["lines"]):
            self._complete(line, number, currency)
        return attrs

    @staticmethod
    def _complete(line: dict[str, Any], number: int, currency: str) -> None:
        if line["amount"] is None:
            try:
                line["amount"] = line_amount(line, currency)
            except ArithmeticError:
                line["amount"] = Decimal("Infinity")
        exact(line, "amount", currency, path=f"lines.{number}.amount")
        line["quantity"] = line["quantity"] or Decimal(1)
        if line["unit_price"] is None:
            line["unit_price"] = line["amount"]


class CheckIn(serializers.Serializer[Any]):
    """The state in which the caller saw the order."""

    state = serializers.ChoiceField(
        choices=[SalesOrder.State.DRAFT.value, SalesOrder.State.HELD.value]
    )


class ReasonIn(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(max_length=500)


class DeliverIn(serializers.Serializer[Any]):
    """On which day the goods went out."""

    delivered_on = Day()


class InvoiceOrderIn(serializers.Serializer[Any]):
    """On which day the invoice is issued."""

    issued_on = Day()


class ItemCoverOut(serializers.ModelSerializer[ItemCover]):
    """Insurance of a due item, or its sale to a factor."""

    amount = MoneyText(read_only=True, allow_null=True)

    class Meta:
        model = ItemCover
        fields = (
            "id",
            "customer",
            "due_item",
            "kind",
            "partner",
            "policy_number",
            "currency",
            "amount",
            "with_recourse",
            "from_on",
            "until_on",
            "recorded_at",
            "recorded_by",
        )
        read_only_fields = fields


class OrderFilters(FilterSet):
    customer = KeyFilter(field_name="customer_id")
    number = TextFilter()
    currency = CurrencyFilter()
    state = WordFilter(choices=SalesOrder.State.choices)
    ordered_from = DayFilter(field_name="ordered_on", lookup_expr="gte")
    ordered_until = DayFilter(field_name="ordered_on", lookup_expr="lte")


class ItemCoverFilters(FilterSet):
    customer = KeyFilter(field_name="customer_id")
    due_item = KeyFilter(field_name="due_item_id")
    kind = WordFilter(choices=ItemCover.Kind.choices)
