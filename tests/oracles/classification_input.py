"""From the words of a classification case to the arguments of the rule, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from arcollect.core.dates import local_date
from arcollect.core.money import exact_money
from invoices.domain.classes import ReceivableClass
from invoices.domain.classification import Classification, ItemSnapshot, OverrideInForce
from invoices.domain.extensions import Extension, PlanFreeze
from invoices.domain.facts import ClassFact, FactKind
from invoices.domain.movements import Movement, MovementKind
from invoices.domain.terms import ItemKind, parse_due_rule, resolve_terms

KNOWN_KEYS = frozenset(
    [
        "amount",
        "as_of",
        "as_of_instant",
        "bounced_bills",
        "currency",
        "due_rule",
        "extension",
        "facts",
        "invoice_date",
        "limitation_last_day",
        "movements",
        "override",
        "plan",
        "policy",
        "supply_stopped_on",
        "time_zone",
    ]
)


def snapshot(given: Mapping[str, Any]) -> ItemSnapshot:
    """The item a case describes; an unknown key raises ValueError."""
    if unknown := set(given) - KNOWN_KEYS:
        raise ValueError(f"The case speaks of {sorted(unknown)}, which no rule knows.")
    issued_on = date.fromisoformat(given["invoice_date"])
    terms = resolve_terms(
        parse_due_rule(given["due_rule"]),
        base_on=issued_on,
        kind=ItemKind(given["due_rule"].get("item_kind", "standard")),
    )
    return ItemSnapshot(
        amount=Decimal(given["amount"]),
        issued_on=issued_on,
        due_on=terms.due_on,
        term_days=terms.term_days,
        no_grace=terms.no_grace,
        movements=tuple(_movement(each) for each in given.get("movements") or ()),
        extensions=_extensions(given.get("extension")),
        facts=tuple(_fact(each) for each in given.get("facts") or ()),
        override=_override(given.get("override")),
        plan=_plan(given.get("plan")),
        supply_stopped_on=_day(given.get("supply_stopped_on")),
        bounced_bills=tuple(
            date.fromisoformat(day) for day in given.get("bounced_bills") or ()
        ),
        limitation_last_day=_day(given.get("limitation_last_day")),
    )


def as_of(given: Mapping[str, Any]) -> date:
    """The local day of a case; an instant is converted with the case's time zone first."""
    if "as_of_instant" in given:
        instant = datetime.fromisoformat(given["as_of_instant"])
        return local_date(instant, zone=given.get("time_zone") or "Asia/Shanghai")
    return date.fromisoformat(given["as_of"])


def answer(found: Classification, *, day: date, currency: str) -> dict[str, Any]:
    """The rule's answer in the words of a case."""
    return {
        "as_of": day.isoformat(),
        "class": found.cls.value,
        "decided_by": found.decided_by,
        "stage": found.stage.value,
        "open_amount": str(exact_money(found.open_amount, currency)),
        "days_past_due": found.days_past_due,
        "due_date": _iso(found.due_on),
        "final_collection_date": _iso(found.final_on),
        "grace_days": found.grace_days,
        "term_days": found.term_days,
    }


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _movement(given: Mapping[str, Any]) -> Movement:
    return Movement(
        kind=MovementKind(given["kind"]),
        on=date.fromisoformat(given["date"]),
        amount=Decimal(given["amount"]),
    )


def _fact(given: Mapping[str, Any]) -> ClassFact:
    return ClassFact(
        kind=FactKind(given["fact"]),
        from_on=date.fromisoformat(given["from"]),
        until_on=_day(given.get("until")),
    )


def _override(given: Mapping[str, Any] | None) -> OverrideInForce | None:
    if given is None:
        return None
    return OverrideInForce(
        cls=ReceivableClass(given["class"]),
        from_on=date.fromisoformat(given["from"]),
        until_on=_day(given.get("until")),
    )


def _plan(given: Mapping[str, Any] | None) -> PlanFreeze | None:
    if given is None:
        return None
    return PlanFreeze(
        start_on=date.fromisoformat(given["start"]),
        missed_on=_day(given.get("missed_on")),
    )


def _extensions(given: Mapping[str, Any] | None) -> tuple[Extension, ...]:
    if given is None:
        return ()
    approved_on = _day(given.get("approved_on")) if given.get("approved") else None
    return (Extension(date.fromisoformat(given["new_due_date"]), approved_on),)
