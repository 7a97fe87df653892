"""A month of bank statements: who paid what, and how badly they wrote it down. Pure.

Four weekly CAMT.053 messages of one account. Most credits pay open invoices of the demo
customers; their references are mangled as people mangle them, some are paid together,
in part or less a fee, and one is nobody's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from xml.sax.saxutils import escape

WEEKS = 4
CREDITS = 44
OPENING_CENTS = 1_864_220_375
# What a bank takes for a transfer from abroad, in cents.
FEE = 5_000
PARTS = (2_000_000, 5_000_000, 10_000_000)


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An open invoice of a customer; the amount in cents."""

    customer_code: str
    customer_name: str
    number: str
    cents: int
    issued_on: date


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the statement; cents are negative for a debit."""

    on: date
    cents: int
    name: str
    account: str
    text: str


def write_statements(
    items: Sequence[OpenItem], *, as_of: date, seed: int, account: str, currency: str
) -> list[tuple[str, bytes]]:
    """File names and contents of the weeks that end on or before `as_of`."""
    chance = Random(seed)
    first = as_of - timedelta(days=7 * WEEKS - 1)
    lines = _credits(items, chance, first=first, as_of=as_of)
    lines += _debits(chance, first=first, as_of=as_of)
    lines.sort(key=lambda line: line.on)
    files, balance = [], OPENING_CENTS
    for week in range(WEEKS):
        start = first + timedelta(days=7 * week)
        end = start + timedelta(days=6)
        part = [line for line in lines if start <= line.on <= end]
        content = _message(part, start, end, balance, account, currency)
        files.append((f"statement-{end:%Y%m%d}.xml", content))
        balance += sum(line.cents for line in part)
    return files


def _credits(
    items: Sequence[OpenItem], chance: Random, *, first: date, as_of: date
) -> list[Line]:
    by_customer: dict[str, list[OpenItem]] = {}
    for item in items:
        by_customer.setdefault(item.customer_code, []).append(item)
    codes = sorted(by_customer)
    chance.shuffle(codes)
    lines = []
    for code in codes[: CREDITS - 1]:
        line = _credit(by_customer[code], chance, first=first, as_of=as_of)
        if line is not None:
            lines.append(line)
    lines.append(
        Line(_working_day(chance, first, as_of), 3_680_000, "王先生", "", "转账")
    )
    return lines


def _credit(
    owed: list[OpenItem], chance: Random, *, first: date, as_of: date
) -> Line | None:
    """How one customer pays: in most cases one invoice, sometimes otherwise."""
    owed = sorted(owed, key=lambda item: (item.issued_on, item.number))
    kind = chance.randrange(100)
    paid = owed[: chance.randint(2, 3)] if kind < 18 and len(owed) > 1 else owed[:1]
    day = _working_day(
        chance, max(first, paid[-1].issued_on + timedelta(days=1)), as_of
    )
    if day > as_of:
        return None
    cents = sum(item.cents for item in paid)
    if 18 <= kind < 28:
        cents = min(cents, chance.choice(PARTS))
    elif 28 <= kind < 34 and cents > FEE:
        cents -= FEE
    name = paid[0].customer_name
    if 34 <= kind < 40:
        # A person pays for the firm.
        name = chance.choice(("陈建国", "李秀英", "周海涛"))
    numbers = " ".join(_mangled(item.number, chance) for item in paid)
    text = "货款" if 40 <= kind < 47 else f"{chance.choice(_LEADS)}{numbers}"
    digits = f"{9_000_000 + sum(map(ord, paid[0].customer_code)) * 37}"
    return Line(day, cents, name, f"6222 0000 {digits}", text)


_LEADS = ("付货款 ", "发票", "INV ", "货款/", "")
_MANGLES: tuple[Callable[[str], str], ...] = (
    lambda number: number.replace("-", ""),
    lambda number: number.replace("-", " "),
    lambda number: number.rpartition("-")[2],
    lambda number: number.lower(),
    lambda number: number.replace("-", "/"),
)


def _mangled(number: str, chance: Random) -> str:
    """The number as it stands, and in one of three cases as people write it."""
    return chance.choice(_MANGLES)(number) if chance.randrange(3) == 0 else number


def _debits(chance: Random, *, first: date, as_of: date) -> list[Line]:
    monthly = (
        ("代发工资", -186_500_000),
        ("增值税", -64_218_000),
        ("厂房租金", -28_000_000),
    )
    lines = [
        Line(_working_day(chance, first, as_of), cents, "", "", text)
        for text, cents in monthly
    ]
    for week in range(WEEKS):
        day = first + timedelta(days=7 * week)
        fee = -chance.randint(20, 90) * 100
        lines.append(
            Line(
                _working_day(chance, day, day + timedelta(days=6)),
                fee,
                "",
                "",
                "手续费",
            )
        )
    return lines


def _working_day(chance: Random, first: date, last: date) -> date:
    """A day from Monday to Friday between both, else the last one."""
    days = [
        day
        for offset in range((last - first).days + 1)
        if (day := first + timedelta(days=offset)).weekday() < 5
    ]
    return chance.choice(days) if days else max(first, last)


def _message(
    lines: Sequence[Line],
    start: date,
    end: date,
    opening: int,
    account: str,
    currency: str,
) -> bytes:
    closing = opening + sum(line.cents for line in lines)
    entries = "".join(
        _entry(line, f"{end:%y%m%d}{place:04d}", currency)
        for place, line in enumerate(lines, start=1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">'
        f"<BkToCstmrStmt><GrpHdr><MsgId>W{end:%y%m%d}</MsgId>"
        f"<CreDtTm>{end}T23:00:00</CreDtTm></GrpHdr><Stmt><Id>W{end:%y%m%d}</Id>"
        f"<ElctrncSeqNb>{end:%y}{end.isocalendar().week:02d}</ElctrncSeqNb>"
        f"<FrToDt><FrDtTm>{start}T00:00:00</FrDtTm><ToDtTm>{end}T23:59:59</ToDtTm></FrToDt>"
        f"<Acct><Id><Othr><Id>{escape(account)}</Id></Othr></Id><Ccy>{currency}</Ccy></Acct>"
        f"{_balance('OPBD', opening, currency, start)}"
        f"{_balance('CLBD', closing, currency, end)}{entries}"
        "</Stmt></BkToCstmrStmt></Document>\n"
    ).encode()


def _balance(code: str, cents: int, currency: str, day: date) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        f"{_amount(cents, currency)}<Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def _amount(cents: int, currency: str) -> str:
    side = "DBIT" if cents < 0 else "CRDT"
    whole, rest = divmod(abs(cents), 100)
    return (
        f'<Amt Ccy="{currency}">{whole}.{rest:02d}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
    )


def _entry(line: Line, reference: str, currency: str) -> str:
    other = "Cdtr" if line.cents < 0 else "Dbtr"
    parties = ""
    if line.name:
        parties += f"<{other}><Pty><Nm>{escape(line.name)}</Nm></Pty></{other}>"
    if line.account:
        number = f"<Id><Othr><Id>{escape(line.account)}</Id></Othr></Id>"
        parties += f"<{other}Acct>{number}</{other}Acct>"
    return (
        f"<Ntry>{_amount(line.cents, currency)}<Sts><Cd>BOOK</Cd></Sts>"
        f"<BookgDt><Dt>{line.on}</Dt></BookgDt><ValDt><Dt>{line.on}</Dt></ValDt>"
        f"<AcctSvcrRef>{reference}</AcctSvcrRef><NtryDtls><TxDtls>"
        f"<RltdPties>{parties}</RltdPties>"
        f"<RmtInf><Ustrd>{escape(line.text)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )
