"""How deductions, extensions and goods documents are shown."""

from __future__ import annotations

from rest_framework import serializers

from arcollect.core.api.fields import MoneyText, QuantityText
from invoices.models import (
    Deduction,
    DeductionPart,
    Extension,
    GoodsLine,
    GoodsLink,
    GoodsMovement,
)


class DeductionPartOut(serializers.ModelSerializer[DeductionPart]):
    """What was kept back of one due item."""

    amount = MoneyText(read_only=True)
    approved_amount = MoneyText(read_only=True, allow_null=True)

    class Meta:
        model = DeductionPart
        fields = ("due_item", "amount", "approved_amount")
        read_only_fields = fields


class DeductionOut(serializers.ModelSerializer[Deduction]):
    """A claimed deduction; `credit_notes` are what its approvals posted."""

    amount = MoneyText(read_only=True)
    approved_amount = MoneyText(read_only=True, allow_null=True)
    parts = DeductionPartOut(many=True, read_only=True)
    credit_notes = serializers.SlugRelatedField(  # type: ignore[var-annotated]
        slug_field="credit_note_id", source="credits", many=True, read_only=True
    )

    class Meta:
        model = Deduction
        fields = (
            "id",
            "number",
            "customer",
            "payment",
            "kind",
            "currency",
            "amount",
            "approved_amount",
            "state",
            "claimed_on",
            "deadline_on",
            "decided_on",
            "decision",
            "agreement",
            "agreement_reference",
            "evidence",
            "note",
            "closed_on",
            "closed_by",
            "requested_by",
            "approved_by",
            "second_approved_by",
            "parts",
            "credit_notes",
            "recorded_at",
        )
        read_only_fields = fields


class ExtensionOut(serializers.ModelSerializer[Extension]):
    """A later due date that was asked for. `first_due_on` is the item's own date."""

    amount = MoneyText(read_only=True)
    first_due_on = serializers.DateField(source="due_item.due_on", read_only=True)
    times = serializers.IntegerField(read_only=True)
    # Empty until it is approved.
    effect = serializers.ChoiceField(
        choices=Extension.Effect.choices, allow_blank=True, read_only=True
    )

    class Meta:
        model = Extension
        fields = (
            "id",
            "customer",
            "due_item",
            "currency",
            "amount",
            "first_due_on",
            "old_due_on",
            "new_due_on",
            "times",
            "reason",
            "signed_document",
            "requested_on",
            "state",
            "effect",
            "decided_on",
            "decision",
            "requested_by",
            "approved_by",
            "second_approved_by",
            "recorded_at",
        )
        read_only_fields = fields


class GoodsLineOut(serializers.ModelSerializer[GoodsLine]):
    """One product."""

    quantity = QuantityText(read_only=True)
    amount = MoneyText(read_only=True)

    class Meta:
        model = GoodsLine
        fields = ("position", "description", "quantity", "unit", "amount")
        read_only_fields = fields


class GoodsLinkOut(serializers.ModelSerializer[GoodsLink]):
    """The invoice or credit note that settles it."""

    class Meta:
        model = GoodsLink
        fields = ("invoice", "credit_note", "linked_on")
        read_only_fields = fields


class GoodsOut(serializers.ModelSerializer[GoodsMovement]):
    """One goods document; a row with `reverses` takes another one back."""

    amount = MoneyText(read_only=True)
    lines = GoodsLineOut(many=True, read_only=True)
    links = GoodsLinkOut(many=True, read_only=True)

    class Meta:
        model = GoodsMovement
        fields = (
            "id",
            "customer",
            "to_customer",
            "order",
            "kind",
            "number",
            "moved_on",
            "came_from",
            "went_to",
            "currency",
            "amount",
            "note",
            "reverses",
            "lines",
            "links",
            "recorded_at",
            "recorded_by",
        )
        read_only_fields = fields
