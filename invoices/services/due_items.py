"""Due items of a new invoice: amounts per term, and when each falls due."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from arcollect.core.dates import EVERY_DAY, DueRoll
from customers.models import Contract, SettlementTerm
from invoices.domain.terms import (
    DueRule,
    EomPlus,
    Explicit,
    FixedDay,
    Net,
    resolve_terms,
)
from invoices.services.errors import LedgerRefusedError
from invoices.services.post_invoice import DueItemInput, LineInput


class TermUnknownError(LedgerRefusedError):
    """No due date follows from what was given."""


def due_items_of(
    *,
    issued_on: dt.date,
    lines: Sequence[LineInput],
    contract: Contract | None = None,
    due_on: dt.date | None = None,
    term_days: int | None = None,
) -> list[DueItemInput]:
    """One due item per term group of the lines, in the order of the groups.

    With a contract each group falls due by its term; else `due_on` and `term_days`
    count for all lines: both mean due date and nominal term, one alone gives the other
    (Domain rule 3.1.3). Raises `TermUnknownError`.
    """
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[line.term_group if contract else 1] += line.amount
    rules = _rules_of_contract(contract) if contract else {}
    items = []
    for group in sorted(sums):
        if contract is None:
            rule, how = _own_rule(due_on, term_days), DueRoll.NONE
        elif group in rules:
            rule, how = rules[group]
        else:
            raise TermUnknownError(
                _("Contract %(number)s has no term no. %(group)d.")
                % {"number": contract.number, "group": group}
            )
        terms = resolve_terms(
            rule,
            base_on=issued_on,
            due_roll=how,
            calendar=EVERY_DAY,
        )
        items.append(
            DueItemInput(
                due_on=terms.due_on,
                term_days=terms.term_days,
                amount=sums[group],
                term_group=group,
            )
        )
    return items


def _own_rule(due_on: dt.date | None, term_days: int | None) -> DueRule:
    if due_on is not None:
        return Explicit(on=due_on, days=term_days)
    if term_days is not None:
        return Net(days=term_days)
    raise TermUnknownError(_("Say when it is due: a contract, a due date or a term."))


def _rules_of_contract(contract: Contract) -> dict[int, tuple[DueRule, DueRoll]]:
    found: dict[int, tuple[DueRule, DueRoll]] = {}
    for term in contract.terms.all():
        rule = _rule_of(term)
        if rule is None:
            raise TermUnknownError(
                _(
                    "Term no. %(group)d of contract %(number)s (%(term)s) gives no due "
                    "date by itself. Write the due date on the invoice instead."
                )
                % {
                    "group": term.term_group,
                    "number": contract.number,
                    "term": term.get_type_display(),
                }
            )
        found[term.term_group] = (rule, DueRoll(term.due_roll))
    return found


def _rule_of(term: SettlementTerm) -> DueRule | None:
    if term.type == SettlementTerm.Type.NET and term.days is not None:
        return Net(days=term.days)
    if term.type == SettlementTerm.Type.EOM_PLUS and term.days is not None:
        return EomPlus(days=term.days, months=term.months or 0)
    if term.type == SettlementTerm.Type.FIXED_DAY and term.day_of_month is not None:
        return FixedDay(day=term.day_of_month, months=term.months or 0)
    return None
