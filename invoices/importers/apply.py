"""Writing checked rows to the books: one transaction, wholly or not at all."""

from __future__ import annotations

from django.db import connection, transaction

from arcollect.core.bulk import refresh_statistics
from arcollect.core.models import ImportBatch
from invoices.importers import apply_allocations, apply_documents, apply_masters
from invoices.importers.posting import BooksMovedError, Posting
from invoices.importers.staging import Staging

# Imports of one company wait for each other; people go on posting meanwhile.
_LOCK_CLASS = 4_217
# From how many rows on the tables look different to the planner afterwards.
_MANY_ROWS = 1_000
_WRITTEN = (
    "customers_customer",
    "customers_paymentprofile",
    "invoices_invoice",
    "invoices_dueitem",
    "invoices_dueitemstate",
    "invoices_creditnote",
    "invoices_payment",
    "invoices_onaccount",
    "invoices_allocation",
)


def applied_imports(company_id: int) -> int:
    """How many imports the company's books hold; checked again under the lock."""
    return ImportBatch.objects.filter(
        company_id=company_id, state=ImportBatch.State.APPLIED
    ).count()


def lock_imports(company_id: int) -> None:
    """Let no other import of the company write until this transaction ends."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A lock needs a transaction.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s, %s)",
                [_LOCK_CLASS, company_id % (1 << 31)],
            )


def write_all(staging: Staging, posting: Posting) -> None:
    """Write everything that is new or updated, in the caller's transaction.

    Raises `BooksMovedError` and `IntegrityError` where the books moved meanwhile.
    """
    apply_masters.write_customers(staging, posting)
    apply_masters.write_contracts(staging, posting)
    bases = apply_documents.write_documents(staging, posting)
    apply_allocations.write_allocations(staging, posting, bases)
    if not apply_allocations.take_amounts(staging):
        raise BooksMovedError
    if staging.value("SELECT sum(rows) FROM file") >= _MANY_ROWS:
        refresh_statistics(_WRITTEN)
