"""The settlement terms of the demo company's contracts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from arcollect.core.dates import eom_plus_due, fixed_day_due, net_due


@dataclass(frozen=True, slots=True)
class Term:
    """A term as the contract names it. `days` is the nominal T where it has one."""

    type: str
    days: int | None = None
    day_of_month: int | None = None
    months: int | None = None
    sales_mode: str = "CREDIT"

    def due_on(self, issued_on: date) -> date:
        """Due date U of a document issued on that day (Domain rule 3.1.2)."""
        if self.type == "EOM_PLUS":
            return eom_plus_due(issued_on, days=self.days or 0)
        if self.type == "FIXED_DAY":
            return fixed_day_due(
                issued_on, day=self.day_of_month or 1, months=self.months or 0
            )
        return net_due(issued_on, days=self.days or 0)

    def nominal_days(self, issued_on: date) -> int:
        """T: the named number of days, else the real ones (Domain rule 3.1.3)."""
        if self.days is not None:
            return self.days
        return max(0, (self.due_on(issued_on) - issued_on).days)


NET_30 = Term("NET", 30)
NET_45 = Term("NET", 45)
NET_60 = Term("NET", 60)
NET_90 = Term("NET", 90)
EOM_30 = Term("EOM_PLUS", 30)
FIXED_25 = Term("FIXED_DAY", day_of_month=25, months=1)
SELL_THROUGH = Term("NET", 60, sales_mode="SELL_THROUGH")
COD = Term("COD", 0, sales_mode="CASH_SPOT")
PREPAID = Term("PREPAID", 0, sales_mode="CASH_SPOT")

# Term and share among customers, in percent.
USUAL_TERMS: tuple[tuple[Term, int], ...] = (
    (NET_30, 36),
    (NET_45, 14),
    (NET_60, 14),
    (NET_90, 4),
    (EOM_30, 14),
    (FIXED_25, 8),
    (SELL_THROUGH, 4),
    (COD, 4),
    (PREPAID, 2),
)
