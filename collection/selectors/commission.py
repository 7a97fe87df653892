"""Commission: policies, what is earned and not stated yet, and the statements."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Max, QuerySet, Sum

from arcollect.core.dates import add_months, month_end
from arcollect.core.models import Company, Rep
from arcollect.core.permissions import Person, rep_scope
from collection.domain.commission import (
    CommissionRules,
    Receipt,
    commission_by_receipt,
)
from collection.models import CommissionLine, CommissionPolicy, CommissionStatement
from collection.models.commission import SHARES
from invoices.selectors.allocated_cash import CashOnItem, cash_allocations, read_cash

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A line that the next statement of its rep will have."""

    kind: str
    customer_id: int
    allocation_id: int
    takes_back_id: int | None
    policy_id: int
    effective_on: dt.date
    severity: int
    rate_bp: int
    share_bp: int
    currency: str
    amount: Decimal
    commission: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Total:
    """Money and commission of some lines in one currency."""

    currency: str
    amount: Decimal
    commission: Decimal


def list_policies(*, company: Company) -> QuerySet[CommissionPolicy]:
    """The versions of the rates, newest first."""
    return CommissionPolicy.objects.filter(company=company).order_by("-version")


def rules_of(policy: CommissionPolicy) -> CommissionRules:
    """The version as the rule takes it."""
    return CommissionRules(**{name: getattr(policy, name) for name in SHARES})


def list_statements(*, company: Company, user: Person) -> QuerySet[CommissionStatement]:
    """The statements that the user may see, newest month first."""
    rows: Any = CommissionStatement.objects.filter(company=company)
    found: QuerySet[CommissionStatement] = (
        rows.visible_to(user)
        .select_related("rep", "approval")
        .order_by("-month", "rep__name", "pk")
    )
    return found


def list_reps(*, company: Company, user: Person) -> QuerySet[Rep]:
    """The reps whose commission the user may see, by name."""
    return Rep.objects.filter(rep_scope(user, path=""), company=company).order_by(
        "name"
    )


def lines_of(statement: CommissionStatement) -> QuerySet[CommissionLine]:
    """The frozen lines, in the order of their days."""
    rows: QuerySet[CommissionLine] = statement.lines.select_related(
        "customer", "allocation__due_item__invoice", "policy"
    )
    return rows.order_by("effective_on", "pk")


def totals_of(statement_ids: Collection[int]) -> dict[int, list[Total]]:
    """Per statement its totals by currency; one query."""
    rows = (
        CommissionLine.objects.filter(statement__in=statement_ids)
        .values("statement", "currency")
        .annotate(money=Sum("amount"), earned=Sum("commission"))
        .order_by("currency")
    )
    found: dict[int, list[Total]] = defaultdict(list)
    for row in rows:
        total = Total(row["currency"], row["money"], row["earned"])
        found[row["statement"]].append(total)
    return found


def sums(lines: Sequence[Pending]) -> list[Total]:
    """Totals of pending lines by currency."""
    money: dict[str, Decimal] = defaultdict(Decimal)
    earned: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        money[line.currency] += line.amount
        earned[line.currency] += line.commission
    return [Total(code, money[code], earned[code]) for code in sorted(money)]


def next_months(*, company: Company, rep_ids: Collection[int]) -> dict[int, dt.date]:
    """Per rep the month after his last statement; none for who has no statement."""
    rows = CommissionStatement.objects.filter(company=company, rep__in=rep_ids)
    last = rows.values_list("rep").annotate(last=Max("month"))
    return {rep: add_months(month, 1) for rep, month in last}


def pending_lines(
    *, company: Company, rep_ids: Collection[int], month: dt.date
) -> dict[int, list[Pending]]:
    """What the statement of `month` (its first day) would say of each rep now.

    Money that counts from that month, and late news of months already stated. Cash of a
    customer belongs to the rep who looks after him when it is stated; what is taken back
    to whom it was paid. The lines of a currency sum to the commission rounded once.
    """
    until = month_end(month)
    first_open = next_months(company=company, rep_ids=rep_ids)
    lines: dict[int, list[Pending]] = defaultdict(list)
    for rep_id, line in _earned(company, rep_ids, until):
        lines[rep_id].append(line)
    for rep_id, line in _taken_back(company, rep_ids, until):
        lines[rep_id].append(line)
    found = {}
    for rep_id, of_rep in lines.items():
        wanted = [
            line for line in of_rep if _month_of(line, first_open.get(rep_id)) == month
        ]
        if wanted:
            found[rep_id] = _with_commission(wanted)
    return found


def has_older(*, company: Company, rep_id: int, month: dt.date) -> bool:
    """Whether a month before `month` has lines that no statement shows yet."""
    until = month_end(add_months(month, -1))
    first_open = next_months(company=company, rep_ids=[rep_id]).get(rep_id)
    lines = _earned(company, [rep_id], until) + _taken_back(company, [rep_id], until)
    return any(_month_of(line, first_open) < month for _rep, line in lines)


def _month_of(line: Pending, first_open: dt.date | None) -> dt.date:
    own = line.effective_on.replace(day=1)
    return own if first_open is None else max(own, first_open)


def _earned(
    company: Company, rep_ids: Collection[int], until: dt.date
) -> list[tuple[int, Pending]]:
    policies = list(
        CommissionPolicy.objects.filter(company=company).order_by(
            "-from_on", "-version"
        )
    )
    if not policies:
        return []
    rows = cash_allocations(company=company, until=until).filter(
        effective_on__gte=policies[-1].from_on,
        due_item__customer__rep__in=rep_ids,
        commission_lines__isnull=True,
    )
    found = []
    for cash in read_cash(company, rows):
        policy = next(one for one in policies if one.from_on <= cash.on)
        assert cash.rep_id is not None  # noqa: S101 - asked only of reps' customers
        found.append((cash.rep_id, _line(cash, policy)))
    return found


def _line(cash: CashOnItem, policy: CommissionPolicy) -> Pending:
    return Pending(
        kind=CommissionLine.Kind.EARNED,
        customer_id=cash.customer_id,
        allocation_id=cash.allocation_id,
        takes_back_id=None,
        policy_id=policy.pk,
        effective_on=cash.on,
        severity=cash.cls.severity,
        rate_bp=policy.rate_bp,
        share_bp=rules_of(policy).share_bp(cash.cls),
        currency=cash.currency,
        amount=cash.amount,
    )


def _taken_back(
    company: Company, rep_ids: Collection[int], until: dt.date
) -> list[tuple[int, Pending]]:
    rows = CommissionLine.objects.filter(
        company=company,
        kind=CommissionLine.Kind.EARNED,
        statement__rep__in=rep_ids,
        taken_back_by=None,
        allocation__reversed_by__effective_on__lte=until,
    ).select_related("statement", "allocation__reversed_by")
    return [
        (
            line.statement.rep_id,
            Pending(
                kind=CommissionLine.Kind.CLAW_BACK,
                customer_id=line.customer_id,
                allocation_id=line.allocation.reversed_by.pk,
                takes_back_id=line.pk,
                policy_id=line.policy_id,
                effective_on=line.allocation.reversed_by.effective_on,
                severity=line.severity,
                rate_bp=line.rate_bp,
                share_bp=line.share_bp,
                currency=line.currency,
                amount=-line.amount,
                commission=-line.commission,
            ),
        )
        for line in rows.order_by("allocation__reversed_by__effective_on", "pk")
    ]


def _with_commission(lines: Sequence[Pending]) -> list[Pending]:
    """Earned lines get their commission, currency by currency."""
    found = [line for line in lines if line.kind == CommissionLine.Kind.CLAW_BACK]
    earned = [line for line in lines if line.kind == CommissionLine.Kind.EARNED]
    for currency in sorted({line.currency for line in earned}):
        of_currency = [line for line in earned if line.currency == currency]
        receipts = [
            Receipt(amount=one.amount, rate_bp=one.rate_bp, share_bp=one.share_bp)
            for one in of_currency
        ]
        amounts = commission_by_receipt(receipts, currency=currency)
        found += [
            replace(line, commission=amount)
            for line, amount in zip(of_currency, amounts, strict=True)
        ]
    return sorted(found, key=lambda line: (line.effective_on, line.allocation_id))
