"""How many rows the books hold, to prove that nothing came or went."""

from __future__ import annotations

from arcollect.core.models import Company, ImportBatch
from customers.models import Contract, Customer
from invoices.models import (
    Allocation,
    CreditNote,
    DueItem,
    DueItemState,
    Invoice,
    OnAccount,
    Payment,
)

LEDGER = (
    Customer,
    Contract,
    Invoice,
    DueItem,
    DueItemState,
    CreditNote,
    Payment,
    OnAccount,
    Allocation,
    ImportBatch,
)


def ledger_counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in LEDGER}


def books_are_empty() -> bool:
    return not any(ledger_counts().values()) and Company.objects.count() <= 1
