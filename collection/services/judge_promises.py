"""Judge promises to pay by what the ledger holds (Domain rule 3.3)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company
from arcollect.core.money import format_plain
from collection.domain.promises import (
    CASH,
    Judgement,
    Money,
    MoneyKind,
    PromiseTerms,
    judge,
)
from collection.models import Promise
from invoices.selectors.promised_money import (
    MoneyOnItem,
    money_moved,
    money_on_items,
)

BATCH = 100
# A transaction may have read the clock before it was written: look back further.
LOOK_BACK = dt.timedelta(hours=1)
KINDS = {"bill": MoneyKind.BILL, "offset": MoneyKind.OFFSET}


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeResult:
    """How many promises were looked at, and how many changed their state."""

    judged: int
    changed: int


def judge_promises(*, company: Company, as_of: dt.date) -> JudgeResult:
    """Judge every promise of the company at the end of `as_of`.

    Looks at pending promises whose window has ended, at new ones, and at those whose
    customer's money moved since the last time; what was judged for a later day is left
    alone. Safe to run twice; missed nights are made up for, since the day on which a
    promise was kept comes from the money.
    """
    ids = list(_to_judge(company, as_of).order_by("pk").values_list("pk", flat=True))
    changed = 0
    for start in range(0, len(ids), BATCH):
        changed += _judge_batch(ids[start : start + BATCH], as_of=as_of)
    return JudgeResult(judged=len(ids), changed=changed)


@retried_transaction
def judge_now(*, promise_ids: Sequence[int], as_of: dt.date) -> int:
    """Judge these promises at once, after an act of a person; returns the changes."""
    return _judge(promise_ids, as_of=as_of)


def _to_judge(company: Company, as_of: dt.date) -> QuerySet[Promise]:
    moved = money_moved(
        customer=OuterRef("customer_id"),
        since=OuterRef("judged_at"),
        through=OuterRef("judged_through"),
        as_of=as_of,
    )
    has_ended = Q(state=Promise.State.PENDING, window_until__lt=as_of)
    rows: QuerySet[Promise] = Promise.objects.filter(
        Q(judged_through=None) | Q(judged_through__lte=as_of),
        company=company,
        made_on__lte=as_of,
    )
    return rows.exclude(state=Promise.State.CANCELLED).filter(
        Q(judged_at=None) | has_ended | Q(moved)
    )


@retried_transaction
def _judge_batch(ids: Sequence[int], *, as_of: dt.date) -> int:
    return _judge(ids, as_of=as_of)


def _judge(ids: Sequence[int], *, as_of: dt.date) -> int:
    judged_at = clock.now() - LOOK_BACK
    promises = list(
        Promise.objects.filter(pk__in=ids)
        .exclude(state=Promise.State.CANCELLED)
        .select_related("replaced_by", "customer")
        .prefetch_related("items")
    )
    if not promises:
        return 0
    by_customer: dict[int, list[MoneyOnItem]] = defaultdict(list)
    for money in money_on_items(
        customer_ids={promise.customer_id for promise in promises},
        value_from=min(promise.made_on for promise in promises),
        as_of=as_of,
    ):
        by_customer[money.customer_id].append(money)
    changed = 0
    for promise in promises:
        found = judge(
            terms_of(promise),
            money=_money_of(promise, by_customer[promise.customer_id]),
            as_of=as_of,
        )
        changed += write_judgement(promise, found, as_of=as_of, judged_at=judged_at)
    return changed


def terms_of(promise: Promise) -> PromiseTerms:
    """The promise as the rule takes it."""
    replacement = getattr(promise, "replaced_by", None)
    return PromiseTerms(
        amount=promise.amount,
        made_on=promise.made_on,
        promised_on=promise.promised_on,
        window_until=promise.window_until,
        open_when_made=promise.open_when_made,
        counts=CASH | {MoneyKind.BILL} if promise.counts_bills else CASH,
        replaced_on=replacement.made_on if replacement else None,
        is_renewal=promise.replaces_id is not None,
    )


def _money_of(promise: Promise, money: Iterable[MoneyOnItem]) -> list[Money]:
    named = {item.due_item_id for item in promise.items.all()}
    return [
        Money(
            on=one.on,
            amount=one.amount,
            kind=KINDS.get(one.method, MoneyKind.PAYMENT),
            gone_on=one.gone_on,
        )
        for one in money
        if one.currency == promise.currency and (not named or one.item_id in named)
    ]


def write_judgement(
    promise: Promise, found: Judgement, *, as_of: dt.date, judged_at: dt.datetime
) -> bool:
    """Store the judgement unless somebody else has been there; whether it changed."""
    written = Promise.objects.filter(
        pk=promise.pk, state=promise.state, judged_at=promise.judged_at
    ).update(
        state=found.state.value,
        received=found.received,
        kept_on=found.kept_on,
        fulfilled_late=found.fulfilled_late,
        judged_through=as_of,
        judged_at=judged_at,
    )
    if not written or promise.state == found.state.value:
        return False
    received = format_plain(found.received, promise.currency)
    audit.record(
        actor=None,
        action="collections.promise.judged",
        target=promise,
        company=promise.company_id,
        label=str(promise.customer),
        before={"state": promise.state},
        after={"state": found.state.value, "received": received},
    )
    return True
