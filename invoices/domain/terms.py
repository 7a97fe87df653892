"""Due dates, nominal terms and extensions of due items (Domain rule 3.1.2, 3.1.3, 3.1.9)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from arcollect.core.dates import (
    EVERY_DAY,
    DueRoll,
    WorkingCalendar,
    add_months,
    eom_plus_due,
    fixed_day_due,
    net_due,
    roll,
)


class DueRuleError(ValueError):
    """A due rule is of an unknown type or lacks a value it needs."""


class DueRuleType(StrEnum):
    """Kinds of settlement term that lead to a due date."""

    NET = "net"
    EOM_PLUS = "eom_plus"
    FIXED_DAY = "fixed_day"
    MONTHS_AFTER = "months_after"
    EXPLICIT = "explicit"
    BILL = "bill"


class ItemKind(StrEnum):
    """What the money is owed for; only STANDARD items carry a credit term of their own."""

    STANDARD = "standard"
    MILESTONE = "milestone"
    RETENTION = "retention"
    INSTALMENT = "instalment"
    DEPOSIT = "deposit"
    BILL = "bill"


class GraceBase(StrEnum):
    """Whether grace is a third of the days the term names, or of the days it really gives."""

    NOMINAL = "nominal"
    EFFECTIVE = "effective"


@dataclass(frozen=True, slots=True)
class Net:
    """`days` after the base date."""

    days: int


@dataclass(frozen=True, slots=True)
class EomPlus:
    """`days` after the end of the base date's month, or of the `months`-th next month."""

    days: int
    months: int = 0


@dataclass(frozen=True, slots=True)
class FixedDay:
    """That `day`, or the month's last, in the `months`-th next month."""

    day: int
    months: int = 1


@dataclass(frozen=True, slots=True)
class MonthsAfter:
    """`months` after the day that is `days` after the base date: instalments, retention."""

    days: int
    months: int


@dataclass(frozen=True, slots=True)
class Explicit:
    """A date someone wrote down; `days` where the agreement also names its term."""

    on: date
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Bill:
    """A received bill: its age runs from the first maturity, however often it is extended."""

    first_maturity: date
    extended_to: date | None = None


DueRule = Net | EomPlus | FixedDay | MonthsAfter | Explicit | Bill


@dataclass(frozen=True, slots=True)
class Terms:
    """Due date, the nominal term in days that grace is a third of, and whether grace is denied."""

    due_on: date
    term_days: int
    no_grace: bool = False


def resolve_terms(
    rule: DueRule,
    *,
    base_on: date,
    kind: ItemKind = ItemKind.STANDARD,
    grace_base: GraceBase = GraceBase.NOMINAL,
    due_roll: DueRoll = DueRoll.NONE,
    calendar: WorkingCalendar = EVERY_DAY,
) -> Terms:
    """The due date and nominal term of an item whose term starts on `base_on`.

    The nominal term is the number of days the rule names, else the days from base to due date,
    never below 0. Milestone, retention, instalment and deposit items have only the payment days
    their rule names, else 0; a bill has 0 and no grace at all. A bill's maturity is never rolled.
    """
    if isinstance(rule, Bill):
        return Terms(due_on=rule.first_maturity, term_days=0, no_grace=True)
    due_on = roll(_unrolled_due(rule, base_on), how=due_roll, calendar=calendar)
    if kind is ItemKind.BILL:
        return Terms(due_on=due_on, term_days=0, no_grace=True)
    named = None if isinstance(rule, FixedDay | MonthsAfter) else rule.days
    if kind is not ItemKind.STANDARD:
        return Terms(due_on=due_on, term_days=named or 0)
    if named is None or grace_base is GraceBase.EFFECTIVE:
        return Terms(due_on=due_on, term_days=max(0, (due_on - base_on).days))
    return Terms(due_on=due_on, term_days=named)


def _unrolled_due(
    rule: Net | EomPlus | FixedDay | MonthsAfter | Explicit, base_on: date
) -> date:
    match rule:
        case Net(days):
            return net_due(base_on, days=days)
        case EomPlus(days, months):
            return eom_plus_due(base_on, days=days, months=months)
        case FixedDay(day, months):
            return fixed_day_due(base_on, day=day, months=months)
        case MonthsAfter(days, months):
            return add_months(net_due(base_on, days=days), months)
        case Explicit(on):
            return on


def stored_due_rule(rule: DueRule) -> dict[str, Any]:
    """A rule that counts from a base date in the form `parse_due_rule` reads.

    Raises DueRuleError for one that names its date itself.
    """
    match rule:
        case Net(days):
            return {"type": DueRuleType.NET.value, "days": days}
        case EomPlus(days, months):
            kind = DueRuleType.EOM_PLUS.value
            return {"type": kind, "days": days, "months": months}
        case FixedDay(day, months):
            kind = DueRuleType.FIXED_DAY.value
            return {"type": kind, "day": day, "months": months}
        case MonthsAfter(days, months):
            kind = DueRuleType.MONTHS_AFTER.value
            return {"type": kind, "days": days, "months": months}
    raise DueRuleError("Only a rule that counts from a base date waits for it.")


def parse_due_rule(data: Mapping[str, Any]) -> DueRule:
    """Read a due rule from its stored form, dates as ISO texts.

    Raises DueRuleError for an unknown type, a missing value, or a negative number of days.
    """
    try:
        kind = DueRuleType(str(data.get("type")))
    except ValueError:
        known = ", ".join(DueRuleType)
        raise DueRuleError(
            f"A due rule is one of {known}, not {data.get('type')!r}."
        ) from None
    try:
        return _READERS[kind](data)
    except KeyError as missing:
        raise DueRuleError(
            f"A due rule of type {kind} needs the value {missing}."
        ) from None


def _days(data: Mapping[str, Any]) -> int:
    days = int(data["days"])
    if days < 0:
        raise DueRuleError(f"A term cannot be shorter than 0 days, but is {days}.")
    return days


def _read_explicit(data: Mapping[str, Any]) -> Explicit:
    days = None if data.get("days") is None else _days(data)
    return Explicit(on=date.fromisoformat(data["date"]), days=days)


def _read_bill(data: Mapping[str, Any]) -> Bill:
    extended = data.get("extended_to")
    return Bill(
        first_maturity=date.fromisoformat(data["first_maturity"]),
        extended_to=None if extended is None else date.fromisoformat(extended),
    )


_READERS: dict[DueRuleType, Callable[[Mapping[str, Any]], DueRule]] = {
    DueRuleType.NET: lambda data: Net(days=_days(data)),
    DueRuleType.EOM_PLUS: lambda data: EomPlus(
        days=_days(data), months=data.get("months", 0)
    ),
    DueRuleType.FIXED_DAY: lambda data: FixedDay(
        day=data["day"], months=data.get("months", 1)
    ),
    DueRuleType.MONTHS_AFTER: lambda data: MonthsAfter(
        days=_days(data), months=data["months"]
    ),
    DueRuleType.EXPLICIT: _read_explicit,
    DueRuleType.BILL: _read_bill,
}
