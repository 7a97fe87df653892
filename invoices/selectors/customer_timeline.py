"""What happened at a customer: documents, classes and edits in one line, newest first."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet
from django.db.models.functions import TruncDate

from arcollect.core.models import AuditEvent
from arcollect.core.timeline import find_source, happenings, more_chips, sources
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
    parts: list[QuerySet[Any]] = []
    if chip in ("", MONEY):
        parts += [
            _part("invoice", Invoice, customer, "issued_on"),
            _part("credit_note", CreditNote, customer, "issued_on"),
            _part("payment", Payment, customer, "received_on"),
        ]
    if chip in ("", CLASSES):
        changes = ClassHistory.objects.filter(due_item__customer=customer).exclude(
            from_severity=None
        )
        parts.append(happenings("class", changes, F("changed_on")))
    if chip in ("", EDITS):
        zone = ZoneInfo(customer.company.time_zone)
        edited = TruncDate("at", tzinfo=zone)
        parts.append(happenings("edit", _edits_of(customer), edited))
    parts += [
        source.rows(customer.pk) for source in sources() if chip in ("", source.chip)
    ]
    rows: QuerySet[Any] = parts[0].union(*parts[1:], all=True)
    return rows.order_by("-happened_on", "happening", "-id")


def _part(kind: str, model: Any, customer: Customer, day: str) -> QuerySet[Any]:
    return happenings(kind, model.objects.filter(customer=customer), F(day))


def _edits_of(customer: Customer) -> QuerySet[AuditEvent]:
    of = Q(object_type="customers.customer", object_id=str(customer.pk))
    for kind, model in (
        ("customers.contact", Contact),
        ("customers.contract", Contract),
        ("invoices.fact", Fact),
    ):
        rows: Any = model._default_manager.filter(customer=customer)  # noqa: SLF001
        ids = [str(pk) for pk in rows.values_list("pk", flat=True)]
        if ids:
            of |= Q(object_type=kind, object_id__in=ids)
    return AuditEvent.objects.filter(of, company=customer.company_id)


def load_happenings(page: Sequence[tuple[str, int, dt.date]]) -> list[Happening]:
    """The rows behind one page of `timeline_rows`, one query per kind."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for kind, pk, _day in page:
        wanted[kind].append(pk)
    found: dict[tuple[str, int], Any] = {}
    for kind, ids in wanted.items():
        source = find_source(kind)
        for row in source.load(ids) if source else _LOADERS[kind](ids):
            found[kind, row.pk] = row
    return [Happening(kind, found[kind, pk], day) for kind, pk, day in page]


_LOADERS: dict[str, Callable[[list[int]], Iterable[Any]]] = {
    "invoice": lambda ids: Invoice.objects.filter(pk__in=ids),
    "credit_note": lambda ids: CreditNote.objects.filter(pk__in=ids),
    "payment": lambda ids: Payment.objects.filter(pk__in=ids),
    "class": lambda ids: ClassHistory.objects.filter(pk__in=ids).select_related(
        "due_item__invoice"
    ),
    "edit": lambda ids: AuditEvent.objects.filter(pk__in=ids),
}
