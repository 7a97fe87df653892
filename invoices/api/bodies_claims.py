"""What is written about claims: deductions, disputes, extensions."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from arcollect.core.api.fields import Day, Key, fault
from invoices.api.bodies import (
    MOST_PARTS,
    PartIn,
    ReverseIn,
    exact,
    visible_customers,
)
from invoices.models import Deduction, Payment


def _payments(request: Any) -> Any:
    rows = Payment.objects.filter(company=request.company, reverses=None)
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
