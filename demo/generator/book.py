"""The whole book of the demo company: a pure function of seed, day and size."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from demo.generator.account import Account
from demo.generator.by_hand import credit_reasons, entered_lines, list_strays
from demo.generator.cast import CustomerSpec, build_cast
from demo.generator.contacts import list_contacts
from demo.generator.contracts import list_contracts
from demo.generator.documents import (
    allocation_rows,
    customer_row,
    invoice_rows,
    number_documents,
    payment_rows,
)
from demo.generator.outcome import list_facts, list_overrides, list_reversals
from demo.generator.rows import (
    AllocationRow,
    ContactRow,
    ContractRow,
    CustomerRow,
    FactRow,
    InvoiceRow,
    LineRow,
    OverrideRow,
    PaymentRow,
    ReversalRow,
    StrayRow,
    to_csv,
)
from demo.generator.settle import settle
from demo.generator.trade import book_start, list_rebates, list_returns, list_sales

DEFAULT_SEED = 2026
DEFAULT_CUSTOMERS = 200


@dataclass(frozen=True, slots=True)
class Book:
    """Everything the demo company is made of, in rows."""

    as_of: date
    cast: tuple[CustomerSpec, ...]
    customers: tuple[CustomerRow, ...]
    contracts: tuple[ContractRow, ...]
    invoices: tuple[InvoiceRow, ...]
    payments: tuple[PaymentRow, ...]
    allocations: tuple[AllocationRow, ...]
    # What is entered by hand instead, by number: lines and reasons have no column.
    lines: dict[str, tuple[LineRow, ...]]
    credit_reasons: dict[str, str]
    strays: tuple[StrayRow, ...]
    contacts: tuple[ContactRow, ...]
    reversals: tuple[ReversalRow, ...]
    facts: tuple[FactRow, ...]
    overrides: tuple[OverrideRow, ...]

    def csv_files(self) -> dict[str, bytes]:
        """The five canonical files by kind, without what is entered by hand."""
        by_hand = self.lines.keys() | self.credit_reasons.keys()
        imported = tuple(row for row in self.invoices if row.number not in by_hand)
        return {
            "customers": to_csv(self.customers, CustomerRow),
            "contracts": to_csv(self.contracts, ContractRow),
            "invoices": to_csv(imported, InvoiceRow),
            "payments": to_csv(self.payments, PaymentRow),
            "allocations": to_csv(self.allocations, AllocationRow),
        }


def build_book(
    *, as_of: date, seed: int = DEFAULT_SEED, customers: int = DEFAULT_CUSTOMERS
) -> Book:
    """Three years of documents that end on `as_of` (inclusive).

    The same arguments give the same bytes. Raises ValueError below 40 customers.
    """
    cast = build_cast(seed=seed, customers=customers)
    accounts = [_run_account(seed, spec, as_of) for spec in cast]
    number_documents(accounts)
    payments = payment_rows(accounts)
    return Book(
        as_of=as_of,
        cast=cast,
        customers=tuple(customer_row(spec) for spec in cast),
        contracts=tuple(row for each in accounts for row in list_contracts(each)),
        invoices=invoice_rows(accounts),
        payments=payments,
        allocations=allocation_rows(accounts),
        lines=entered_lines(accounts),
        credit_reasons=credit_reasons(accounts),
        strays=list_strays(payments, as_of=as_of),
        contacts=tuple(row for spec in cast for row in list_contacts(spec, seed=seed)),
        reversals=tuple(row for each in accounts for row in list_reversals(each)),
        facts=tuple(row for each in accounts for row in list_facts(each)),
        overrides=tuple(row for each in accounts for row in list_overrides(each)),
    )


def _run_account(seed: int, spec: CustomerSpec, as_of: date) -> Account:
    # One source of chance per customer: a new one does not change the others' books.
    rng = Random(f"{seed}:{spec.code}:trade")
    sales = list_sales(rng, spec, as_of=as_of)
    # What is carried over from before the books neither comes back nor earns a rebate.
    traded = [sale for sale in sales if sale.issued_on >= book_start(as_of)]
    credit_notes = list_returns(rng, traded) + list_rebates(rng, spec, traded)
    return settle(rng, spec, sales=sales, credit_notes=credit_notes, as_of=as_of)
