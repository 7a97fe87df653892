"""What is written about claims: deductions, disputes, extensions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from arcollect.core.api.fields import (
    CurrencyCode,
    Day,
    Key,
    MoneyText,
    QuantityText,
    fault,
)
from customers.models import PromotionAgreement
from invoices.api.bodies import (
    MOST_PARTS,
    PartIn,
    ReverseIn,
    exact,
    visible_customers,
)
from invoices.models import Deduction, Dispute, DueItem, GoodsMovement, Payment


def _payments(request: Any) -> Any:
    rows = Payment.objects.filter(company=request.company, reverses=None)
    return rows.visible_to(request.user)


def _agreements(request: Any) -> Any:
    rows = PromotionAgreement.objects.filter(company=request.company)
    return rows.visible_to(request.user)


def _same_currency(parts: list[dict[str, Any]]) -> None:
    """Every part in one currency, each exact in it."""
    for number, part in enumerate(parts):
        if part["due_item"].currency != parts[0]["due_item"].currency:
            sentence = _("A deduction is in one currency; claim each currency apart.")
            path = f"parts.{number}.due_item"
            raise fault(path, "same-currency", str(sentence))
        path = f"parts.{number}.amount"
        exact(part, "amount", part["due_item"].currency, path=path)


class DeductionIn(serializers.Serializer[Any]):
    """What a customer kept back, of which due items and why."""

    customer = Key(
        rows=lambda request: visible_customers(request).select_related("company")
    )
    payment = Key(rows=_payments, default=None, allow_null=True)
    kind = serializers.ChoiceField(
        choices=Deduction.Kind.choices, default=Deduction.Kind.UNKNOWN
    )
    claimed_on = Day()
    deadline_on = Day(
        default=None, allow_null=True, help_text="Left out: 30 days after the claim."
    )
    agreement = Key(
        rows=_agreements,
        default=None,
        allow_null=True,
        help_text="Left out: the only one in force of that kind, if there is one.",
    )
    agreement_reference = serializers.CharField(
        max_length=100, default="", allow_blank=True
    )
    evidence = serializers.CharField(max_length=200, default="", allow_blank=True)
    note = serializers.CharField(max_length=500, default="", allow_blank=True)
    parts: Any = serializers.ListSerializer(
        child=PartIn(), min_length=1, max_length=MOST_PARTS
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        _same_currency(attrs["parts"])
        return attrs


class ApproveIn(serializers.Serializer[Any]):
    """From which day; without parts the whole claim is approved."""

    decided_on = Day()
    decision = serializers.CharField(max_length=500, default="", allow_blank=True)
    parts: Any = serializers.ListSerializer(
        child=PartIn(), default=list, max_length=MOST_PARTS
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        _same_currency(attrs["parts"])
        return attrs


class RejectIn(serializers.Serializer[Any]):
    """From which day, and why."""

    decided_on = Day()
    decision = serializers.CharField(max_length=500)


class TakeBackIn(ReverseIn):
    """From which day an approval is taken back, and why."""


def _items(request: Any) -> Any:
    rows = DueItem.objects.filter(company=request.company).visible_to(request.user)
    return rows.select_related("invoice", "customer", "company")


class DisputeIn(serializers.Serializer[Any]):
    """What is contested of a due item, and why."""

    due_item = Key(rows=_items)
    amount = MoneyText()
    reason = serializers.ChoiceField(choices=Dispute.Reason.choices)
    opened_on = Day()
    target_on = Day(default=None, allow_null=True, help_text="Left out: 30 days later.")
    note = serializers.CharField(max_length=500, default="", allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        exact(attrs, "amount", attrs["due_item"].currency)
        return attrs


class ResolveIn(serializers.Serializer[Any]):
    """In whose favour; a split says how much is conceded."""

    state = serializers.ChoiceField(
        choices=[
            choice
            for choice in Dispute.State.choices
            if choice[0] != Dispute.State.OPEN
        ]
    )
    resolved_on = Day()
    resolution = serializers.CharField(max_length=500)
    conceded = MoneyText(default=None, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        dispute = self.context.get("dispute")
        if attrs["conceded"] is not None and dispute is not None:
            exact(attrs, "conceded", dispute.currency)
        return attrs


class ExtensionIn(serializers.Serializer[Any]):
    """Until when a due item is to be extended, and why."""

    due_item = Key(rows=_items)
    new_due_on = Day()
    requested_on = Day()
    reason = serializers.CharField(max_length=500)
    signed_document = serializers.CharField(
        max_length=200, default="", allow_blank=True
    )


class DecideIn(serializers.Serializer[Any]):
    """From which day, and with which words."""

    decided_on = Day()
    decision = serializers.CharField(max_length=500, default="", allow_blank=True)


class GoodsLineIn(serializers.Serializer[Any]):
    """One product and what it is worth."""

    description = serializers.CharField(max_length=200)
    quantity = QuantityText(default=Decimal(1))
    unit = serializers.CharField(max_length=20, default="", allow_blank=True)
    amount = MoneyText()


class GoodsIn(serializers.Serializer[Any]):
    """One goods document; a transfer names the store that takes over."""

    customer = Key(rows=visible_customers)
    to_customer = Key(rows=visible_customers, default=None, allow_null=True)
    kind = serializers.ChoiceField(choices=GoodsMovement.Kind.choices)
    number = serializers.CharField(max_length=60)
    moved_on = Day()
    currency = CurrencyCode()
    came_from = serializers.CharField(max_length=100, default="", allow_blank=True)
    went_to = serializers.CharField(max_length=100, default="", allow_blank=True)
    note = serializers.CharField(max_length=500, default="", allow_blank=True)
    lines: Any = serializers.ListSerializer(
        child=GoodsLineIn(), min_length=1, max_length=MOST_PARTS
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        for number, line in enumerate(attrs["lines"]):
            exact(line, "amount", attrs["currency"], path=f"lines.{number}.amount")
        return attrs
