"""What the stories lead to: reversals, facts and classes set by hand."""

from __future__ import annotations

from datetime import date, timedelta

from arcollect.core.dates import add_months
from demo.generator.account import Account
from demo.generator.rows import FactRow, OverrideRow, ReversalRow
from demo.generator.stories import FactSpec
from demo.generator.trade import Sale

# Limitation of a claim for goods in the demo's books: three years from the due date.
LIMITATION_MONTHS = 36
LIMITATION = "limitation_last_day"
ITEMS_SET_BY_HAND = 2


def list_reversals(account: Account) -> list[ReversalRow]:
    """Payments that came back from the bank by the end of the books."""
    return [
        ReversalRow(
            reference=receipt.number,
            customer_code=receipt.customer,
            on=receipt.bounced_on,
            reason=receipt.bounce_reason,
        )
        for receipt in account.receipts
        if receipt.bounced_on is not None and receipt.bounced_on <= account.as_of
    ]


def list_facts(account: Account) -> list[FactRow]:
    """The facts of the customer's story."""
    story = account.spec.story
    if story is None:
        return []
    return [_fact(account, fact) for fact in story.facts]


def _fact(account: Account, fact: FactSpec) -> FactRow:
    item = _oldest_open(account)[0] if fact.on_oldest_item else None
    from_on = _ago(account, fact.from_days)
    if fact.kind == LIMITATION and item is not None:
        from_on = add_months(item.due_on, LIMITATION_MONTHS)
    return FactRow(
        customer_code=account.spec.code,
        invoice_number=item.number if item else "",
        kind=fact.kind,
        from_on=from_on,
        until_on=_ago(account, fact.until_days) if fact.until_days else None,
        source=fact.source,
        note=fact.note,
        verified=fact.verified,
    )


def list_overrides(account: Account) -> list[OverrideRow]:
    """The classes a second person set by hand, on the oldest overdue items."""
    story = account.spec.story
    if story is None or story.override is None:
        return []
    severity, from_days, ahead, reason = story.override
    from_on = _ago(account, from_days)
    overdue = [sale for sale in _oldest_open(account) if sale.due_on < from_on]
    return [
        OverrideRow(
            invoice_number=sale.number,
            severity=severity,
            from_on=from_on,
            until_on=account.as_of + timedelta(days=ahead),
            reason=reason,
        )
        for sale in overdue[:ITEMS_SET_BY_HAND]
    ]


def _ago(account: Account, days: int) -> date:
    return account.as_of - timedelta(days=days)


def _oldest_open(account: Account) -> list[Sale]:
    return sorted(
        (sale for sale in account.sales if sale.left > 0), key=lambda sale: sale.due_on
    )
