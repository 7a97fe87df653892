"""How visits, promises and holds are shown."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from arcollect.core.api.fields import MoneyText
from arcollect.core.models import OutboxMessage
from collection.domain.suppression import Reason
from collection.models import (
    CadenceStep,
    DunningLetter,
    DunningRun,
    Hold,
    Promise,
    SuppressionInterval,
    Visit,
)


class VisitOut(serializers.ModelSerializer[Visit]):
    """One contact with a customer, as the person who made it reports it."""

    promises = serializers.SerializerMethodField()

    class Meta:
        model = Visit
        fields = (
            "id",
            "customer",
            "contact",
            "kind",
            "outcome",
            "visited_on",
            "observed",
            "heard",
            "asked",
            "concluded",
            "next_action",
            "next_action_on",
            "promises",
            "recorded_at",
            "recorded_by",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.IntegerField()))
    def get_promises(self, visit: Visit) -> list[int]:
        return [promise.pk for promise in visit.promises.all()]


class PromiseOut(serializers.ModelSerializer[Promise]):
    """A day and an amount the customer named, and what the last judgement found."""

    amount = MoneyText(read_only=True)
    open_when_made = MoneyText(read_only=True)
    received = MoneyText(read_only=True)
    due_items = serializers.SerializerMethodField()

    class Meta:
        model = Promise
        fields = (
            "id",
            "customer",
            "visit",
            "made_by",
            "due_items",
            "currency",
            "amount",
            "open_when_made",
            "made_on",
            "promised_on",
            "tolerance_days",
            "window_until",
            "source",
            "counts_bills",
            "note",
            "replaces",
            "to_check",
            "state",
            "received",
            "kept_on",
            "fulfilled_late",
            "judged_through",
            "recorded_at",
            "recorded_by",
        )
        read_only_fields = fields

    @extend_schema_field(
        serializers.ListField(
            child=serializers.IntegerField(),
            help_text="The items promised; empty: all of the customer.",
        )
    )
    def get_due_items(self, promise: Promise) -> list[int]:
        return [item.due_item_id for item in promise.items.all()]


class PlannedContactOut(serializers.ModelSerializer[CadenceStep]):
    """One contact with a customer before or on a settlement date."""

    class Meta:
        model = CadenceStep
        fields = (
            "id",
            "customer",
            "rep",
            "acting",
            "stand_in",
            "step",
            "settlement_on",
            "final_on",
            "planned_on",
            "named_on",
            "result",
            "reason",
            "done_on",
            "visit",
        )
        read_only_fields = fields


class ReminderOut(serializers.ModelSerializer[DunningLetter]):
    """One reminder to one customer, with what it asked for."""

    demanded = MoneyText(read_only=True)
    recipient = serializers.CharField(read_only=True)

    class Meta:
        model = DunningLetter
        fields = (
            "id",
            "customer",
            "run",
            "business_day",
            "level",
            "number",
            "language",
            "recipient",
            "currency",
            "demanded",
            "items",
            "hurried",
            "state",
            "reason",
            "decided_by",
            "decided_at",
        )
        read_only_fields = fields


class ReminderRunOut(serializers.ModelSerializer[DunningRun]):
    """One night's reminders of one ladder; `reminders/?run=` gives the letters."""

    waits_because = serializers.ListField(
        child=serializers.ChoiceField(choices=DunningRun.Waits.choices), read_only=True
    )

    class Meta:
        model = DunningRun
        fields = (
            "id",
            "profile",
            "business_day",
            "state",
            "waits_because",
            "recipients",
            "held_back",
            "prepared_at",
            "released_at",
            "released_by",
            "approved_at",
            "approved_by",
            "sends_from",
            "stopped_at",
            "stopped_by",
        )
        read_only_fields = fields


class HeldBackOut(serializers.ModelSerializer[SuppressionInterval]):
    """From `from_on` until before `until_on` an item's reminder was due and held back."""

    amount = MoneyText(read_only=True)
    reason = serializers.ChoiceField(
        choices=[each.value for each in Reason], read_only=True
    )

    class Meta:
        model = SuppressionInterval
        fields = (
            "id",
            "customer",
            "due_item",
            "reason",
            "level",
            "currency",
            "amount",
            "from_on",
            "until_on",
        )
        read_only_fields = fields


class MessageOut(serializers.ModelSerializer[OutboxMessage]):
    """The mail of a reminder and how far it came."""

    recipient = serializers.CharField(read_only=True)
    reminder: Any = serializers.PrimaryKeyRelatedField(
        source="dunning_letter", read_only=True
    )

    class Meta:
        model = OutboxMessage
        fields = (
            "id",
            "reminder",
            "recipient",
            "message_id",
            "state",
            "not_before",
            "attempts",
            "sent_at",
            "error",
            "recorded_at",
        )
        read_only_fields = fields


class HoldOut(serializers.ModelSerializer[Hold]):
    """No reminder from `from_on` through `until_on`, for a reason."""

    class Meta:
        model = Hold
        fields = (
            "id",
            "customer",
            "due_item",
            "kind",
            "from_on",
            "until_on",
            "reason",
            "recorded_at",
            "recorded_by",
            "lifted_at",
            "lifted_by",
        )
        read_only_fields = fields
