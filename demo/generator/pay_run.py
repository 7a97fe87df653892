"""One pay-run: what is ready is paid, in full, in part, or short of a claim."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from demo.generator.account import Account, Receipt
from demo.generator.cast import CustomerSpec
from demo.generator.trade import NEVER, Credit, Sale, weekday

# Days of the last weeks in which bills and cheques may come back from the bank.
BOUNCE_DAYS = 60
# Part payments and overpayments come in steps of these.
ROUND_SUM = 1_000_000
ROUND_SMALL = 100_000


def pay_run(account: Account, on: date) -> None:
    ready = [sale for sale in account.sales if sale.left > 0 and sale.ready_on <= on]
    if not ready:
        return
    account.apply_all(account.on_account(), ready, on)
    owed = sum(sale.left for sale in ready)
    rng, spec = account.rng, account.spec
    if owed > ROUND_SUM and rng.randrange(100) < spec.paying.part_share:
        _pay_round_sum(account, ready, owed=owed, on=on)
        return
    withheld = _withhold(account, ready, on)
    over = rng.randrange(1, 6) * ROUND_SMALL if rng.randrange(1000) < 6 else 0
    if owed - withheld + over > 0:
        note = _deduction_note(spec, withheld) if withheld else ""
        receipt = account.receive(on, owed - withheld + over, note=note)
        account.apply_all([receipt], ready, on)
        _perhaps_bounce(account, receipt)


def _pay_round_sum(account: Account, ready: list[Sale], *, owed: int, on: date) -> None:
    unit = ROUND_SUM if owed > 5 * ROUND_SUM else ROUND_SMALL
    amount = max(owed * account.rng.randrange(35, 86) // 100 // unit * unit, unit)
    note = "部分付款" if account.spec.currency == "CNY" else "Part payment"
    account.apply_all([account.receive(on, amount, note=note)], ready, on)


def _withhold(account: Account, ready: list[Sale], on: date) -> int:
    """What the customer keeps back for a claim, in all; sets the invoices aside.

    Two claims of three are granted by a credit note some weeks later.
    """
    rng, withheld = account.rng, 0
    for sale in ready:
        kept = sale.amount * rng.randrange(8, 30) // 1000 // 1000 * 1000
        if (
            rng.randrange(1000) >= account.spec.paying.deducts
            or not 0 < kept < sale.left
        ):
            continue
        withheld += kept
        # Moves to the end: the money of this run reaches it last.
        sale.ready_on = on + timedelta(days=rng.randrange(50, 110))
        if rng.randrange(3):
            granted_on = weekday(on + timedelta(days=rng.randrange(14, 45)))
            account.at(
                granted_on,
                1,
                crediting(account, _grant(account, sale, kept, granted_on)),
            )
    ready.sort(key=lambda sale: sale.ready_on > on)
    return withheld


def _grant(account: Account, sale: Sale, kept: int, on: date) -> Credit:
    rebate = account.rng.randrange(2) == 0
    domestic = sale.currency == "CNY"
    if domestic:
        note = "扣款核准：返利" if rebate else "扣款核准：残次品"
    else:
        note = "Deduction granted: rebate" if rebate else "Deduction granted: damage"
    return Credit(
        customer=sale.customer,
        currency=sale.currency,
        on=on,
        amount=kept,
        left=kept,
        reason="rebate" if rebate else "damage",
        note=note,
        target=sale,
    )


def _deduction_note(spec: CustomerSpec, withheld: int) -> str:
    amount = f"{withheld // 100:,}.{withheld % 100:02d}"
    if spec.currency == "CNY":
        return f"客户扣款 {amount}，待核"
    return f"Deducted {amount}, to be checked"


def _perhaps_bounce(account: Account, receipt: Receipt) -> None:
    late = (account.as_of - receipt.on).days
    if receipt.method not in ("bill", "cheque") or not 8 < late <= BOUNCE_DAYS:
        return
    if account.rng.randrange(100) < 6:
        on = weekday(receipt.on + timedelta(days=account.rng.randrange(4, 8)))
        reason = "支票退票：存款不足" if receipt.method == "cheque" else "汇票拒付"
        bounce_later(account, receipt, on, reason)


def crediting(account: Account, credit: Credit) -> Callable[[date], None]:
    def act(on: date) -> None:
        if credit.amount <= 0 or (
            credit.target is not None and credit.amount >= credit.target.amount
        ):
            return
        account.credit_notes.append(credit)
        if credit.target is not None:
            account.apply(credit, credit.target, on)

    return act


def bounce_later(account: Account, receipt: Receipt, on: date, reason: str) -> None:
    """The money is taken back on that day; nobody pays those invoices again."""
    receipt.bounced_on, receipt.bounce_reason = on, reason
    used = [each for each in account.applications if each.source is receipt]
    for each in used:
        each.sale.ready_on = NEVER

    def act(_day: date) -> None:
        for each in used:
            each.sale.left += each.amount

    account.at(on, 2, act)
