"""Issue a rep's commission statement: from then on its lines stand for good."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.dates import add_months
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company, Rep, User
from arcollect.core.money import format_plain
from arcollect.core.numbers import next_number
from collection.models import CommissionLine, CommissionStatement
from collection.selectors.commission import (
    Pending,
    has_older,
    next_months,
    pending_lines,
    sums,
)


class StatementRefusedError(Exception):
    """The statement was not issued or approved; the text says why."""


@retried_transaction
def issue_statement(
    *,
    actor: User | None,
    company: Company,
    rep: Rep,
    month: dt.date,
    today: dt.date | None = None,
) -> CommissionStatement:
    """Freeze what `rep` earned in `month` (its first day) and what is clawed back.

    Months are stated when they are over and in their order; `today` is the company's
    unless told otherwise. Late news of a stated month goes to the next statement. An
    allocation is stated once, whoever issues at the same time (rule 3.6). Raises
    `StatementRefusedError`.
    """
    today = today or clock.today(company.time_zone)
    _check(actor, company, rep, month, today)
    lines = pending_lines(company=company, rep_ids=[rep.pk], month=month).get(rep.pk)
    if not lines:
        raise StatementRefusedError(
            _("There is nothing to state: no money of %(rep)s in this month.")
            % {"rep": rep.name}
        )
    try:
        with transaction.atomic():
            statement = CommissionStatement.objects.create(
                company=company,
                rep=rep,
                month=month,
                number=next_number(company=company, kind="commission", year=month.year),
                issued_at=clock.now(),
                issued_by=actor,
            )
            CommissionLine.objects.bulk_create(_rows(statement, lines))
    except IntegrityError as error:
        raise StatementRefusedError(
            _("Somebody issued this statement at the same moment. Look at it first.")
        ) from error
    _record(actor, statement, lines)
    return statement


def _check(
    actor: User | None, company: Company, rep: Rep, month: dt.date, today: dt.date
) -> None:
    if rep.company_id != company.pk:
        raise StatementRefusedError(_("This sales rep belongs to another company."))
    if actor is not None and actor.pk == rep.user_id:
        raise StatementRefusedError(_("Nobody issues a statement of his own."))
    if month.day != 1 or add_months(month, 1) > today:
        raise StatementRefusedError(_("A month is stated when it is over."))
    first_open = next_months(company=company, rep_ids=[rep.pk]).get(rep.pk)
    if first_open is not None and month < first_open:
        raise StatementRefusedError(
            _(
                "This month is stated, or a later one is. News goes to the next statement."
            )
        )
    if has_older(company=company, rep_id=rep.pk, month=month):
        raise StatementRefusedError(
            _("An earlier month of this sales rep is not stated yet. Issue that first.")
        )


def _rows(
    statement: CommissionStatement, lines: Iterable[Pending]
) -> list[CommissionLine]:
    return [
        CommissionLine(
            company_id=statement.company_id, statement=statement, **asdict(line)
        )
        for line in lines
    ]


def _record(
    actor: User | None, statement: CommissionStatement, lines: list[Pending]
) -> None:
    totals = {
        total.currency: format_plain(total.commission, total.currency)
        for total in sums(lines)
    }
    audit.record(
        actor=actor,
        action="collections.commission.issued",
        target=statement,
        company=statement.company_id,
        label=f"{statement.number} {statement.rep.name}",
        after={"month": statement.month, "lines": len(lines), "commission": totals},
    )
