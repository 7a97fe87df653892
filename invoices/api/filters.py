"""Filters of documents, due items and what is known about them."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django_filters import FilterSet

from arcollect.core import clock
from arcollect.core.api.filters import (
    CurrencyFilter,
    DayFilter,
    KeyFilter,
    TextFilter,
    WordFilter,
    YesNoFilter,
)
from arcollect.core.models import ImportBatch
from invoices.domain.classes import ReceivableClass
from invoices.models import (
    Bill,
    ClaimDecision,
    CreditNote,
    Dispute,
    DueItem,
    DueItemState,
    Fact,
    Payment,
)
from invoices.models.bill import STATE_CHOICES
from invoices.models.decision import STATE_CHOICES as DECISION_STATES

CLASSES = [(cls.value, cls.value) for cls in ReceivableClass]


def today(filterset: FilterSet) -> Any:
    """The business date at the company that is asked."""
    request: Any = filterset.request
    return clock.today(request.company.time_zone)


class ClassFilter(WordFilter):
    """A class by its name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=CLASSES, **kwargs)

    def filter(self, qs: Any, value: Any) -> Any:
        if not value:
            return qs
        return qs.filter(**{self.field_name: ReceivableClass(value).severity})


class OfCustomerFilters(FilterSet):
    customer = KeyFilter(field_name="customer_id")
    currency = CurrencyFilter()


class InvoiceFilters(OfCustomerFilters):
    """`open` and `overdue` are those of today at the company."""

    number = TextFilter()
    contract = KeyFilter(field_name="contract_id")
    issued_from = DayFilter(field_name="issued_on", lookup_expr="gte")
    issued_until = DayFilter(field_name="issued_on", lookup_expr="lte")
    open = YesNoFilter(method="by_open")
    overdue = YesNoFilter(method="by_overdue")

    def by_open(self, rows: Any, _name: str, wanted: bool) -> Any:
        found = Exists(_open_items())
        return rows.filter(found if wanted else ~found)

    def by_overdue(self, rows: Any, _name: str, wanted: bool) -> Any:
        found = Exists(_open_items().filter(due_on__lt=today(self)))
        return rows.filter(found if wanted else ~found)


def _open_items() -> Any:
    items = DueItemState.objects.filter(due_item__invoice=OuterRef("pk"))
    return items.filter(open_amount__gt=0)


class DueItemFilters(OfCustomerFilters):
    """`open` and `overdue` are those of today at the company."""

    invoice = KeyFilter(field_name="due_item__invoice_id")
    kind = WordFilter(field_name="due_item__kind", choices=DueItem.Kind.choices)
    receivable_class = ClassFilter(field_name="severity")
    due_from = DayFilter(field_name="due_on", lookup_expr="gte")
    due_until = DayFilter(field_name="due_on", lookup_expr="lte")
    next_change_until = DayFilter(field_name="next_change_on", lookup_expr="lte")
    open = YesNoFilter(method="by_open")
    overdue = YesNoFilter(method="by_overdue")

    def by_open(self, rows: Any, _name: str, wanted: bool) -> Any:
        found = Q(open_amount__gt=0)
        return rows.filter(found if wanted else ~found)

    def by_overdue(self, rows: Any, _name: str, wanted: bool) -> Any:
        found = Q(open_amount__gt=0, due_on__lt=today(self))
        return rows.filter(found if wanted else ~found)


class _SourceFilters(OfCustomerFilters):
    unallocated = YesNoFilter(method="by_left")
    reversed = YesNoFilter(method="by_reversed")

    def by_left(self, rows: Any, _name: str, wanted: bool) -> Any:
        found = Q(state__unallocated__gt=0)
        return rows.filter(found if wanted else ~found)

    def by_reversed(self, rows: Any, _name: str, wanted: bool) -> Any:
        return rows.filter(reversed_by__isnull=not wanted)


class CreditNoteFilters(_SourceFilters):
    number = TextFilter()
    reason = WordFilter(choices=CreditNote.Reason.choices)
    issued_from = DayFilter(field_name="issued_on", lookup_expr="gte")
    issued_until = DayFilter(field_name="issued_on", lookup_expr="lte")


class PaymentFilters(_SourceFilters):
    """`identified` is false while nobody knows whose money it is."""

    reference = TextFilter()
    method = WordFilter(choices=Payment.Method.choices)
    identified = YesNoFilter(method="by_identified")
    received_from = DayFilter(field_name="received_on", lookup_expr="gte")
    received_until = DayFilter(field_name="received_on", lookup_expr="lte")

    def by_identified(self, rows: Any, _name: str, wanted: bool) -> Any:
        return rows.filter(customer__isnull=not wanted)


class AllocationFilters(FilterSet):
    """`in_force` leaves out undone allocations and their undoing."""

    customer = KeyFilter(field_name="due_item__customer_id")
    invoice = KeyFilter(field_name="due_item__invoice_id")
    due_item = KeyFilter(field_name="due_item_id")
    payment = KeyFilter(field_name="payment_id")
    credit_note = KeyFilter(field_name="credit_note_id")
    currency = CurrencyFilter()
    effective_from = DayFilter(field_name="effective_on", lookup_expr="gte")
    effective_until = DayFilter(field_name="effective_on", lookup_expr="lte")
    in_force = YesNoFilter(method="by_force")

    def by_force(self, rows: Any, _name: str, wanted: bool) -> Any:
        found = Q(reverses__isnull=True, reversed_by__isnull=True)
        return rows.filter(found if wanted else ~found)


class FactFilters(FilterSet):
    customer = KeyFilter(field_name="customer_id")
    due_item = KeyFilter(field_name="due_item_id")
    kind = WordFilter(choices=Fact.Kind.choices)
    live = YesNoFilter(method="by_live")

    def by_live(self, rows: Any, _name: str, wanted: bool) -> Any:
        found = Q(superseded_by__isnull=True, withdrawn=False)
        return rows.filter(found if wanted else ~found)


class OverrideFilters(FilterSet):
    customer = KeyFilter(field_name="due_item__customer_id")
    due_item = KeyFilter(field_name="due_item_id")
    receivable_class = ClassFilter(field_name="severity")


class ClassChangeFilters(FilterSet):
    customer = KeyFilter(field_name="due_item__customer_id")
    due_item = KeyFilter(field_name="due_item_id")
    to_class = ClassFilter(field_name="to_severity")
    changed_from = DayFilter(field_name="changed_on", lookup_expr="gte")
    changed_until = DayFilter(field_name="changed_on", lookup_expr="lte")


class DisputeFilters(OfCustomerFilters):
    due_item = KeyFilter(field_name="due_item_id")
    state = WordFilter(choices=Dispute.State.choices)
    reason = WordFilter(choices=Dispute.Reason.choices)


class ImportFilters(FilterSet):
    state = WordFilter(choices=ImportBatch.State.choices)


class BillFilters(OfCustomerFilters):
    number = TextFilter()
    kind = WordFilter(choices=Bill.Kind.choices)
    state = WordFilter(field_name="standing__state", choices=STATE_CHOICES)
    matures_from = DayFilter(field_name="matures_on", lookup_expr="gte")
    matures_until = DayFilter(field_name="matures_on", lookup_expr="lte")


class DecisionFilters(OfCustomerFilters):
    number = TextFilter()
    kind = WordFilter(choices=ClaimDecision.Kind.choices)
    state = WordFilter(field_name="state__state", choices=DECISION_STATES)
    due_item = KeyFilter(field_name="items__due_item_id")
