"""How bills and decisions about claims are shown, and how a bill is received."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from arcollect.core.api.fields import CurrencyCode, Day, Key, MoneyText, fault
from invoices.api.bodies import MOST_PARTS, PartIn, exact, visible_customers
from invoices.models import (
    Bill,
    BillEvent,
    ClaimDecision,
    ClaimDecisionItem,
    Recovery,
)
from invoices.models.bill import STATE_CHOICES
from invoices.models.decision import STATE_CHOICES as DECISION_STATES


class BillStepOut(serializers.ModelSerializer[BillEvent]):
    """One step of a bill's life; `reverses` names the step it takes back.

    `from_state` is empty for the receipt, which nothing came before.
    """

    from_state = serializers.ChoiceField(
        choices=STATE_CHOICES, allow_blank=True, read_only=True
    )

    class Meta:
        model = BillEvent
        fields = (
            "id",
            "act",
            "from_state",
            "to_state",
            "effective_on",
            "counterparty",
            "reason",
            "payment",
            "document",
            "settled_by",
            "charge",
            "reverses",
            "recorded_at",
            "recorded_by",
        )
        read_only_fields = fields


class BillOut(serializers.ModelSerializer[Bill]):
    """A bill; `payment` is what it paid, `document` the receivable it became."""

    amount = MoneyText(read_only=True)
    state = serializers.ChoiceField(
        source="standing.state", choices=STATE_CHOICES, read_only=True
    )
    payment = serializers.IntegerField(source="standing.payment_id", read_only=True)
    document = serializers.IntegerField(source="standing.document_id", read_only=True)
    settled_by = serializers.IntegerField(
        source="standing.settled_by_id", read_only=True, allow_null=True
    )
    steps = BillStepOut(source="events", many=True, read_only=True)

    class Meta:
        model = Bill
        fields = (
            "id",
            "customer",
            "kind",
            "number",
            "drawer",
            "acceptor",
            "guarantor",
            "issued_on",
            "received_on",
            "matures_on",
            "first_maturity_on",
            "extensions",
            "replaces",
            "currency",
            "amount",
            "state",
            "payment",
            "document",
            "settled_by",
            "note",
            "steps",
            "recorded_at",
            "recorded_by",
        )
        read_only_fields = fields


class BillIn(serializers.Serializer[Any]):
    """A bill that came in; `parts` are the due items it pays."""

    customer = Key(rows=visible_customers)
    kind = serializers.ChoiceField(choices=Bill.Kind.choices)
    number = serializers.CharField(max_length=60)
    drawer = serializers.CharField(max_length=200, default="", allow_blank=True)
    acceptor = serializers.CharField(max_length=200, default="", allow_blank=True)
    guarantor = serializers.CharField(max_length=200, default="", allow_blank=True)
    issued_on = Day()
    received_on = Day()
    matures_on = Day()
    currency = CurrencyCode()
    amount = MoneyText()
    parts: Any = serializers.ListSerializer(
        child=PartIn(), max_length=MOST_PARTS, default=list
    )
    note = serializers.CharField(max_length=500, default="", allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        exact(attrs, "amount", attrs["currency"])
        if attrs["matures_on"] < attrs["issued_on"]:
            sentence = _("A bill cannot mature before it is issued.")
            raise fault("matures_on", "not-before", str(sentence))
        return attrs


class DecisionItemOut(serializers.ModelSerializer[ClaimDecisionItem]):
    """How much of one due item a decision is about."""

    amount = MoneyText(read_only=True)

    class Meta:
        model = ClaimDecisionItem
        fields = ("due_item", "amount")
        read_only_fields = fields


class DecisionOut(serializers.ModelSerializer[ClaimDecision]):
    """A decision about claims: who asked, who agreed, what it posted."""

    amount = MoneyText(read_only=True)
    state = serializers.ChoiceField(
        source="state.state", choices=DECISION_STATES, read_only=True
    )
    requested_by = serializers.IntegerField(
        source="state.requested_by_id", read_only=True, allow_null=True
    )
    approved_by = serializers.IntegerField(
        source="state.approved_by_id", read_only=True, allow_null=True
    )
    second_approved_by = serializers.IntegerField(
        source="state.second_approved_by_id", read_only=True, allow_null=True
    )
    notice_on = serializers.DateField(
        source="state.notice_on", read_only=True, allow_null=True
    )
    posted_on = serializers.DateField(
        source="state.posted_on", read_only=True, allow_null=True
    )
    reversed_on = serializers.DateField(
        source="state.reversed_on", read_only=True, allow_null=True
    )
    payment = serializers.IntegerField(
        source="state.payment_id", read_only=True, allow_null=True
    )
    credit_note = serializers.IntegerField(
        source="state.credit_note_id", read_only=True, allow_null=True
    )
    new_bill = serializers.IntegerField(
        source="state.new_bill_id", read_only=True, allow_null=True
    )
    items = DecisionItemOut(many=True, read_only=True)
    terms = serializers.SerializerMethodField()

    class Meta:
        model = ClaimDecision
        fields = (
            "id",
            "number",
            "kind",
            "customer",
            "currency",
            "amount",
            "effective_on",
            "reason",
            "evidence",
            "state",
            "requested_by",
            "approved_by",
            "second_approved_by",
            "notice_on",
            "posted_on",
            "reversed_on",
            "payment",
            "credit_note",
            "new_bill",
            "items",
            "terms",
            "recorded_at",
        )
        read_only_fields = fields

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_terms(self, decision: ClaimDecision) -> Any:
        """What only this kind says: ground, payable, assignee and price, goods, bill."""
        return _TERMS[ClaimDecision.Kind(decision.kind)](decision)


class RecoveryOut(serializers.ModelSerializer[Recovery]):
    """Money on a claim that was written off."""

    amount = MoneyText(read_only=True)
    in_force = serializers.SerializerMethodField()

    class Meta:
        model = Recovery
        fields = (
            "id",
            "decision",
            "allocation",
            "currency",
            "amount",
            "effective_on",
            "in_force",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.BooleanField())
    def get_in_force(self, row: Any) -> bool:
        """False once the payment or its allocation was taken back."""
        return getattr(row.allocation, "reversed_by", None) is None


_TERMS: dict[str, Any] = {
    ClaimDecision.Kind.WRITE_OFF: lambda one: {"ground": one.writeoff.ground},
    ClaimDecision.Kind.OFFSET: lambda one: {
        "payable_reference": one.offset.payable_reference,
        "payable_due_on": one.offset.payable_due_on,
    },
    ClaimDecision.Kind.ASSIGNMENT: lambda one: {
        "assignee": one.assignment.assignee,
        "price": MoneyText().to_representation(one.assignment.price),
        "recourse": one.assignment.recourse,
    },
    ClaimDecision.Kind.TAKE_BACK: lambda one: {
        "goods": one.takeback.goods,
        "valuation": one.takeback.valuation,
        "valued_by": one.takeback.valued_by,
    },
    ClaimDecision.Kind.BILL_EXTENSION: lambda one: {
        "bill": one.billextension.bill_id,
        "new_number": one.billextension.new_number,
        "new_issued_on": one.billextension.new_issued_on,
        "new_matures_on": one.billextension.new_matures_on,
    },
}
