"""What a customer buys: invoices with their due dates, returns and rebates.

Amounts are integers in the currency's minor unit (fen, cents).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from arcollect.core.dates import SATURDAY, add_months, month_end
from demo.generator.cast import CustomerSpec
from demo.generator.habits import GROWTH, SEASON
from demo.generator.products import CATALOGUE, COOLING, WARM_MONTHS, Product

BOOK_MONTHS = 36
# Goods that are paid for in advance are invoiced up to this many days later.
AHEAD_DAYS = 6
QUARTER = 3
NEVER = date.max


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an invoice; `price` and `amount` in minor units."""

    description: str
    pieces: int
    price: int
    amount: int


@dataclass(slots=True, eq=False)
class Sale:
    """An invoice; `left` is what is open as the simulation goes on."""

    customer: str
    currency: str
    issued_on: date
    due_on: date
    term_days: int
    amount: int
    left: int
    ready_on: date
    note: str
    lines: tuple[Line, ...]
    number: str = ""


@dataclass(slots=True, eq=False)
class Credit:
    """A credit note; `target` is the invoice it belongs to, if any."""

    customer: str
    currency: str
    on: date
    amount: int
    left: int
    reason: str
    note: str
    target: Sale | None = None
    number: str = ""


def weekday(day: date, *, back: bool = False) -> date:
    """The day itself, or the next (previous) Monday to Friday."""
    step = timedelta(days=-1 if back else 1)
    while day.weekday() >= SATURDAY:
        day += step
    return day


def book_start(as_of: date) -> date:
    """First day of the three years that end on `as_of`."""
    return add_months(as_of, -BOOK_MONTHS) + timedelta(days=1)


def list_sales(rng: Random, spec: CustomerSpec, *, as_of: date) -> list[Sale]:
    """The customer's invoices, oldest first; up to `AHEAD_DAYS` after `as_of`."""
    start = book_start(as_of)
    start += timedelta(days=(as_of - start).days * spec.started_at // 100)
    end = as_of + timedelta(days=AHEAD_DAYS)
    story = spec.story
    if story and story.bought_until is not None:
        end = as_of - timedelta(days=story.bought_until)
    days = [
        day
        for month in _months(start, end)
        for day in _invoice_days(rng, spec, month=month, as_of=as_of)
        if start <= day <= end
    ]
    sales = [_sale(rng, spec, day) for day in sorted(days)]
    if story and story.old_item is not None:
        due_on = as_of - timedelta(days=story.old_item)
        old = _sale(rng, spec, due_on - timedelta(days=spec.term.days or 0))
        old.ready_on = NEVER
        sales.insert(0, old)
    return sales


def _months(start: date, end: date) -> Iterator[date]:
    month = start.replace(day=1)
    while month <= end:
        yield month
        month = add_months(month, 1)


def _invoice_days(
    rng: Random, spec: CustomerSpec, *, month: date, as_of: date
) -> Iterator[date]:
    growth = GROWTH[min(max((as_of - month).days, 0) // 365, len(GROWTH) - 1)]
    hundredths = spec.buying.per_month * SEASON[month.month - 1] * growth // 10_000
    count = hundredths // 100 + (rng.randrange(100) < hundredths % 100)
    last = month_end(month)
    for _ in range(count):
        day = month + timedelta(days=rng.randrange(last.day))
        yield weekday(day, back=day > last - timedelta(days=3))


def _sale(rng: Random, spec: CustomerSpec, issued_on: date) -> Sale:
    domestic = spec.currency == "CNY"
    # A dealer's discount on the list price, in per cent.
    price_share = 100 - _discount(rng)
    lines = []
    for product in _basket(rng, spec, issued_on):
        pieces = rng.randrange(spec.buying.least, spec.buying.most + 1)
        price = (product.fen if domestic else product.cents) * price_share // 100
        name = product.name if domestic else product.english
        lines.append(Line(f"{name} {product.model}", pieces, price, price * pieces))
    amount = sum(line.amount for line in lines)
    due_on = spec.term.due_on(issued_on)
    return Sale(
        customer=spec.code,
        currency=spec.currency,
        issued_on=issued_on,
        due_on=due_on,
        term_days=spec.term.nominal_days(issued_on),
        amount=amount,
        left=amount,
        ready_on=_ready_on(rng, spec, due_on),
        note=_goods_text(lines, joint="；" if domestic else "; "),
        lines=tuple(lines),
    )


def _goods_text(lines: list[Line], *, joint: str) -> str:
    return joint.join(f"{line.description} ×{line.pieces}" for line in lines)


def _discount(rng: Random) -> int:
    """0 to 5 per cent; half of all sales have none."""
    return rng.choice((0, 0, 0, 0, 1, 2, 3, 5))


def _basket(rng: Random, spec: CustomerSpec, day: date) -> list[Product]:
    basket = rng.sample(CATALOGUE, rng.randrange(1, spec.buying.lines + 1))
    cooling = [product for product in CATALOGUE if product.model in COOLING]
    if day.month in WARM_MONTHS and not set(cooling) & set(basket):
        basket[0] = rng.choice(cooling) if rng.randrange(2) else basket[0]
    return basket


def _ready_on(rng: Random, spec: CustomerSpec, due_on: date) -> date:
    """From which day on the customer's finance is willing to pay the invoice."""
    habit = spec.paying
    wait = rng.randrange(habit.ready_from, habit.ready_to + 1)
    if rng.randrange(1000) < habit.forgotten:
        wait += habit.forgotten_days
    return due_on + timedelta(days=wait)


def list_returns(rng: Random, sales: list[Sale]) -> list[Credit]:
    """Goods sent back, price corrections and transport damage, by invoice."""
    credit_notes = []
    kinds = (
        ("return", "退货", "Goods returned", 30, 120),
        ("price", "价差补偿", "Price correction", 10, 30),
        ("damage", "运输破损", "Damaged in transit", 5, 25),
    )
    for sale in sales:
        if rng.randrange(1000) >= 55:
            continue
        reason, chinese, english, least, most = rng.choice(kinds)
        amount = sale.amount * rng.randrange(least, most) // 1000
        domestic = sale.currency == "CNY"
        credit_notes.append(
            Credit(
                customer=sale.customer,
                currency=sale.currency,
                on=weekday(sale.issued_on + timedelta(days=rng.randrange(6, 36))),
                amount=amount,
                left=amount,
                reason=reason,
                note=chinese if domestic else english,
                target=sale,
            )
        )
    return credit_notes


def list_rebates(rng: Random, spec: CustomerSpec, sales: list[Sale]) -> list[Credit]:
    """A dealer's rebate on each quarter's purchases, granted in the month after it."""
    if spec.kind != "dealer" or rng.randrange(100) >= 55:
        return []
    bought: dict[date, int] = {}
    for sale in sales:
        first = sale.issued_on.replace(
            month=(sale.issued_on.month - 1) // QUARTER * QUARTER + 1, day=1
        )
        bought[first] = bought.get(first, 0) + sale.amount
    rate = rng.randrange(8, 21)
    return [
        Credit(
            customer=spec.code,
            currency=spec.currency,
            on=weekday(
                add_months(first, QUARTER) + timedelta(days=rng.randrange(8, 24))
            ),
            amount=total * rate // 1000,
            left=total * rate // 1000,
            reason="rebate",
            note=f"返利 {first.year} 年第 {(first.month + 2) // QUARTER} 季度"
            if spec.currency == "CNY"
            else f"Volume rebate Q{(first.month + 2) // QUARTER} {first.year}",
        )
        for first, total in bought.items()
    ]
