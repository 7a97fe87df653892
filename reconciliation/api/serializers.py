"""How confirmation letters, seals and the register of their use are shown."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from arcollect.core.api.fields import MoneyText
from reconciliation.models import (
    ConfirmationLetter,
    LetterFile,
    LetterRun,
    LetterState,
    Seal,
    SealRequest,
    SealUse,
)


class LetterFileOut(serializers.ModelSerializer[LetterFile]):
    """What the bytes of a letter hash to."""

    class Meta:
        model = LetterFile
        fields = ("kind", "sha256", "size", "recorded_at")
        read_only_fields = fields


class LetterOut(serializers.ModelSerializer[ConfirmationLetter]):
    """A letter, frozen at issue; a negative balance is what we owe the customer."""

    balance = MoneyText(read_only=True)
    state = serializers.ChoiceField(
        source="state.state", choices=LetterState.State.choices, read_only=True
    )
    withdrawn_reason = serializers.CharField(
        source="state.withdrawn_reason", read_only=True
    )
    files = LetterFileOut(many=True, read_only=True)
    content = serializers.SerializerMethodField()

    class Meta:
        model = ConfirmationLetter
        fields = (
            "id",
            "customer",
            "run",
            "kind",
            "language",
            "number",
            "code",
            "cut_off",
            "issued_on",
            "reply_due_on",
            "currency",
            "balance",
            "state",
            "withdrawn_reason",
            "supersedes",
            "ledger_sha256",
            "files",
            "content",
            "recorded_at",
            "issued_by",
        )
        read_only_fields = fields

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_content(self, letter: ConfirmationLetter) -> Any:
        return letter.data


class SealOut(serializers.ModelSerializer[Seal]):
    """A seal and its certificate; the private key is in no table."""

    class Meta:
        model = Seal
        fields = (
            "id",
            "kind",
            "holder_name",
            "register_number",
            "is_sample",
            "is_test",
            "state",
            "valid_until",
            "subject",
            "issuer",
            "serial",
            "fingerprint",
            "not_before",
            "not_after",
            "registered_at",
            "registered_by",
            "put_in_use_at",
            "put_in_use_by",
            "retired_at",
        )
        read_only_fields = fields


class SealUseOut(serializers.ModelSerializer[SealUse]):
    """A line of the register: this seal went onto that letter."""

    class Meta:
        model = SealUse
        fields = (
            "id",
            "letter",
            "seal",
            "requested_by",
            "sealed_by",
            "second_factor_at",
            "sha256_before",
            "sha256_after",
            "signer_fingerprint",
            "at",
        )
        read_only_fields = fields


class LetterRunOut(serializers.ModelSerializer[LetterRun]):
    """Letters asked for at once, and how far they are; `letters/?run=` gives them."""

    class Meta:
        model = LetterRun
        fields = (
            "id",
            "created_by",
            "created_at",
            "cut_off",
            "ledger_from",
            "issued_on",
            "reply_due_on",
            "kind",
            "language",
            "state",
            "state_changed_at",
            "total",
            "done",
        )
        read_only_fields = fields


class SealRequestOut(serializers.ModelSerializer[SealRequest]):
    """Somebody asked that a letter be sealed, and another one decided."""

    class Meta:
        model = SealRequest
        fields = (
            "id",
            "letter",
            "seal",
            "pdf_sha256",
            "requested_by",
            "requested_at",
            "purpose",
            "state",
            "decided_by",
            "decided_at",
            "second_factor_at",
            "refused_reason",
            "failure",
        )
        read_only_fields = fields
