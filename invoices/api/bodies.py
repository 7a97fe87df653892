"""What is written: invoices, credit notes, payments, allocations, reversals."""

from __future__ import annotations

from collections.abc import Sequence
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
from arcollect.core.money import AmountFormatError, exact_money
from customers.models import Contract, Customer
from invoices.forms.documents import MOST_LINES, MOST_TERM_DAYS
from invoices.models import CreditNote, DueItem, Payment
from invoices.services.draft_content import line_amount

MOST_PARTS = 200


def visible_customers(request: Any) -> Any:
    """Customers of the call's company that the caller may see."""
    return Customer.objects.filter(company=request.company).visible_to(request.user)


def _visible(model: Any) -> Any:
    def rows(request: Any) -> Any:
        return model.objects.filter(company=request.company).visible_to(request.user)

    return rows


def exact(attrs: dict[str, Any], field: str, currency: str, *, path: str = "") -> None:
    """Check that the amount is positive and one of the currency."""
    try:
        attrs[field] = exact_money(attrs[field], currency)
    except AmountFormatError as error:
        raise fault(path or field, "minor-unit", str(error)) from error
    if attrs[field] <= 0:
        sentence = _("The amount must be greater than zero.")
        raise fault(path or field, "positive", str(sentence))


class LineIn(serializers.Serializer[Any]):
    """One line; without an amount it is quantity times unit price."""

    description = serializers.CharField(max_length=200)
    quantity = QuantityText(default=None, allow_null=True)
    unit = serializers.CharField(max_length=20, default="", allow_blank=True)
    unit_price = QuantityText(default=None, allow_null=True)
    amount = MoneyText(default=None, allow_null=True)
    term_group = serializers.IntegerField(min_value=1, max_value=9, default=1)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        explained = attrs["quantity"] is not None and attrs["unit_price"] is not None
        if attrs["amount"] is None and not explained:
            sentence = _("Write an amount, or quantity and unit price.")
            raise fault("amount", "required", str(sentence))
        return attrs


class InvoiceIn(serializers.Serializer[Any]):
    """A new invoice. It falls due by its contract, its due date or its term."""

    customer = Key(rows=visible_customers)
    contract = Key(
        rows=lambda request: _visible(Contract)(request).prefetch_related("terms"),
        default=None,
        allow_null=True,
    )
    issued_on = Day()
    currency = CurrencyCode()
    due_on = Day(default=None, allow_null=True)
    term_days = serializers.IntegerField(
        min_value=0, max_value=MOST_TERM_DAYS, default=None, allow_null=True
    )
    delivered_on = Day(
        default=None,
        allow_null=True,
        help_text="For terms that count from delivery; without it they wait for it.",
    )
    number = serializers.CharField(
        max_length=60,
        default="",
        allow_blank=True,
        help_text="Empty: the next number of the company's series.",
    )
    note = serializers.CharField(max_length=500, default="", allow_blank=True)
    lines: Any = serializers.ListSerializer(
        child=LineIn(), min_length=1, max_length=MOST_LINES
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        contract = attrs["contract"]
        if contract is not None and contract.customer_id != attrs["customer"].pk:
            sentence = _("The contract belongs to another customer.")
            raise fault("contract", "same-customer", str(sentence))
        named = attrs["due_on"] is not None or attrs["term_days"] is not None
        if contract is None and not named:
            sentence = _("Say when it is due: a contract, a due date or a term.")
            raise fault("due_on", "required", str(sentence))
        for number, line in enumerate(attrs["lines"]):
            self._complete(line, number, attrs["currency"])
        return attrs

    @staticmethod
    def _complete(line: dict[str, Any], number: int, currency: str) -> None:
        if line["amount"] is None:
            try:
                line["amount"] = line_amount(line, currency)
            except ArithmeticError:
                line["amount"] = Decimal("Infinity")
        exact(line, "amount", currency, path=f"lines.{number}.amount")
        if line["quantity"] is None:
            line["quantity"] = Decimal(1)
        if line["unit_price"] is None:
            line["unit_price"] = line["amount"]


class CreditNoteIn(serializers.Serializer[Any]):
    """A new credit note, all of it on account."""

    customer = Key(rows=visible_customers)
    issued_on = Day()
    currency = CurrencyCode()
    amount = MoneyText()
    reason = serializers.ChoiceField(
        choices=[
            choice
            for choice in CreditNote.Reason.choices
            if choice[0] != CreditNote.Reason.REVERSAL
        ],
        default=CreditNote.Reason.OTHER,
    )
    number = serializers.CharField(max_length=60, default="", allow_blank=True)
    note = serializers.CharField(max_length=500, default="", allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        exact(attrs, "amount", attrs["currency"])
        return attrs


class PaymentIn(serializers.Serializer[Any]):
    """Money that came in, all of it on account."""

    customer = Key(rows=visible_customers, default=None, allow_null=True)
    reference = serializers.CharField(max_length=100)
    received_on = Day()
    currency = CurrencyCode()
    amount = MoneyText()
    method = serializers.ChoiceField(
        choices=Payment.Method.choices, default=Payment.Method.TRANSFER
    )
    payer_name = serializers.CharField(max_length=200, default="", allow_blank=True)
    note = serializers.CharField(max_length=500, default="", allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        exact(attrs, "amount", attrs["currency"])
        return attrs


class PartIn(serializers.Serializer[Any]):
    """What one due item gets."""

    due_item = Key(rows=_visible(DueItem))
    amount = MoneyText()


class AllocationIn(serializers.Serializer[Any]):
    """One payment or one credit note, and its parts: all of them or none."""

    payment = Key(rows=_visible(Payment), default=None, allow_null=True)
    credit_note = Key(rows=_visible(CreditNote), default=None, allow_null=True)
    parts: Any = serializers.ListSerializer(
        child=PartIn(), min_length=1, max_length=MOST_PARTS
    )
    effective_on = Day(
        default=None,
        allow_null=True,
        help_text="Left out: the later of both documents' dates.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["payment"] is None) == (attrs["credit_note"] is None):
            sentence = _("Name one payment or one credit note.")
            raise fault("payment", "one-source", str(sentence))
        source = attrs["payment"] or attrs["credit_note"]
        for number, part in enumerate(attrs["parts"]):
            path = f"parts.{number}"
            if part["due_item"].currency != source.currency:
                sentence = _("The due item is in another currency than the money.")
                raise fault(f"{path}.due_item", "same-currency", str(sentence))
            exact(part, "amount", source.currency, path=f"{path}.amount")
        _each_once(attrs["parts"])
        return attrs


def _each_once(parts: Sequence[dict[str, Any]]) -> None:
    ids = [part["due_item"].pk for part in parts]
    if len(set(ids)) != len(ids):
        sentence = _("Choose each due item once, and at least one.")
        raise fault("parts", "each-once", str(sentence))


class UndoIn(serializers.Serializer[Any]):
    """Since when an allocation no longer holds, and why."""

    effective_on = Day(
        default=None,
        allow_null=True,
        help_text="Left out: as if it had never been.",
    )
    reason = serializers.CharField(max_length=500)


class ReverseIn(serializers.Serializer[Any]):
    """From which day a document is taken back, and why."""

    effective_on = Day()
    reason = serializers.CharField(max_length=500)
