"""Set the ceiling of a sales rep and the smallest deposit of a grade; old ones stay."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company, Rep, User
from arcollect.core.money import AmountFormatError, exact_money, format_plain
from customers.models import DepositRule, Grade, RepCeiling

MOST_SHARE = 10_000


class RuleRefusedError(Exception):
    """The rule was not set; the text says why."""


@retried_transaction
def set_ceiling(
    *, actor: User | None, rep: Rep, currency: str, amount: Decimal | None
) -> RepCeiling:
    """Set the most that a rep's customers may owe in a currency; None lifts it (S79).

    Raises `RuleRefusedError`.
    """
    if amount is not None:
        try:
            amount = exact_money(amount, currency)
        except AmountFormatError as error:
            raise RuleRefusedError(str(error)) from error
        if amount < 0:
            raise RuleRefusedError(_("A ceiling is not negative."))
    rows = RepCeiling.objects.filter(rep=rep, currency=currency)
    before = rows.order_by("-version").first()
    row = RepCeiling(
        company_id=rep.company_id,
        rep=rep,
        currency=currency,
        amount=amount,
        version=_next(rows),
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    _insert(row)
    audit.record(
        actor=actor,
        action="customers.ceiling.set",
        target=row,
        company=rep.company_id,
        label=rep.name,
        before={"amount": _shown(before)},
        after={"amount": _shown(row), "currency": currency},
    )
    return row


@retried_transaction
def set_deposit(
    *, actor: User | None, company: Company, grade: str, share_bp: int
) -> DepositRule:
    """Set the smallest deposit of a grade, in hundredths of a percent (S49).

    Raises `RuleRefusedError`.
    """
    if grade not in Grade.values or not 0 <= share_bp <= MOST_SHARE:
        raise RuleRefusedError(_("A deposit is between 0 and 100 % of the order."))
    rows = DepositRule.objects.filter(company=company, grade=grade)
    before = rows.order_by("-version").first()
    row = DepositRule(
        company=company,
        grade=grade,
        share_bp=share_bp,
        version=_next(rows),
        recorded_at=clock.now(),
        recorded_by=actor,
    )
    _insert(row)
    audit.record(
        actor=actor,
        action="customers.deposit.set",
        target=row,
        company=company,
        label=grade,
        before={"share_bp": before.share_bp if before else None},
        after={"share_bp": share_bp, "grade": grade},
    )
    return row


def _next(rows: QuerySet[Any]) -> int:
    return (rows.aggregate(n=Max("version"))["n"] or 0) + 1


def _insert(row: RepCeiling | DepositRule) -> None:
    """Of two versions of the same number at once the unique key refuses one."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise RuleRefusedError(
            _("Somebody has changed this meanwhile. Look at it again.")
        ) from error


def _shown(row: RepCeiling | None) -> str | None:
    if row is None or row.amount is None:
        return None
    return format_plain(row.amount, row.currency)
