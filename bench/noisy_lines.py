"""A seeded book of open items and bank lines that pay them, told as badly as banks do.

The shares below are the parameters of the measured set. Amounts are cents.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from invoices.domain.matching import BankLine, OpenItem

MANGLED = 0.25  # of references: blanks, O for 0, no prefix, cut, no separators, a slip
WRONG_PAYER = 0.10  # a private person, another customer, a misspelt name
SPLIT_OR_COMBINED = 0.10  # an invoice in two lines, or two to four invoices in one
UNKNOWN = 0.05  # money that is not for any open item
UNNAMED = 0.15  # no reference at all: payer and amount only
SHORT = 0.04  # less a discount, or less the bank's fee
PARTIAL = 0.02
LEARNED = 0.60  # customers whose account was learned from past matches

TODAY = dt.date(2026, 6, 30)
FEE = 2_000
_PLACES = (
    "无锡",
    "昆山",
    "杭州",
    "合肥",
    "芜湖",
    "镇江",
    "徐州",
    "常州",
    "扬州",
    "南通",
)
_NAMES = (
    "锦城",
    "世纪",
    "乐居",
    "百润",
    "江城",
    "佳润",
    "鹏程",
    "惠民",
    "八桥",
    "新苑",
)
_TRADES = ["电器", "家电", "商贸", "百货", "电子", "实业", "贸易", "工程"]
_PEOPLE = [
    "唐国庆",
    "王丽",
    "李建军",
    "陈芳",
    "赵敏",
    "孙伟",
    "周杰",
    "吴霞",
    "郑强",
    "冯涛",
]
_WORDS = ("货款", "付货款", "10月货款", "结算款", "货款 请查收", "payment", "往来款")


@dataclass(frozen=True, slots=True)
class NoisyLine:
    """A bank line and what it truly pays; empty for money nobody can place."""

    line: BankLine
    pays: frozenset[tuple[int, int]]


@dataclass(slots=True)
class NoisyBook:
    """Customers as (id, code, name), learned accounts, open items, and lines."""

    customers: list[tuple[int, str, str]] = field(default_factory=list)
    accounts: dict[str, list[int]] = field(default_factory=dict)
    account_of: dict[int, str] = field(default_factory=dict)
    items: list[OpenItem] = field(default_factory=list)
    lines: list[NoisyLine] = field(default_factory=list)


def make_book(seed: int, *, customers: int, items: int, lines: int) -> NoisyBook:
    """The same book for the same arguments, always."""
    rng = random.Random(seed)
    book = NoisyBook()
    for pk in range(1, customers + 1):
        place, name, trade = (
            rng.choice(_PLACES),
            rng.choice(_NAMES),
            rng.choice(_TRADES),
        )
        serial = pk // (len(_PLACES) * 4) or ""
        legal = f"{place}{name}{trade}{serial}有限公司"
        book.customers.append((pk, f"K{pk:05}", legal))
        account = f"62{rng.randrange(10**14):014}"
        book.account_of[pk] = account
        if rng.random() < LEARNED:
            book.accounts[account] = [pk]
    for pk in range(1, items + 1):
        book.items.append(_item(rng, pk, rng.randint(1, customers)))
    book.lines = list(_lines(rng, book, lines))
    return book


def _item(rng: random.Random, pk: int, customer: int) -> OpenItem:
    amount = int(10 ** rng.uniform(4.5, 7.8))
    if rng.random() < 0.3:
        amount = max(10_000, amount // 10_000 * 10_000)
    due_on = TODAY + dt.timedelta(days=rng.randint(-120, 30))
    gives_discount = rng.random() < 0.2
    return OpenItem(
        item_id=pk,
        customer_id=customer,
        number=f"LY-26-{pk:06}",
        open=amount,
        due_on=due_on,
        discount=amount * 2 // 100 if gives_discount else 0,
        discount_until=TODAY if gives_discount else None,
    )


def _lines(rng: random.Random, book: NoisyBook, wanted: int) -> Iterator[NoisyLine]:
    free: dict[int, list[OpenItem]] = {}
    for item in book.items:
        free.setdefault(item.customer_id, []).append(item)
    order = [pk for pk in free for _ in range(3)]
    rng.shuffle(order)
    made = 0
    while made < wanted and order:
        if rng.random() < UNKNOWN:
            yield _unknown(rng)
            made += 1
            continue
        customer = order.pop()
        if not free[customer]:
            continue
        for one in _event(rng, book, customer, free[customer]):
            yield one
            made += 1


def _event(
    rng: random.Random, book: NoisyBook, customer: int, items: list[OpenItem]
) -> Iterator[NoisyLine]:
    item = items.pop(rng.randrange(len(items)))
    if rng.random() < SPLIT_OR_COMBINED:
        if rng.random() < 0.5 and item.open > 1:
            first = item.open * rng.randint(2, 8) // 10
            for amount in (first, item.open - first):
                yield _told(rng, book, customer, [item], {item.item_id: amount})
            return
        more = min(len(items), rng.randint(1, 3))
        some = [item, *(items.pop(rng.randrange(len(items))) for _ in range(more))]
        yield _told(rng, book, customer, some, {i.item_id: i.open for i in some})
        return
    if rng.random() < PARTIAL:
        part = item.open * rng.randint(3, 9) // 10
        yield _told(rng, book, customer, [item], {item.item_id: part})
        return
    less = 0
    if rng.random() < SHORT:
        less = item.discount or min(FEE, rng.choice([1500, 2000]))
    pays = {item.item_id: item.open}
    yield _told(rng, book, customer, [item], pays, less=less)


def _told(
    rng: random.Random,
    book: NoisyBook,
    customer: int,
    items: list[OpenItem],
    pays: dict[int, int],
    *,
    less: int = 0,
) -> NoisyLine:
    name, account = book.customers[customer - 1][2], book.account_of[customer]
    if rng.random() < WRONG_PAYER:
        name, account = _wrong(rng, book, name), ""
    text = rng.choice(_WORDS)
    if rng.random() >= UNNAMED:
        numbers = [
            mangle(rng, i.number) if rng.random() < MANGLED else i.number for i in items
        ]
        text = f"{text} {rng.choice([' ', ',', '、']).join(numbers)}"
    line = BankLine(
        amount=sum(pays.values()) - less,
        booked_on=TODAY,
        payer_name=name,
        payer_account=account,
        text=text,
    )
    return NoisyLine(line, frozenset(pays.items()))


def _wrong(rng: random.Random, book: NoisyBook, name: str) -> str:
    kind = rng.randrange(3)
    if kind == 0:
        return rng.choice(_PEOPLE)
    if kind == 1:
        return rng.choice(book.customers)[2]
    spot = rng.randrange(len(name) - 4)
    return name[:spot] + rng.choice("某甲乙丙") + name[spot + 1 :]


def mangle(rng: random.Random, number: str) -> str:
    """One of the ways in which a reference arrives broken."""
    prefix, year, serial = number.split("-")
    spot = rng.randrange(len(serial))
    return rng.choice(
        [
            f"{prefix} {year} {serial}",
            f"{prefix}{year}{serial}",
            number.replace("0", "O"),
            f"{year}-{serial}",
            serial,
            number[:-1],
            f"{prefix}-{year}-{serial[:3]} {serial[3:]}",
            f"{prefix}-{year}-{serial[:spot]}{rng.randrange(10)}{serial[spot + 1 :]}",
        ]
    )


def _unknown(rng: random.Random) -> NoisyLine:
    line = BankLine(
        amount=int(10 ** rng.uniform(4.5, 7.8)),
        booked_on=TODAY,
        payer_name=rng.choice(_PEOPLE),
        payer_account=f"62{rng.randrange(10**14):014}",
        text=rng.choice([*_WORDS, f"T2026{rng.randrange(10**6):06}", "利息", "退款"]),
    )
    return NoisyLine(line, frozenset())
