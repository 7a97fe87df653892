"""How complete a customer's file is, and which facts it lacks (rows S88, S91-S95). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from customers.domain.status import ACTIVE, SUSPENDED

HUNDRED = 100


class FileFact(StrEnum):
    """One fact of the file, in the order people fill it."""

    NAME = "name"
    KIND = "kind"
    TAX_ID = "tax_id"
    ADDRESS = "address"
    REACHABLE = "reachable"
    REGION = "region"
    REP = "rep"
    SIZE = "size"
    LEGAL_REPRESENTATIVE = "legal_representative"
    CONTRACT = "contract"
    TERMS = "terms"
    DECISION_MAKER = "DECISION_MAKER"
    ACCEPTOR = "ACCEPTOR"
    PAYER = "PAYER"
    BUDGET = "budget"
    INVOICE_REQUIREMENTS = "invoice_requirements"
    CLOSING_DAY = "closing_day"
    APPROVAL_STEPS = "approval_steps"
    BANK = "bank"
    BANK_CLOSING_DAY = "bank_closing_day"
    TRANSFER_DAYS = "transfer_days"
    FUNDS = "funds"


OF_EVERYBODY = (
    FileFact.NAME,
    FileFact.KIND,
    FileFact.TAX_ID,
    FileFact.ADDRESS,
    FileFact.REACHABLE,
    FileFact.REGION,
    FileFact.REP,
)
OF_CREDIT_CUSTOMERS = tuple(FileFact)
KEY_ROLES = (FileFact.DECISION_MAKER, FileFact.ACCEPTOR, FileFact.PAYER)
CASH_SPOT = "CASH_SPOT"


@dataclass(frozen=True, slots=True)
class Completeness:
    """`percent` is rounded down: 100 means that nothing is missing."""

    percent: int
    missing: tuple[FileFact, ...]

    @property
    def missing_roles(self) -> tuple[FileFact, ...]:
        return tuple(fact for fact in self.missing if fact in KEY_ROLES)


def buys_on_credit(*, status: str, sales_modes: Iterable[str]) -> bool:
    """Whether the full file is asked for: active or suspended, and not cash only.

    Without a contract the terms are unknown, and credit is assumed.
    """
    modes = set(sales_modes)
    return status in {ACTIVE, SUSPENDED} and modes != {CASH_SPOT}


def completeness(present: frozenset[FileFact], *, on_credit: bool) -> Completeness:
    """The share of the required facts that are there, and the missing ones by name."""
    required = OF_CREDIT_CUSTOMERS if on_credit else OF_EVERYBODY
    missing = tuple(fact for fact in required if fact not in present)
    have = len(required) - len(missing)
    return Completeness(HUNDRED * have // len(required), missing)
