"""What a run of letters would issue, before anything is issued."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from arcollect.core.models import BankAccount, Company
from customers.selectors.addressees import addressees
from invoices.selectors.aging import aging_now
from invoices.selectors.customer_statement import Balance, balances, unnamed_money
from invoices.selectors.scope import LedgerScope
from reconciliation.domain.letter_content import ZERO, LetterKind
from reconciliation.models import ConfirmationLetter, LetterState

if TYPE_CHECKING:
    from customers.models import Customer

IN_FORCE = ("issued", "delivered", "answered", "no_reply")


class Who(StrEnum):
    """Which customers of the company."""

    ALL = "all"
    PAST_DUE = "past_due"
    ONE = "one"


class Skip(StrEnum):
    """Why a chosen customer gets no letter."""

    IN_FORCE = "in_force"
    NO_ACCOUNT = "no_account"
    NOTHING_DUE = "nothing_due"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """One letter that would be issued, or with `skip` why not."""

    customer: Customer
    currency: str
    balance: Decimal
    past_due: Decimal
    kind: LetterKind
    skip: Skip | None = None

    @property
    def kind_label(self) -> str:
        return str(ConfirmationLetter.Kind(self.kind).label)

    @property
    def skip_label(self) -> str:
        """Why there is no letter, in words; empty where there is one."""
        words = {
            Skip.IN_FORCE: _("has such a letter about this day"),
            Skip.NO_ACCOUNT: _("no bank account in this currency for a demand"),
            Skip.NOTHING_DUE: _("nothing past due to demand"),
        }
        return words[self.skip] if self.skip else ""


@dataclass(slots=True, kw_only=True)
class Control:
    """One currency: letters, customers without one and unnamed money are the ledger."""

    currency: str
    letters: int = 0
    in_letters: Decimal = ZERO
    without: int = 0
    left_out: Decimal = ZERO
    unnamed: Decimal = ZERO
    ledger: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        return self.in_letters + self.left_out - self.unnamed

    @property
    def difference(self) -> Decimal:
        return self.total - self.ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPlan:
    rows: list[PlanRow]
    controls: list[Control]
    without_address: int = 0

    @property
    def ready(self) -> list[PlanRow]:
        return [row for row in self.rows if row.skip is None]

    @property
    def skipped(self) -> list[PlanRow]:
        return [row for row in self.rows if row.skip is not None]


def plan_letters(
    *,
    company: Company,
    cut_off: dt.date,
    who: str = Who.ALL,
    customer_id: int | None = None,
    currency: str = "",
    least: Decimal = ZERO,
    kind: str = "",
) -> LetterPlan:
    """Every customer with something open or on account at the end of `cut_off`.

    `who` and `customer_id` narrow it, `least` leaves smaller balances (either way) out.
    Each currency is proved against the aging of the whole company on that day.
    """
    scope = LedgerScope(company=company, currency=currency or None)
    found = balances(scope=scope, as_of=cut_off)
    named = addressees(company=company, ids=(row.customer_id for row in found))
    in_force = _in_force(company, cut_off)
    accounts = set(
        BankAccount.objects.filter(company=company, is_active=True).values_list(
            "currency", flat=True
        )
    )
    rows = []
    controls = _controls(scope, cut_off)
    for each in found:
        control = controls[each.currency]
        row = None
        if _is_chosen(each, who=who, customer_id=customer_id, least=least):
            row = _row(each, named[each.customer_id], kind, in_force, accounts)
            rows.append(row)
        if row is not None and row.skip is None:
            control.letters += 1
            control.in_letters += each.total
        else:
            control.without += 1
            control.left_out += each.total
    rows.sort(key=lambda row: (row.currency, -row.balance, row.customer.code))
    return LetterPlan(
        rows=rows,
        controls=[controls[code] for code in sorted(controls)],
        without_address=sum(
            not row.customer.address and not row.customer.email
            for row in rows
            if row.skip is None
        ),
    )


def _is_chosen(
    row: Balance, *, who: str, customer_id: int | None, least: Decimal
) -> bool:
    if who == Who.ONE:
        return row.customer_id == customer_id
    if who == Who.PAST_DUE and row.past_due <= ZERO:
        return False
    return abs(row.total) >= least


def _row(
    row: Balance,
    customer: Customer,
    kind: str,
    in_force: set[tuple[int, str, str]],
    accounts: set[str],
) -> PlanRow:
    demandable = max(ZERO, min(row.past_due - row.contested, row.total))
    is_demand = demandable > ZERO
    chosen = LetterKind(kind) if kind else LetterKind.RECONCILIATION
    if not kind and is_demand:
        chosen = LetterKind.DEMAND_RECONCILIATION
    skip = None
    if (row.customer_id, row.currency, chosen) in in_force:
        skip = Skip.IN_FORCE
    elif chosen is LetterKind.DEMAND_RECONCILIATION:
        if not is_demand:
            skip = Skip.NOTHING_DUE
        elif row.currency not in accounts:
            skip = Skip.NO_ACCOUNT
    return PlanRow(
        customer=customer,
        currency=row.currency,
        balance=row.total,
        past_due=row.past_due,
        kind=chosen,
        skip=skip,
    )


def _in_force(company: Company, cut_off: dt.date) -> set[tuple[int, str, str]]:
    rows = LetterState.objects.filter(
        letter__company=company, cut_off=cut_off, state__in=IN_FORCE
    )
    return set(rows.values_list("customer_id", "currency", "kind"))


def _controls(scope: LedgerScope, cut_off: dt.date) -> dict[str, Control]:
    found: dict[str, Control] = {}
    for code, line in aging_now(scope=scope, as_of=cut_off).currencies.items():
        found[code] = Control(currency=code, ledger=line.total.amount)
    for code, amount in unnamed_money(scope=scope, as_of=cut_off).items():
        found[code].unnamed = amount
    return found
