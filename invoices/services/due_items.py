"""Due items of a new invoice: amounts per term, and when each falls due."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from arcollect.core.dates import (
    EVERY_DAY,
    NO_DATE_YET,
    DueRoll,
    WorkingCalendar,
    add_days,
)
from arcollect.core.selectors.calendars import working_days_of
from customers.models import Contract, SettlementTerm
from invoices.domain.schedule import (
    AgreedTerm,
    Agreement,
    Base,
    MilestoneShare,
    Part,
    Retention,
    ScheduleError,
    TermType,
    due_parts,
)
from invoices.domain.terms import (
    DueRule,
    Explicit,
    GraceBase,
    ItemKind,
    Net,
    resolve_terms,
    stored_due_rule,
)
from invoices.models import DueItem
from invoices.services.errors import LedgerRefusedError
from invoices.services.post_invoice import DueItemInput, LineInput, WaitsFor

_KINDS: Mapping[ItemKind, str] = {
    ItemKind.STANDARD: DueItem.Kind.GOODS,
    ItemKind.MILESTONE: DueItem.Kind.MILESTONE,
    ItemKind.RETENTION: DueItem.Kind.RETENTION,
    ItemKind.INSTALMENT: DueItem.Kind.INSTALMENT,
    ItemKind.DEPOSIT: DueItem.Kind.DEPOSIT,
}


class TermUnknownError(LedgerRefusedError):
    """No due date follows from what was given."""


def due_items_of(
    *,
    issued_on: dt.date,
    lines: Sequence[LineInput],
    currency: str,
    contract: Contract | None = None,
    due_on: dt.date | None = None,
    term_days: int | None = None,
    delivered_on: dt.date | None = None,
) -> list[DueItemInput]:
    """The due items of an invoice, in the order of its term groups.

    With a contract each group falls due by its term (Domain rules 3.1.2, 3.1.3): a
    deposit, instalments, milestones and retention give items of their own, and what
    waits for delivery, acceptance or a statement has no date yet. Without one `due_on`
    and `term_days` count for all lines: both mean due date and nominal term, one alone
    gives the other. `currency` decides the cent. Raises `TermUnknownError`.
    """
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[line.term_group if contract else 1] += line.amount
    if contract is None:
        rule = _own_rule(due_on, term_days)
        terms = resolve_terms(rule, base_on=issued_on)
        return [DueItemInput(terms.due_on, terms.term_days, amount=sums[1])]
    agreement = agreement_of(contract)
    for group in sums.keys() - agreement.terms.keys():
        raise TermUnknownError(
            _("Contract %(number)s has no term no. %(group)d.")
            % {"number": contract.number, "group": group}
        )
    bases = {Base.INVOICE: issued_on}
    if delivered_on is not None:
        bases[Base.DELIVERY] = delivered_on
    try:
        parts = due_parts(
            sums,
            agreement=agreement,
            bases=bases,
            currency=currency,
            calendar=_calendar(contract, agreement),
        )
    except ScheduleError as error:
        raise TermUnknownError(
            _("The milestones of contract %(number)s do not sum to 100 %%.")
            % {"number": contract.number}
        ) from error
    long_stop = add_days(issued_on, contract.long_stop_days)
    return [_item_of(part, long_stop) for part in parts]


def agreement_of(contract: Contract) -> Agreement:
    """What the contract says about payment, as the rule reads it."""
    terms = {term.term_group: _agreed(term) for term in contract.terms.all()}
    steps: list[MilestoneShare] = []
    if any(term.type is TermType.MILESTONE for term in terms.values()):
        rows = contract.milestones.order_by("sequence")
        steps = [MilestoneShare(s.pk, s.share_bp, s.accepted_on) for s in rows]
    kept = None
    if contract.retention_bp and contract.retention_months is not None:
        kept = Retention(contract.retention_bp, contract.retention_months)
    return Agreement(terms, steps, kept)


def _agreed(term: SettlementTerm) -> AgreedTerm:
    return AgreedTerm(
        type=TermType(term.type),
        days=term.days,
        months=term.months,
        day_of_month=term.day_of_month,
        due_roll=DueRoll(term.due_roll),
        base=Base(term.base),
        grace_base=GraceBase(term.grace_base),
        share_bp=term.share_bp,
        count=term.count,
    )


def _calendar(contract: Contract, agreement: Agreement) -> WorkingCalendar:
    if all(term.due_roll is DueRoll.NONE for term in agreement.terms.values()):
        return EVERY_DAY
    return working_days_of(contract.company)


def _item_of(part: Part, long_stop: dt.date) -> DueItemInput:
    kind = _KINDS[part.kind]
    if part.type is TermType.SELL_THROUGH:
        kind = DueItem.Kind.CONSIGNMENT
    waits = None
    if part.due_on is None:
        waits = WaitsFor(
            base=part.base.value,
            rule=stored_due_rule(part.rule),
            due_roll=part.due_roll.value,
            long_stop_on=long_stop,
            milestone_id=None if part.milestone is None else part.milestone.key,
        )
    return DueItemInput(
        due_on=NO_DATE_YET if part.due_on is None else part.due_on,
        term_days=part.term_days,
        amount=part.amount,
        term_group=part.term_group,
        kind=kind,
        waits=waits,
    )


def _own_rule(due_on: dt.date | None, term_days: int | None) -> DueRule:
    if due_on is not None:
        return Explicit(on=due_on, days=term_days)
    if term_days is not None:
        return Net(days=term_days)
    raise TermUnknownError(_("Say when it is due: a contract, a due date or a term."))
