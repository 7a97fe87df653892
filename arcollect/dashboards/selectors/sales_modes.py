"""The report of sales modes: shares, days, loss and cost of credit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from arcollect.core.dates import month_end
from customers.selectors.sales_modes import mode_labels
from invoices.domain.classes import ReceivableClass
from invoices.domain.cost_of_credit import cost_of_funds
from invoices.domain.payment_days import weighted_days
from invoices.selectors.sales_modes import ByMonth, ModeFigures, sales_by_mode
from invoices.selectors.scope import LedgerScope
from invoices.selectors.visible_ledger import VisibleLedger

ZERO = Decimal(0)
NO_MODE = ""
LOST = (ReceivableClass.BAD.severity, ReceivableClass.DEAD.severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeLine:
    """One mode, or all of them, in a month or in the whole span."""

    mode: str
    label: Any
    sales: Decimal
    share: Decimal | None
    days: Decimal | None
    cost: Decimal
    late_cost: Decimal
    loss: Decimal = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthLine:
    """One month: its modes, and the sum of them."""

    month: dt.date
    lines: list[ModeLine]
    total: ModeLine


@dataclass(kw_only=True)
class SalesModeReport:
    """Modes of the whole span, the months, and what they were counted with."""

    currency: str
    rate_bp: int
    modes: list[ModeLine]
    total: ModeLine
    months: list[MonthLine] = field(default_factory=list)

    @property
    def cash_share(self) -> Decimal | None:
        """Share of cash on the spot in the sales: it shall rise (row S78)."""
        return next(
            (line.share for line in self.modes if line.mode == "CASH_SPOT"), None
        )


def sales_mode_report(
    *,
    ledger: VisibleLedger,
    currency: str,
    months: Sequence[dt.date],
    rate_bp: int,
) -> SalesModeReport:
    """The figures of `months` (first days, in order) at a yearly cost of funds.

    Loss is what is open in class bad or dead at the end of the last month.
    """
    scope = LedgerScope(company=ledger.company, user=ledger.user, currency=currency)
    found = sales_by_mode(scope=scope, months=months)
    losses = _losses(ledger, currency, month_end(months[-1]))
    labels = {**mode_labels(), NO_MODE: _("Without a contract")}
    shown = [
        mode
        for mode in labels
        if mode != NO_MODE
        or losses.get(NO_MODE)
        or any(of_mode == NO_MODE for _month, of_mode in found)
    ]
    made = _Maker(currency, rate_bp, labels)
    parts = {mode: _together(found, months, mode) for mode in shown}
    whole = made.lines(parts, losses)
    report = SalesModeReport(
        currency=currency,
        rate_bp=rate_bp,
        modes=whole,
        total=made.total(parts.values(), whole),
    )
    for month in months:
        of_month = {mode: found.get((month, mode), ModeFigures()) for mode in shown}
        lines = made.lines(of_month, {})
        total = made.total(of_month.values(), lines)
        report.months.append(MonthLine(month=month, lines=lines, total=total))
    return report


def _losses(ledger: VisibleLedger, currency: str, until: dt.date) -> dict[str, Decimal]:
    rows = (
        ledger.items(until)
        .filter(currency=currency, day_class__in=LOST)
        .order_by()
        .values_list("due_item__invoice__contract__sales_mode")
        .annotate(n=Sum("by_open"))
    )
    return {mode or NO_MODE: amount for mode, amount in rows}


def _together(found: ByMonth, months: Sequence[dt.date], mode: str) -> ModeFigures:
    whole = ModeFigures()
    for month in months:
        part = found.get((month, mode))
        if part is not None:
            whole.sales += part.sales
            whole.owed_days += part.owed_days
            whole.late_days += part.late_days
            whole.paid += part.paid
    return whole


@dataclass(frozen=True)
class _Maker:
    """Turns figures into lines of one currency at one rate."""

    currency: str
    rate_bp: int
    labels: dict[str, Any]

    def lines(
        self, parts: dict[str, ModeFigures], losses: dict[str, Decimal]
    ) -> list[ModeLine]:
        sales = sum((part.sales for part in parts.values()), ZERO)
        return [
            ModeLine(
                mode=mode,
                label=self.labels[mode],
                sales=part.sales,
                share=part.sales / sales if sales else None,
                days=part.days_to_pay,
                cost=self._cost(part.owed_days),
                late_cost=self._cost(part.late_days),
                loss=losses.get(mode, ZERO),
            )
            for mode, part in parts.items()
        ]

    def total(
        self, parts: Iterable[ModeFigures], lines: Sequence[ModeLine]
    ) -> ModeLine:
        """The sum of the lines as they are shown; days over all money."""
        sales = sum((line.sales for line in lines), ZERO)
        paid = [row for part in parts for row in part.paid]
        return ModeLine(
            mode="",
            label=_("Total"),
            sales=sales,
            share=Decimal(1) if sales else None,
            days=weighted_days(paid, decimals=1),
            cost=sum((line.cost for line in lines), ZERO),
            late_cost=sum((line.late_cost for line in lines), ZERO),
            loss=sum((line.loss for line in lines), ZERO),
        )

    def _cost(self, days: Decimal) -> Decimal:
        return cost_of_funds(days, rate_bp=self.rate_bp, currency=self.currency)
