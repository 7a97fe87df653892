"""Bank lines as the matching screen lists them, and what one line can pay."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)

from arcollect.core.models import Company, User
from arcollect.core.money import MAX_AMOUNT
from arcollect.core.roles import PERMISSIONS, Permission
from invoices.models import (
    BankEntry,
    BankEntryState,
    DueItemState,
    EntryDecision,
    MatchProposal,
)

State = BankEntryState.State
TABS = ("left", "ready", "none", "unidentified", "done")
MOST_ITEMS = 60
# A first proposal below this score is as good as none.
NO_IDEA = 40


def list_lines(
    *, user: User, company: Company, tab: str, text: str = ""
) -> QuerySet[Any]:
    """Credit lines of a tab, oldest first, with `score` and `is_ready` of the best proposal.

    `done` has matched and set-aside lines, newest first. `text` is part of the payer's
    name or text, or an amount.
    """
    first = MatchProposal.objects.filter(entry=OuterRef("pk"), rank=1)
    rows: QuerySet[Any] = (
        BankEntry.objects.visible_to(user)
        .filter(company=company, state__isnull=False)
        .select_related("state__owner")
        .annotate(
            score=Subquery(first.values("score")[:1]),
            is_ready=Exists(first.filter(is_ready=True)),
        )
    )
    rows = rows.filter(_in_tab(tab), _found(text))
    if tab == "done":
        return rows.order_by("-state__matched_at", "-pk")
    return rows.order_by("state__booked_on", "pk")


def _in_tab(tab: str) -> Q:
    if tab == "ready":
        return Q(state__state=State.OPEN, is_ready=True)
    if tab == "none":
        weak = Q(score__isnull=True) | Q(score__lt=NO_IDEA)
        return Q(state__state=State.OPEN) & weak
    if tab == "unidentified":
        return Q(state__state=State.UNIDENTIFIED)
    if tab == "done":
        return Q(state__state__in=[State.MATCHED, State.IGNORED])
    return Q(state__state=State.OPEN)


def _found(text: str) -> Q:
    if not text:
        return Q()
    found = Q(payer_name__icontains=text) | Q(text__icontains=text)
    try:
        amount = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return found
    if amount.is_finite() and abs(amount) <= MAX_AMOUNT:
        whole = amount.quantize(Decimal("0.0001"))
        found |= Q(amount=whole) if whole == amount else Q()
    return found


def count_tabs(*, user: User, company: Company) -> dict[str, int]:
    """How many lines each tab has; `done` is not counted."""
    first = MatchProposal.objects.filter(entry=OuterRef("entry"), rank=1)
    rows = (
        BankEntryState.objects.visible_to(user)
        .filter(company=company, state__in=[State.OPEN, State.UNIDENTIFIED])
        .annotate(
            has_ready=Exists(first.filter(is_ready=True)),
            has_idea=Exists(first.filter(score__gte=NO_IDEA)),
        )
    )
    waits = Q(state=State.OPEN)
    counts: dict[str, int] = rows.aggregate(
        left=_how_many(waits),
        ready=_how_many(waits & Q(has_ready=True)),
        none=_how_many(waits & Q(has_idea=False)),
        unidentified=_how_many(Q(state=State.UNIDENTIFIED)),
    )
    return {name: number or 0 for name, number in counts.items()}


def _how_many(condition: Q) -> Sum:
    one = Case(When(condition, then=Value(1)), default=0, output_field=IntegerField())
    return Sum(one)


def sums_left(*, user: User, company: Company) -> list[dict[str, Any]]:
    """What waits to be matched, per currency: `currency`, `total`, `lines`."""
    rows: Any = (
        BankEntry.objects.visible_to(user)
        .filter(company=company, state__state=State.OPEN)
        .order_by()
        .values("currency")
        .annotate(total=Sum("amount"), lines=Count("pk"))
        .order_by("currency")
    )
    return list(rows)


def items_for(
    *,
    user: User,
    entry: BankEntry,
    keys: Collection[int] = (),
    customers: Collection[int] = (),
    text: str = "",
) -> list[DueItemState]:
    """Open items to put beside the line: those named first, then those of the customers.

    `text` searches all invoices and customers of the line's currency instead of them.
    """
    wanted = Q(pk__in=keys)
    if text:
        wanted |= Q(due_item__invoice__number__icontains=text) | Q(
            customer__search_text__contains=text.casefold()
        )
    else:
        wanted |= Q(customer__in=customers)
    named_first = Case(
        When(pk__in=list(keys), then=0), default=1, output_field=IntegerField()
    )
    rows = (
        DueItemState.objects.visible_to(user)
        .filter(
            wanted,
            company=entry.company_id,
            currency=entry.currency,
            open_amount__gt=0,
        )
        .select_related("due_item__invoice", "customer")
        .order_by(named_first, "due_on", "pk")
    )
    return list(rows[:MOST_ITEMS])


def last_decision(*, user: User, company: Company) -> EntryDecision | None:
    """The user's own latest decision that is in force: what Undo takes back."""
    rows = EntryDecision.objects.filter(
        company=company, decided_by=user, ended_at=None
    ).select_related("entry")
    return rows.order_by("-decided_at", "-pk").first()


def possible_owners(*, company: Company) -> QuerySet[User]:
    """People who may allocate money and so can clear up a line."""
    roles = [role for role, may in PERMISSIONS.items() if Permission.ALLOCATE in may]
    return (
        User.objects.filter(
            memberships__company=company, memberships__role__in=roles, is_active=True
        )
        .distinct()
        .order_by("full_name", "pk")
    )
