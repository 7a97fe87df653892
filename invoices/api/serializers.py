"""How documents, due items and what is known about them are shown."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from arcollect.core.api.fields import KnownDay, MoneyText, QuantityText
from invoices.domain.classes import ReceivableClass
from invoices.models import (
    Allocation,
    CreditNote,
    DueItem,
    DueItemState,
    Invoice,
    InvoiceLine,
    Payment,
)

CLASSES = [cls.value for cls in ReceivableClass]
DOCUMENT = (
    "id",
    "customer",
    "currency",
    "amount",
    "note",
    "recorded_at",
    "recorded_by",
)


class ClassWord(serializers.ChoiceField):
    """A class by its name; null while no night has decided it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=CLASSES, **kwargs)

    def to_representation(self, value: Any) -> Any:
        return None if value is None else ReceivableClass.from_severity(value).value


class LineOut(serializers.ModelSerializer[InvoiceLine]):
    """One line of an invoice."""

    quantity = QuantityText(read_only=True)
    unit_price = QuantityText(read_only=True)
    amount = MoneyText(read_only=True)

    class Meta:
        model = InvoiceLine
        fields = (
            "position",
            "description",
            "quantity",
            "unit",
            "unit_price",
            "amount",
            "term_group",
        )
        read_only_fields = fields


class DueItemOut(serializers.ModelSerializer[DueItemState]):
    """One due date of an invoice: what is open of it, its class and why."""

    id = serializers.IntegerField(source="pk", read_only=True)
    invoice = serializers.IntegerField(source="due_item.invoice_id", read_only=True)
    invoice_number = serializers.CharField(
        source="due_item.invoice.number", read_only=True
    )
    position = serializers.IntegerField(source="due_item.position", read_only=True)
    kind = serializers.ChoiceField(
        source="due_item.kind", choices=DueItem.Kind.choices, read_only=True
    )
    amount = MoneyText(read_only=True)
    open_amount = MoneyText(read_only=True)
    receivable_class = ClassWord(source="severity", read_only=True, allow_null=True)
    reason = serializers.CharField(
        source="decided_by",
        read_only=True,
        help_text="The rule, fact or override that decided the class.",
    )
    due_on = KnownDay(help_text="In force now; null while it waits for its date.")
    due_on_agreed = KnownDay(source="due_item.due_on")
    final_on = KnownDay()
    next_change_on = KnownDay()

    class Meta:
        model = DueItemState
        fields = (
            "id",
            "invoice",
            "invoice_number",
            "position",
            "customer",
            "kind",
            "issued_on",
            "term_days",
            "due_on",
            "due_on_agreed",
            "final_on",
            "currency",
            "amount",
            "open_amount",
            "settled_on",
            "receivable_class",
            "reason",
            "class_since",
            "next_change_on",
        )
        read_only_fields = fields


class InvoiceOut(serializers.ModelSerializer[Invoice]):
    """A posted invoice with its lines and due items."""

    amount = MoneyText(read_only=True)
    open_amount = MoneyText(source="open_sum", read_only=True)
    reversed_by = serializers.SerializerMethodField()
    lines = LineOut(many=True, read_only=True)
    items = serializers.SerializerMethodField()

    class Meta:
        model = Invoice
        fields = (
            *DOCUMENT,
            "number",
            "contract",
            "issued_on",
            "open_amount",
            "reversed_by",
            "lines",
            "items",
        )
        read_only_fields = fields

    @extend_schema_field(
        serializers.IntegerField(
            allow_null=True, help_text="The credit note that reverses it."
        )
    )
    def get_reversed_by(self, invoice: Invoice) -> int | None:
        return counter_of(invoice)

    @extend_schema_field(DueItemOut(many=True))
    def get_items(self, invoice: Invoice) -> Any:
        states = [item.state for item in invoice.items.all()]
        return DueItemOut(states, many=True, context=self.context).data


class _SourceOut(serializers.ModelSerializer[Any]):
    """What payments and credit notes share."""

    amount = MoneyText(read_only=True)
    unallocated = MoneyText(
        source="left",
        read_only=True,
        allow_null=True,
        help_text="What is left to allocate; null for a counter-document.",
    )
    reversed_by = serializers.SerializerMethodField()

    @extend_schema_field(
        serializers.IntegerField(allow_null=True, help_text="The counter-document.")
    )
    def get_reversed_by(self, row: Any) -> int | None:
        return counter_of(row)


class CreditNoteOut(_SourceOut):
    """A posted credit note."""

    class Meta:
        model = CreditNote
        fields = (
            *DOCUMENT,
            "number",
            "contract",
            "reason",
            "issued_on",
            "unallocated",
            "reverses_invoice",
            "reverses",
            "reversed_by",
        )
        read_only_fields = fields


class PaymentOut(_SourceOut):
    """Money that came in; without a customer while nobody knows whose it is."""

    class Meta:
        model = Payment
        fields = (
            *DOCUMENT,
            "reference",
            "received_on",
            "method",
            "payer_name",
            "unallocated",
            "reverses",
            "reversed_by",
        )
        read_only_fields = fields


class AllocationOut(serializers.ModelSerializer[Allocation]):
    """Which money settles which due item, since when; or the undoing, negative."""

    amount = MoneyText(read_only=True)
    reversed_by = serializers.SerializerMethodField()

    class Meta:
        model = Allocation
        fields = (
            "id",
            "due_item",
            "payment",
            "credit_note",
            "currency",
            "amount",
            "effective_on",
            "rule",
            "reverses",
            "reversed_by",
            "recorded_at",
            "recorded_by",
        )
        read_only_fields = fields

    @extend_schema_field(
        serializers.IntegerField(allow_null=True, help_text="The row that undoes it.")
    )
    def get_reversed_by(self, row: Allocation) -> int | None:
        return counter_of(row)


def counter_of(row: Any) -> int | None:
    """The id of the counter-document, if there is one."""
    counter = getattr(row, "reversed_by", None)
    return None if counter is None else int(counter.pk)
