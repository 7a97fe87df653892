"""How due dates that move and the money of contracts are shown."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from arcollect.core.api.fields import KnownDay, MoneyText
from invoices.models import (
    AwaitedDate,
    ContractAdvance,
    DueDateChange,
    GoodsRelease,
    SellThroughPart,
    SellThroughStatement,
)


class DueDateChangeOut(serializers.ModelSerializer[DueDateChange]):
    """Another due date of an item; null stands for a date nobody knew yet.

    The newest one that moves the age is in force; one in `reverses` is taken back.
    """

    old_due_on = KnownDay()
    new_due_on = KnownDay()

    class Meta:
        model = DueDateChange
        fields = (
            "id",
            "due_item",
            "sequence",
            "cause",
            "effective_on",
            "old_due_on",
            "new_due_on",
            "moves_age",
            "reason",
            "approved_by",
            "reverses",
            "recorded_at",
            "recorded_by",
        )
        read_only_fields = fields


class AwaitedDateOut(serializers.ModelSerializer[AwaitedDate]):
    """What an item posted without a due date waits, or waited, for."""

    id = serializers.IntegerField(source="due_item_id", read_only=True)
    open_amount = MoneyText(
        source="due_item.state.open_amount",
        currency="due_item.currency",
        read_only=True,
    )
    currency = serializers.CharField(source="due_item.currency", read_only=True)
    due_on = KnownDay(source="due_item.state.due_on")

    class Meta:
        model = AwaitedDate
        fields = (
            "id",
            "due_item",
            "awaits",
            "milestone",
            "long_stop_on",
            "due_on",
            "currency",
            "open_amount",
        )
        read_only_fields = fields


class AdvanceOut(serializers.ModelSerializer[ContractAdvance]):
    """A payment kept for a contract; what is not allocated is the customer's credit."""

    amount = MoneyText(
        source="payment.amount", currency="payment.currency", read_only=True
    )
    unallocated = MoneyText(
        source="payment.state.unallocated", currency="payment.currency", read_only=True
    )
    currency = serializers.CharField(source="payment.currency", read_only=True)

    class Meta:
        model = ContractAdvance
        fields = (
            "id",
            "customer",
            "contract",
            "payment",
            "kind",
            "currency",
            "amount",
            "unallocated",
            "recorded_at",
            "recorded_by",
        )
        read_only_fields = fields


class GoodsReleaseOut(serializers.ModelSerializer[GoodsRelease]):
    """Goods paid before or on delivery that left the house."""

    class Meta:
        model = GoodsRelease
        fields = (
            "id",
            "customer",
            "invoice",
            "released_on",
            "note",
            "recorded_at",
            "recorded_by",
        )
        read_only_fields = fields


class SellThroughPartOut(serializers.ModelSerializer[SellThroughPart]):
    """What of one waiting item a statement covers."""

    amount = MoneyText(read_only=True)

    class Meta:
        model = SellThroughPart
        fields = ("due_item", "amount", "change")
        read_only_fields = fields


class SellThroughStatementOut(serializers.ModelSerializer[SellThroughStatement]):
    """Goods the customer sold on; a negative one reverses another."""

    amount = MoneyText(read_only=True)
    parts: Any = SellThroughPartOut(many=True, read_only=True)

    class Meta:
        model = SellThroughStatement
        fields = (
            "id",
            "customer",
            "contract",
            "agreed_on",
            "currency",
            "amount",
            "note",
            "credit_note",
            "invoice",
            "reverses",
            "parts",
            "recorded_at",
            "recorded_by",
        )
        read_only_fields = fields
