"""How facts, overrides, policies, class history, disputes and imports are shown."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from arcollect.core.api.fields import MoneyText
from arcollect.core.models import ImportBatch
from invoices.api.serializers import ClassWord
from invoices.models import (
    ClassHistory,
    ClassificationPolicy,
    ClassOverride,
    Dispute,
    Fact,
)


class FactOut(serializers.ModelSerializer[Fact]):
    """Something known about a debtor or an item, in force before `until_on`."""

    class Meta:
        model = Fact
        fields = (
            "id",
            "customer",
            "due_item",
            "kind",
            "from_on",
            "until_on",
            "source",
            "note",
            "verified",
            "withdrawn",
            "supersedes",
            "recorded_at",
            "recorded_by",
        )
        read_only_fields = fields


class OverrideOut(serializers.ModelSerializer[ClassOverride]):
    """A class set by hand, in force before `until_on`."""

    receivable_class = ClassWord(source="severity", read_only=True)

    class Meta:
        model = ClassOverride
        fields = (
            "id",
            "due_item",
            "receivable_class",
            "from_on",
            "until_on",
            "reason",
            "approved_by",
            "withdrawn",
            "supersedes",
            "recorded_at",
        )
        read_only_fields = fields


class PolicyOut(serializers.ModelSerializer[ClassificationPolicy]):
    """One version of the company's class rules."""

    rules = serializers.SerializerMethodField()

    class Meta:
        model = ClassificationPolicy
        fields = (
            "id",
            "version",
            "name",
            "from_on",
            "rules",
            "reason",
            "recorded_at",
            "recorded_by",
        )
        read_only_fields = fields

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_rules(self, policy: ClassificationPolicy) -> Any:
        return policy.rules


class ClassChangeOut(serializers.ModelSerializer[ClassHistory]):
    """One change of an item's class, as the night of that day saw it."""

    from_class = ClassWord(source="from_severity", read_only=True, allow_null=True)
    to_class = ClassWord(source="to_severity", read_only=True)
    reason = serializers.CharField(source="decided_by", read_only=True)

    class Meta:
        model = ClassHistory
        fields = (
            "id",
            "due_item",
            "changed_on",
            "from_class",
            "to_class",
            "reason",
            "policy",
            "recorded_at",
        )
        read_only_fields = fields


class DisputeOut(serializers.ModelSerializer[Dispute]):
    """A contested amount of one due item."""

    amount = MoneyText(read_only=True)
    conceded = MoneyText(read_only=True, allow_null=True)

    class Meta:
        model = Dispute
        fields = (
            "id",
            "customer",
            "due_item",
            "currency",
            "amount",
            "reason",
            "note",
            "owner",
            "opened_on",
            "target_on",
            "state",
            "resolved_on",
            "resolution",
            "conceded",
            "credit_note",
            "approved_by",
            "second_approved_by",
            "recorded_at",
            "recorded_by",
        )
        read_only_fields = fields


class ImportOut(serializers.ModelSerializer[ImportBatch]):
    """One upload on its way from files to the ledger; `result` is its report."""

    files = serializers.SerializerMethodField()
    result = serializers.SerializerMethodField()

    class Meta:
        model = ImportBatch
        fields = (
            "id",
            "state",
            "state_changed_at",
            "created_at",
            "created_by",
            "profile_name",
            "rows_done",
            "rows_total",
            "files",
            "result",
        )
        read_only_fields = fields

    @extend_schema_field(
        {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["kind", "name", "sha256", "size"],
                "properties": {
                    "kind": {"type": "string"},
                    "name": {"type": "string"},
                    "sha256": {"type": "string"},
                    "size": {"type": "integer"},
                },
            },
        }
    )
    def get_files(self, batch: ImportBatch) -> list[dict[str, Any]]:
        return [
            {"kind": f.kind, "name": f.name, "sha256": f.sha256, "size": f.size}
            for f in batch.files.all()
        ]

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_result(self, batch: ImportBatch) -> Any:
        return batch.result
