"""What apps above the ledger add to a customer's page: happenings and things to do.

The page belongs to the ledger, which knows nothing of visits or letters. Apps register
in `AppConfig.ready`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.utils.functional import Promise

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


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineSource:
    """One kind of row: `rows` of a customer as `happenings` gives them, `load` by key.

    Sources of one `chip` are shown and hidden together under its `label`.
    """

    kind: str
    chip: str
    label: str | Promise
    rows: Callable[[int], QuerySet[Any]]
    load: Callable[[list[int]], Iterable[Any]]
    words: Callable[[Any, dt.date], TimelineEvent]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerAction:
    """A button on a customer's page; the route takes the customer's key."""

    permission: Permission
    label: str | Promise
    icon: str
    url_name: str


_sources: dict[str, TimelineSource] = {}
_actions: dict[str, CustomerAction] = {}


def happenings(kind: str, rows: QuerySet[Any], day: Any) -> QuerySet[Any]:
    """(kind, id, day) of every row: the shape that all parts of a timeline share."""
    found: QuerySet[Any] = (
        rows.order_by()
        .annotate(happening=Value(kind, output_field=CharField()), happened_on=day)
        .values_list("happening", "id", "happened_on")
    )
    return found


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
