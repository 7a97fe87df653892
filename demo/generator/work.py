"""What the reps report: visits and calls of the last weeks, and what was promised."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

FRIDAY = 4
HUNDRED = Decimal(100)
# Observed, heard, asked, concluded, what is to be done next: parted by strokes.
_CHINESE: dict[str, tuple[str, ...]] = {
    "promised": (
        "仓库里空调库存不多|旺季回款已到账|哪天能走审批|财务已排款|付款前一天电话确认",
        "门店客流正常|对账无差异|能否一次付清|老板同意按期付|到期日上门收款",
        "新货已上架|本月资金偏紧|先付一部分可否|先付到期部分|跟进剩余部分",
    ),
    "paid": ("财务出示了回单|款已汇出|汇款附言写了没有|等银行到账|核对到账",),
    "not_there": ("门店开着,老板外出|||改约下周|电话约时间",),
    "refuses": (
        "堆着上批退货|促销费没有兑现|扣款依据是什么|先处理促销费|核对促销协议",
    ),
    "other": (
        "库存周转正常|下月有新店开业|结算日是否不变|按期付款可能性大|",
        "展台位置调整到入口|竞品在做返点|对账单收到没有|关系稳定|",
    ),
}
_ENGLISH: dict[str, tuple[str, ...]] = {
    "promised": (
        (
            "Stock is low|The season's money is in|Who approves, and when?|"
            "Finance has scheduled it|Call the day before"
        ),
        (
            "New goods on display|Cash is tight this month|Could you pay a part first?|"
            "They pay what is due first|Follow up on the rest"
        ),
    ),
    "paid": (
        (
            "Saw the bank slip|The transfer is out|Which reference?|Wait for the bank|"
            "Check the bank"
        ),
    ),
    "not_there": ("Shop open, owner away|||New appointment next week|Call for a date",),
    "refuses": (
        (
            "Returned goods still there|Promotion money not credited|"
            "What is the claim based on?|Settle the promotion first|Ask for the agreement"
        ),
    ),
    "other": (
        (
            "Turnover as usual|A new outlet next month|Is the pay day unchanged?|"
            "Will pay on time|"
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class MoneyFacts:
    """What the ledger says of one customer: the last payments, and what is late."""

    code: str
    language: str
    currency: str
    past_due: Decimal
    # Day and amount of what was paid on items that were open a week before.
    paid: tuple[tuple[date, Decimal], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow:
    """One report; `amount` and `promised_on` where something was promised."""

    on: date
    kind: str
    outcome: str
    words: tuple[str, ...]
    currency: str
    amount: Decimal | None = None
    promised_on: date | None = None
    next_on: date | None = None


@dataclass(slots=True)
class _Reports:
    rng: Random
    facts: MoneyFacts
    as_of: date
    rows: list[VisitRow] = field(default_factory=list)

    def add(
        self,
        on: date,
        outcome: str,
        amount: Decimal | None = None,
        promised_on: date | None = None,
    ) -> None:
        on = working_day_before(on)
        words = _CHINESE if self.facts.language != "en" else _ENGLISH
        said = tuple(self.rng.choice(words[outcome]).split("|"))
        next_on = on + timedelta(days=self.rng.randrange(4, 15)) if said[-1] else None
        kinds = ("appointment", "appointment", "surprise", "call", "call")
        self.rows.append(
            VisitRow(
                on=on,
                kind=self.rng.choice(kinds),
                outcome=outcome,
                words=said,
                currency=self.facts.currency,
                amount=amount,
                promised_on=promised_on,
                next_on=next_on,
            )
        )


def list_visits(rng: Random, facts: MoneyFacts, *, as_of: date) -> list[VisitRow]:
    """The reports about one customer in the order of their days.

    Promises follow from the money: some were for what was then paid, some for more,
    some for what has not come, and some are for days to come.
    """
    reports = _Reports(rng, facts, as_of)
    for day, amount in facts.paid:
        chance = rng.randrange(100)
        made_on = day - timedelta(days=rng.randrange(3, 8))
        if chance < 30:
            reports.add(made_on, "promised", amount, day)
        elif chance < 40:
            reports.add(made_on, "promised", _round(amount * 2), day)
        elif chance < 48:
            reports.add(day, "paid")
    if facts.past_due >= HUNDRED:
        _chase(reports, rng, facts, as_of)
    elif rng.randrange(100) < 20:
        reports.add(as_of - timedelta(days=rng.randrange(1, 40)), "other")
    return sorted(reports.rows, key=lambda row: row.on)


def _chase(reports: _Reports, rng: Random, facts: MoneyFacts, as_of: date) -> None:
    """Customers who are late: broken promises, promises to come, refusals."""
    chance = rng.randrange(100)
    share = Decimal(rng.choice((50, 60, 80, 100))) / HUNDRED
    amount = _round(facts.past_due * share)
    if chance < 30:
        made_on = working_day_before(as_of - timedelta(days=rng.randrange(12, 30)))
        reports.add(made_on, "promised", amount, made_on + timedelta(days=5))
    if chance < 12 or 45 <= chance < 70:
        made_on = as_of - timedelta(days=rng.randrange(5))
        day = as_of + timedelta(days=rng.randrange(9))
        reports.add(made_on, "promised", amount, day)
    if 70 <= chance < 85:
        outcome = rng.choice(("not_there", "refuses", "other"))
        reports.add(as_of - timedelta(days=rng.randrange(2, 20)), outcome)


def chance_of(seed: int, what: str) -> Random:
    """One source of chance for each customer: a new one does not change the others."""
    return Random(f"{seed}:{what}:work")


def working_day_before(day: date) -> date:
    """The day itself, or the Friday before."""
    return day - timedelta(days=max(0, day.weekday() - FRIDAY))


def _round(amount: Decimal) -> Decimal:
    """A round sum, as people promise it."""
    step = HUNDRED if amount < 10_000 else Decimal(1000)
    return max(amount // step * step, HUNDRED)
