"""What apps above the ledger add to a customer's page: happenings and things to do.

The page belongs to the ledger, which knows nothing of visits or letters. Apps register
in `AppConfig.ready`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.utils.functional import Promise

from arcollect.core.mixed_rows import Wanted, read_together
from arcollect.core.roles import Permission


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One line of a timeline: icon, title, second line, day, address."""

    icon: str
    title: str
    detail: str
    day: dt.date
    url: str = ""
    kind: str = ""


def of_customer(customer_id: int) -> Q:
    """Rows that name their customer."""
    return Q(customer=customer_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRows:
    """One kind of row: whose they are, the day of each, and the fields its words need."""

    kind: str
    chip: str
    model: Any
    day: Any
    fields: tuple[str, ...]
    whose: Callable[[int], Q] = of_customer


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineSource(TimelineRows):
    """Rows that an app adds, and how they read.

    Sources of one `chip` are shown and hidden together under its `label`.
    """

    label: str | Promise
    words: Callable[[Any, dt.date], TimelineEvent]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerAction:
    """An act on a customer's page; the route takes the customer's key.

    `is_first` ones are buttons of their own, the others stand behind one.
    """

    permission: Permission
    label: str | Promise
    icon: str
    url_name: str
    is_first: bool = False


_sources: dict[str, TimelineSource] = {}
_actions: dict[str, CustomerAction] = {}


def happenings(part: TimelineRows, *, customer_id: int) -> QuerySet[Any]:
    """(kind, id, day) of every row: the shape that all parts of a timeline share."""
    kind = Value(part.kind, output_field=CharField())
    found: QuerySet[Any] = (
        part.model.objects.filter(part.whose(customer_id))
        .order_by()
        .annotate(happening=kind, happened_on=part.day)
        .values_list("happening", "id", "happened_on")
    )
    return found


def read_happenings(
    parts: Iterable[TimelineRows], keys: Sequence[tuple[str, int]]
) -> dict[tuple[str, int], Any]:
    """The rows behind `keys`, with the fields of their part; one query for all kinds."""
    kinds = {part.kind: part for part in parts}
    ids: dict[str, list[int]] = defaultdict(list)
    for kind, pk in keys:
        ids[kind].append(pk)
    return read_together(
        Wanted(
            kind, kinds[kind].model.objects.filter(pk__in=of_kind), kinds[kind].fields
        )
        for kind, of_kind in ids.items()
    )


def register_source(source: TimelineSource) -> None:
    """Show the rows of `source` in every customer's timeline."""
    _sources[source.kind] = source


def register_action(action: CustomerAction) -> None:
    """Offer `action` on every customer's page to the roles that may do it."""
    _actions[action.url_name] = action


def sources() -> list[TimelineSource]:
    """The registered kinds of rows."""
    return list(_sources.values())


def find_source(kind: str) -> TimelineSource | None:
    """Whose rows of this kind are; None for the ledger's own."""
    return _sources.get(kind)


def more_chips() -> dict[str, str | Promise]:
    """Chips that apps added, and their labels."""
    return {source.chip: source.label for source in _sources.values()}


def actions() -> list[CustomerAction]:
    """What apps offer to do with a customer."""
    return list(_actions.values())
