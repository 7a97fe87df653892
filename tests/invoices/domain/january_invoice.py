"""One plain invoice, its ages, and short words to ask the rule about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from invoices.domain.classes import ReceivableClass
from invoices.domain.classification import (
    Classification,
    ItemSnapshot,
    OverrideInForce,
    classify,
)
from invoices.domain.facts import ClassFact, FactKind
from invoices.domain.policy import PRESETS

# Invoice of 1 January, net 30: due 31 January, final collection date 10 February,
# expedited from 11 February, quasi-bad from 2 May, bad from 1 February of the next year.
INVOICE = ItemSnapshot(
    amount=Decimal("10000.00"),
    issued_on=date(2026, 1, 1),
    due_on=date(2026, 1, 31),
    term_days=30,
)
NOT_DUE, GRACE = date(2026, 1, 15), date(2026, 2, 5)
EXPEDITED, QUASI_BAD, BAD = date(2026, 2, 20), date(2026, 5, 10), date(2027, 3, 1)


def found(
    as_of: date, *, policy: str = "field-default", **changes: Any
) -> Classification:
    return classify(replace(INVOICE, **changes), rules=PRESETS[policy], as_of=as_of)


def verdict(as_of: date, **changes: Any) -> tuple[str, str]:
    answer = found(as_of, **changes)
    return answer.cls.value, answer.decided_by


def fact(name: str, on: date, until: date | None = None) -> ClassFact:
    return ClassFact(FactKind(name), on, until)


def override(cls: str, on: date, until: date | None) -> OverrideInForce:
    return OverrideInForce(ReceivableClass(cls), on, until)
