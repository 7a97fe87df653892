"""What happened at a customer: documents, classes and edits in one line, newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import CharField, F, Q, QuerySet
from django.db.models.functions import Cast, TruncDate

from arcollect.core.models import AuditEvent
from arcollect.core.timeline import (
    TimelineRows,
    happenings,
    more_chips,
    read_happenings,
    sources,
)
from customers.models import Contact, Contract, Customer
from invoices.models import ClassHistory, CreditNote, Fact, Invoice, Payment

MONEY, CLASSES, EDITS = "money", "classes", "edits"
CHIPS = (MONEY, CLASSES, EDITS)


def list_chips() -> tuple[str, ...]:
    """What a timeline can be narrowed to: the ledger's own chips and those of apps."""
    return (*CHIPS, *more_chips())


@dataclass(frozen=True, slots=True)
class Happening:
    """One event: what it was (`kind`), the row itself, and its day."""

    kind: str
    row: Any
    day: dt.date


def timeline_rows(*, customer: Customer, chip: str = "") -> QuerySet[Any]:
    """(kind, id, day) of every event, newest first; `chip` narrows to one of `list_chips`."""
    parts = [
        happenings(part, customer_id=customer.pk)
        for part in _parts_of(customer)
        if chip in ("", part.chip)
    ]
    rows: QuerySet[Any] = parts[0].union(*parts[1:], all=True)
    return rows.order_by("-happened_on", "happening", "-id")


def load_happenings(
    page: Sequence[tuple[str, int, dt.date]], *, customer: Customer
) -> list[Happening]:
    """The rows behind one page of `timeline_rows`, in one query."""
    keys = [(kind, pk) for kind, pk, _day in page]
    found = read_happenings(_parts_of(customer), keys)
    return [Happening(kind, found[kind, pk], day) for kind, pk, day in page]


def _parts_of(customer: Customer) -> list[TimelineRows]:
    return [*_LEDGER, *_edits_of(customer), *sources()]


_MONEY = ("currency", "amount")
_LEDGER = (
    TimelineRows(
        kind="invoice",
        chip=MONEY,
        model=Invoice,
        day=F("issued_on"),
        fields=(*_MONEY, "number"),
    ),
    TimelineRows(
        kind="credit_note",
        chip=MONEY,
        model=CreditNote,
        day=F("issued_on"),
        fields=(*_MONEY, "number", "reason", "reverses"),
    ),
    TimelineRows(
        kind="payment",
        chip=MONEY,
        model=Payment,
        day=F("received_on"),
        fields=(*_MONEY, "reference", "reverses"),
    ),
    TimelineRows(
        kind="class",
        chip=CLASSES,
        model=ClassHistory,
        whose=lambda customer_id: Q(
            due_item__customer=customer_id, from_severity__isnull=False
        ),
        day=F("changed_on"),
        fields=("from_severity", "to_severity", "due_item__invoice__number"),
    ),
)
_EDITED: tuple[tuple[str, Any], ...] = (
    ("customers.contact", Contact),
    ("customers.contract", Contract),
    ("invoices.fact", Fact),
)


def _edits_of(customer: Customer) -> list[TimelineRows]:
    """Edits of the customer and of what belongs to him: a part each, for the index."""
    of_himself = Q(object_type="customers.customer", object_id=str(customer.pk))
    whose = [of_himself] + [
        Q(
            object_type=object_type,
            object_id__in=model.objects.filter(customer=customer)
            .annotate(key=Cast("pk", CharField()))
            .values("key"),
        )
        for object_type, model in _EDITED
    ]
    return [
        TimelineRows(
            kind="edit",
            chip=EDITS,
            model=AuditEvent,
            whose=lambda _customer_id, of=of: Q(of, company=customer.company_id),  # type: ignore[misc]
            day=TruncDate("at", tzinfo=ZoneInfo(customer.company.time_zone)),
            fields=(
                "actor",
                "actor_label",
                "action",
                "object_type",
                "object_label",
                "before",
                "after",
                "reason",
            ),
        )
        for of in whose
    ]
