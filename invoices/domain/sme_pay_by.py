"""The last day the law leaves a buyer who owes a small or medium enterprise.

PRC rule on payments to small and medium enterprises, Order 802 (Domain rule 3.11).
Information for configuration, not legal advice.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from arcollect.core.dates import add_days

PUBLIC_DAYS = 30
PUBLIC_MOST_DAYS = 60
LARGE_DAYS = 60


class Buyer(StrEnum):
    """Whom the rule binds; between others the contract alone counts."""

    PUBLIC = "public"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class PayBy:
    """The last day to pay, the days it follows from, and whether the law cut them."""

    on: dt.date
    days: int
    capped: bool


def legal_pay_by(
    *, buyer: Buyer, start: dt.date, agreed_days: int | None = None
) -> PayBy:
    """The legal latest pay date, counted from delivery or acceptance on `start`.

    Public bodies: 30 days, an agreed term of at most 60. Large enterprises: 60 days
    where nothing is agreed; another term stands if it is reasonable, which a person
    judges. The first day is not counted.
    """
    if buyer is Buyer.PUBLIC:
        wanted = PUBLIC_DAYS if agreed_days is None else agreed_days
        days = min(wanted, PUBLIC_MOST_DAYS)
        return PayBy(add_days(start, days), days, capped=days < wanted)
    days = LARGE_DAYS if agreed_days is None else agreed_days
    return PayBy(add_days(start, days), days, capped=False)
