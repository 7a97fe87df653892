"""Facts that force a class whatever the age, stated and derived (Domain rule 3.1.12)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from arcollect.core.dates import add_days, add_months
from invoices.domain.classes import ReceivableClass
from invoices.domain.policy import PolicyRules

BOUNCE_WINDOW_MONTHS = 12


class FactKind(StrEnum):
    """Facts a person states and another verifies."""

    INSOLVENCY_SIGNS = "insolvency_signs"
    BANKRUPTCY_ACCEPTED = "bankruptcy_accepted"
    ASSETS_SEIZED_OTHER_CASE = "assets_seized_other_case"
    BANKRUPTCY_DECLARED = "bankruptcy_declared"
    DEBTOR_ABSCONDED = "debtor_absconded"
    ENFORCEMENT_SUSPENDED = "enforcement_suspended"
    BANKRUPTCY_CLOSED = "bankruptcy_closed"
    DEBTOR_DISSOLVED_NO_SUCCESSOR = "debtor_dissolved_no_successor"
    ENFORCEMENT_TERMINATED = "enforcement_terminated"
    CERTIFIED_UNCOLLECTABLE = "certified_uncollectable"


class DerivedFact(StrEnum):
    """Facts that follow from dates kept elsewhere."""

    LIMITATION_EXPIRED = "limitation_expired"
    REPEATED_BOUNCE_AND_SUPPLY_STOPPED = "repeated_bounce_and_supply_stopped"
    UNRESOLVED_AND_SUPPLY_STOPPED = "unresolved_and_supply_stopped"


FACT_FLOORS: dict[FactKind, ReceivableClass] = {
    FactKind.INSOLVENCY_SIGNS: ReceivableClass.QUASI_BAD,
    FactKind.BANKRUPTCY_ACCEPTED: ReceivableClass.QUASI_BAD,
    FactKind.ASSETS_SEIZED_OTHER_CASE: ReceivableClass.QUASI_BAD,
    FactKind.BANKRUPTCY_DECLARED: ReceivableClass.BAD,
    FactKind.DEBTOR_ABSCONDED: ReceivableClass.BAD,
    FactKind.ENFORCEMENT_SUSPENDED: ReceivableClass.BAD,
    FactKind.BANKRUPTCY_CLOSED: ReceivableClass.DEAD,
    FactKind.DEBTOR_DISSOLVED_NO_SUCCESSOR: ReceivableClass.DEAD,
    FactKind.ENFORCEMENT_TERMINATED: ReceivableClass.DEAD,
    FactKind.CERTIFIED_UNCOLLECTABLE: ReceivableClass.DEAD,
}

# Among facts of one severity and one date the derived supply facts come first, in this order.
_SUPPLY_RANK: dict[str, int] = {
    DerivedFact.REPEATED_BOUNCE_AND_SUPPLY_STOPPED: 0,
    DerivedFact.UNRESOLVED_AND_SUPPLY_STOPPED: 1,
}
_OTHER_RANK = 2


@dataclass(frozen=True, slots=True)
class ClassFact:
    """A stated fact, in force from `from_on` (inclusive) until `until_on` (exclusive)."""

    kind: FactKind
    from_on: date
    until_on: date | None = None

    def in_force_on(self, day: date) -> bool:
        """Whether the fact holds on `day`."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


@dataclass(frozen=True, slots=True)
class FactFloor:
    """The class a fact forces, its name, and the stored date it goes back to (`dated`).

    For both supply facts `dated` is the day supply stopped, for limitation its last day, so that
    the choice between facts needs no date arithmetic.
    """

    cls: ReceivableClass
    name: str
    dated: date

    def sort_key(self) -> tuple[int, date, int, str]:
        """Worst first, then earliest, then the fixed order of names."""
        return (
            -self.cls.severity,
            self.dated,
            _SUPPLY_RANK.get(self.name, _OTHER_RANK),
            self.name,
        )


def bounce_window_start(as_of: date) -> date:
    """Bounces count from the day after this one up to `as_of`: 12 months."""
    return add_months(as_of, -BOUNCE_WINDOW_MONTHS)


def supply_stopped_by(as_of: date, *, rules: PolicyRules) -> date:
    """Supply stopped on or before this day has been stopped for the policy's number of days."""
    return add_days(as_of, -rules.supply_stopped_days)


def worst_floor(
    *,
    as_of: date,
    age_class: ReceivableClass,
    facts: Iterable[ClassFact],
    supply_stopped_on: date | None,
    bounced_bills: Sequence[date],
    limitation_last_day: date | None,
    rules: PolicyRules,
) -> FactFloor | None:
    """The fact in force on `as_of` that decides: the worst, then the earliest.

    `age_class` is the class by age before override and plan. `bounced_bills` are the bounce dates
    of bills not honoured since; `limitation_last_day` is that of a confirmed clock, else None.
    """
    floors = [
        FactFloor(FACT_FLOORS[fact.kind], fact.kind.value, fact.from_on)
        for fact in facts
        if fact.in_force_on(as_of)
    ]
    if limitation_last_day is not None and as_of > limitation_last_day:
        name = DerivedFact.LIMITATION_EXPIRED.value
        floors.append(FactFloor(rules.limitation_forces, name, limitation_last_day))
    if supply_stopped_on is not None and supply_stopped_on <= supply_stopped_by(
        as_of, rules=rules
    ):
        names = _supply_facts(as_of, age_class, bounced_bills, rules)
        floors += [
            FactFloor(ReceivableClass.QUASI_BAD, name, supply_stopped_on)
            for name in names
        ]
    return min(floors, key=FactFloor.sort_key, default=None)


def _supply_facts(
    as_of: date,
    age_class: ReceivableClass,
    bounced_bills: Sequence[date],
    rules: PolicyRules,
) -> Iterator[str]:
    start = bounce_window_start(as_of)
    bounced = sum(1 for day in bounced_bills if start < day <= as_of)
    if bounced >= rules.bounced_bills_min:
        yield DerivedFact.REPEATED_BOUNCE_AND_SUPPLY_STOPPED.value
    if age_class is ReceivableClass.EXPEDITED:
        yield DerivedFact.UNRESOLVED_AND_SUPPLY_STOPPED.value
