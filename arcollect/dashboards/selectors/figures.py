"""The figures of the aging dashboard, one currency at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum

from arcollect.core.dates import add_days
from arcollect.dashboards.asked import (
    BUCKET_LABELS,
    CLASS_WORDS,
    Asked,
    overdue_on,
    past_final_on,
)
from invoices.selectors.age_sql import BUCKETS, bucket_case
from invoices.selectors.class_weeks import DayOwed, owed_by_class
from invoices.selectors.visible_ledger import VisibleLedger

ZERO = Decimal(0)
WEEKS = 12
BIGGEST = 10


@dataclass(slots=True)
class Sums:
    """Open items of some kind: amount, number of items, of customers."""

    owed: Decimal = ZERO
    items: int = 0
    customers: int = 0

    def add(self, owed: Decimal, items: int) -> None:
        """Count one more customer's items, unless there are none."""
        if items:
            self.owed += owed
            self.items += items
            self.customers += 1


@dataclass(slots=True)
class Line:
    """A line of the class or bucket table; `word` names it in the address."""

    word: str
    label: Any
    sums: Sums
    share: Decimal
    change: Decimal | None = None
    url: str = ""


@dataclass(slots=True)
class BigCustomer:
    """A customer with something overdue."""

    pk: int
    owed: Decimal = ZERO
    overdue: Decimal = ZERO
    worst: int | None = None
    name: str = ""
    rep: str = ""
    url: str = ""


@dataclass
class Board:
    """Everything the dashboard shows of one currency as of one day."""

    currency: str
    total: Sums = field(default_factory=Sums)
    overdue: Sums = field(default_factory=Sums)
    past_final: Sums = field(default_factory=Sums)
    on_account: Sums = field(default_factory=Sums)
    collected: Sums = field(default_factory=Sums)
    classes: list[Line] = field(default_factory=list)
    buckets: list[Line] = field(default_factory=list)
    biggest: list[BigCustomer] = field(default_factory=list)
    weeks: list[DayOwed] = field(default_factory=list)

    @property
    def net(self) -> Decimal:
        """Open items less what is on account."""
        return self.total.owed - self.on_account.owed

    @property
    def overdue_share(self) -> Decimal:
        return share_of(self.overdue.owed, self.total.owed)

    @property
    def unclassified(self) -> Sums:
        """Items that are not classified yet."""
        found = [line.sums for line in self.classes if line.word == CLASS_WORDS[None]]
        return found[0] if found else Sums()

    @property
    def change(self) -> Decimal:
        """What is owed more than a week before; below zero: less."""
        return self.total.owed - self.weeks[-2].total

    @property
    def overdue_change(self) -> Decimal:
        return self.overdue.owed - self.weeks[-2].overdue


def share_of(part: Decimal, whole: Decimal) -> Decimal:
    """`part` of `whole` as 0 to 1; 0 of nothing."""
    return part / whole if whole else ZERO


@dataclass(slots=True)
class CurrencyTab:
    """A currency with open items or money on account."""

    code: str
    items: int
    owed: Decimal


def load_boards(
    ledger: VisibleLedger, asked: Asked
) -> tuple[list[CurrencyTab], Board | None]:
    """All currencies, most items first, and the board of the chosen or first one."""
    items = asked.customers(ledger.items(asked.as_of))
    rows = list(_by_customer_and_class(items, asked))
    money = {row["currency"]: row for row in _on_account(ledger, asked)}
    tabs = _tabs(rows, money)
    if not tabs:
        return [], None
    codes = [tab.code for tab in tabs]
    if asked.currency and asked.currency not in codes:
        # Asked for, so shown, also where the filters leave nothing of it.
        tabs.append(CurrencyTab(asked.currency, 0, ZERO))
    currency = asked.currency or codes[0]
    asked = replace(asked, currency=currency)
    board = Board(currency)
    _count(board, [row for row in rows if row["currency"] == currency])
    board.buckets = _buckets(board, items, asked)
    board.on_account = _sums(money.get(currency))
    board.collected = _collected(ledger, asked)
    board.weeks = _weeks(ledger, asked, board)
    _add_changes(board)
    _add_names(board, items)
    return tabs, board


def _by_customer_and_class(items: Any, asked: Asked) -> Any:
    overdue, final = overdue_on(asked.as_of), past_final_on(asked.as_of)
    return (
        items.order_by()
        .values("currency", "customer_id", "day_class")
        .annotate(
            n=Count("pk"),
            owed=Sum("by_open"),
            overdue_n=Count("pk", filter=overdue),
            overdue=Sum("by_open", filter=overdue),
            final_n=Count("pk", filter=final),
            final=Sum("by_open", filter=final),
        )
    )


def _on_account(ledger: VisibleLedger, asked: Asked) -> Any:
    rows = asked.customers(ledger.on_account(asked.as_of))
    sums = rows.order_by().values("currency")
    return sums.annotate(n=Count("pk"), owed=Sum("by_open"))


def _tabs(rows: Iterable[Any], money: dict[str, Any]) -> list[CurrencyTab]:
    tabs = {code: CurrencyTab(code, 0, ZERO) for code in money}
    for row in rows:
        tab = tabs.setdefault(row["currency"], CurrencyTab(row["currency"], 0, ZERO))
        tab.items += row["n"]
        tab.owed += row["owed"]
    return sorted(tabs.values(), key=lambda tab: (-tab.items, tab.code))


def _count(board: Board, rows: list[Any]) -> None:
    """Totals, classes and the biggest customers from one row per customer and class."""
    classes = {severity: Sums() for severity in CLASS_WORDS}
    customers: dict[int, BigCustomer] = {}
    counts: dict[str, Counter[int]] = {
        name: Counter() for name in ("total", "overdue", "past_final")
    }
    for row in rows:
        classes[row["day_class"]].add(row["owed"], row["n"])
        customer = customers.setdefault(
            row["customer_id"], BigCustomer(row["customer_id"])
        )
        customer.owed += row["owed"]
        customer.overdue += row["overdue"] or ZERO
        customer.worst = max(customer.worst or 0, row["day_class"] or 0) or None
        for name, n, owed in (
            ("total", row["n"], row["owed"]),
            ("overdue", row["overdue_n"], row["overdue"]),
            ("past_final", row["final_n"], row["final"]),
        ):
            if n:
                sums: Sums = getattr(board, name)
                sums.owed += owed
                sums.items += n
                counts[name][customer.pk] += n
    for name, found in counts.items():
        getattr(board, name).customers = len(found)
    board.classes = [
        Line(word, severity, classes[severity], _share(board, classes[severity]))
        for severity, word in CLASS_WORDS.items()
        if severity is not None or classes[None].items
    ]
    by_overdue = sorted(customers.values(), key=lambda one: (-one.overdue, one.pk))
    board.biggest = [one for one in by_overdue if one.overdue][:BIGGEST]


def _share(board: Board, sums: Sums) -> Decimal:
    return share_of(sums.owed, board.total.owed)


def _buckets(board: Board, items: Any, asked: Asked) -> list[Line]:
    sums = (
        items.filter(currency=asked.currency)
        .order_by()
        .annotate(bucket=bucket_case(asked.as_of))
        .values("bucket")
        .annotate(n=Count("pk"), owed=Sum("by_open"))
    )
    found = {row["bucket"]: _sums(row) for row in sums}
    lines = []
    for number, bucket in enumerate(BUCKETS):
        of_bucket = found.get(number, Sums())
        label = BUCKET_LABELS[bucket.name]
        lines.append(Line(bucket.name, label, of_bucket, _share(board, of_bucket)))
    return lines


def _sums(row: Any) -> Sums:
    return Sums(row["owed"] or ZERO, row["n"]) if row else Sums()


def _collected(ledger: VisibleLedger, asked: Asked) -> Sums:
    rows = asked.money(ledger.received(asked.as_of.replace(day=1), asked.as_of))
    return _sums(rows.aggregate(n=Count("pk"), owed=Sum("amount")))


def _weeks(ledger: VisibleLedger, asked: Asked, board: Board) -> list[DayOwed]:
    """The last weeks to the day of the question; the last one as the table has it."""
    before = [add_days(asked.as_of, -7 * weeks) for weeks in range(WEEKS - 1, 0, -1)]
    found = owed_by_class(
        company=ledger.company,
        items=asked.money(ledger.states()),
        days=before,
        known=ledger.known,
    )
    now = DayOwed(asked.as_of, overdue=board.overdue.owed)
    for line in board.classes:
        now.classes[line.label or 0] = line.sums.owed
    return [*found, now]


def _add_changes(board: Board) -> None:
    for line in board.classes:
        before = board.weeks[-2].classes.get(line.label or 0, ZERO)
        line.change = line.sums.owed - before


def _add_names(board: Board, items: Any) -> None:
    ids = [one.pk for one in board.biggest]
    rows = items.filter(customer_id__in=ids).order_by().distinct()
    names = {
        pk: (name, rep or "")
        for pk, name, rep in rows.values_list(
            "customer_id", "customer__name", "customer__rep__name"
        )
    }
    for one in board.biggest:
        one.name, one.rep = names[one.pk]
