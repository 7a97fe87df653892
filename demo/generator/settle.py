"""How a customer pays: a day-by-day simulation of pay-runs against the open invoices.

Everything is dated no later than the last day of the books. One receipt settles what
is ready on the day of the pay-run; habitual debtors send round sums; some invoices are
paid short, some money comes back from the bank, some stays on account.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from arcollect.core.dates import add_months, month_end
from demo.generator.account import Account, Receipt
from demo.generator.cast import CustomerSpec
from demo.generator.habits import PROMPT, STEADY
from demo.generator.pay_run import (
    ROUND_SMALL,
    ROUND_SUM,
    bounce_later,
    crediting,
    pay_run,
)
from demo.generator.trade import NEVER, Credit, Sale, book_start, weekday

MONTH_END_DAY = 31


def settle(
    rng: Random,
    spec: CustomerSpec,
    *,
    sales: list[Sale],
    credit_notes: list[Credit],
    as_of: date,
) -> Account:
    """Run the customer's books to the end of `as_of`."""
    account = Account(spec=spec, rng=rng, as_of=as_of)
    for sale in sales:
        account.at(sale.issued_on, 0, _issuing(account, sale))
        if spec.term.type == "PREPAID":
            _schedule_prepayment(account, sale)
        elif spec.term.type == "COD":
            account.at(sale.issued_on, 3, _paying_one(account, sale))
    for credit in credit_notes:
        account.at(credit.on, 1, crediting(account, credit))
    for day in pay_run_days(spec, as_of=as_of):
        account.at(day, 4, lambda on: pay_run(account, on))
    _schedule_story(account)
    _schedule_deposit(account)
    account.run()
    return account


def pay_run_days(spec: CustomerSpec, *, as_of: date) -> list[date]:
    """Working days on which the customer's finance pays, but for a story's pause."""
    month = book_start(as_of).replace(day=1)
    days = []
    while month <= as_of:
        end = month_end(month)
        days += [
            weekday(end if day == MONTH_END_DAY else month.replace(day=day), back=True)
            for day in spec.pay_days
        ]
        month = add_months(month, 1)
    return [day for day in days if day <= as_of and not _paused(spec, day, as_of)]


def _paused(spec: CustomerSpec, day: date, as_of: date) -> bool:
    story = spec.story
    if story is None or story.paid_until is None:
        return False
    ago = (as_of - day).days
    return (story.resumed or -1) < ago < story.paid_until


def _issuing(account: Account, sale: Sale) -> Callable[[date], None]:
    def act(on: date) -> None:
        account.sales.append(sale)
        if account.spec.term.type == "PREPAID":
            account.apply_all(account.on_account(), [sale], on)

    return act


def _paying_one(account: Account, sale: Sale) -> Callable[[date], None]:
    def act(on: date) -> None:
        if sale.left > 0 and sale.ready_on != NEVER:
            account.apply(account.receive(on, sale.left), sale, on)

    return act


def _schedule_prepayment(account: Account, sale: Sale) -> None:
    day = weekday(
        sale.issued_on - timedelta(days=account.rng.randrange(1, 6)), back=True
    )
    account.at(
        day, 2, lambda on: _none(account.receive(on, sale.amount, note="预付货款"))
    )


def _none(_receipt: Receipt) -> None:
    """An event books money and leaves it where it is."""


def _schedule_deposit(account: Account) -> None:
    """A few of the good customers have paid in advance for goods to come."""
    spec, rng = account.spec, account.rng
    if spec.story or spec.paying not in (PROMPT, STEADY) or rng.randrange(100) >= 5:
        return
    amount = rng.randrange(2, 16) * (
        ROUND_SUM if spec.currency == "CNY" else ROUND_SMALL
    )

    def act(on: date) -> None:
        note = "旺季订货款" if spec.currency == "CNY" else "Advance for next order"
        account.receive(on, amount, note=note, method="transfer").reserved = True

    account.at(
        weekday(account.as_of - timedelta(days=rng.randrange(3, 26)), back=True), 2, act
    )


def _schedule_story(account: Account) -> None:
    story = account.spec.story
    for days in story.bounces if story else ():
        bounced_on = account.as_of - timedelta(days=days)
        received_on = weekday(bounced_on - timedelta(days=30), back=True)
        account.at(received_on, 4, _paying_by_bad_bill(account, bounced_on))


def _paying_by_bad_bill(account: Account, bounced_on: date) -> Callable[[date], None]:
    def act(on: date) -> None:
        sale = next((sale for sale in account.sales if sale.left > 0), None)
        if sale is None:
            return
        receipt = account.receive(on, sale.left, method="bill")
        account.apply(receipt, sale, on)
        bounce_later(account, receipt, bounced_on, "商业承兑汇票到期拒付")

    return act
