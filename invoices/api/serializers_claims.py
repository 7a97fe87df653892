"""How deductions, extensions and goods documents are shown."""

from __future__ import annotations

from rest_framework import serializers

from arcollect.core.api.fields import MoneyText
from invoices.models import Deduction, DeductionPart


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
