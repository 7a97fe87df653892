"""From the simulated accounts to numbered documents and canonical rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from demo.generator.account import Account
from demo.generator.cast import CustomerSpec
from demo.generator.contracts import contract_number
from demo.generator.rows import (
    AllocationRow,
    CustomerRow,
    InvoiceRow,
    PaymentRow,
    amount_text,
)
from demo.generator.staff import REP_NAMES
from demo.generator.trade import Credit, Sale


def number_documents(accounts: Iterable[Account]) -> None:
    """Give every document its number, in the order of days and customers."""
    accounts = list(accounts)
    taken: Counter[str] = Counter()

    def following(series: str, digits: int) -> str:
        taken[series] += 1
        return f"{series}{taken[series]:0{digits}d}"

    sales = [sale for account in accounts for sale in account.sales]
    for sale in sorted(sales, key=lambda each: (each.issued_on, each.customer)):
        sale.number = following(f"LY-{sale.issued_on:%y}-", 5)
    credit_notes = [credit for account in accounts for credit in account.credit_notes]
    for credit in sorted(credit_notes, key=lambda each: (each.on, each.customer)):
        credit.number = following(f"CN-{credit.on:%y}-", 4)
    receipts = [receipt for account in accounts for receipt in account.receipts]
    for receipt in sorted(receipts, key=lambda each: (each.on, each.customer)):
        receipt.number = following(f"BK-{receipt.on:%y%m%d}-", 3)


def customer_row(spec: CustomerSpec) -> CustomerRow:
    """The customer's line in the import."""
    return CustomerRow(
        code=spec.code,
        name=spec.name,
        tax_id=spec.tax_id,
        language=spec.language,
        region=spec.region,
        salesperson=REP_NAMES[spec.rep],
        email=spec.email,
        phone=spec.phone,
        address=spec.address,
        distance_km=spec.distance_km,
    )


def invoice_rows(accounts: Iterable[Account]) -> tuple[InvoiceRow, ...]:
    """Invoices and credit notes by number."""
    rows = [
        _sale_row(account.spec, sale) for account in accounts for sale in account.sales
    ]
    rows += [
        _credit_row(credit) for account in accounts for credit in account.credit_notes
    ]
    return tuple(sorted(rows, key=lambda row: row.number))


def _sale_row(spec: CustomerSpec, sale: Sale) -> InvoiceRow:
    return InvoiceRow(
        number=sale.number,
        customer_code=sale.customer,
        kind="invoice",
        issued_on=sale.issued_on,
        due_on=sale.due_on,
        term_days=sale.term_days,
        currency=sale.currency,
        amount=amount_text(sale.amount),
        contract_number=contract_number(spec, sale.issued_on.year),
        note=sale.note,
    )


def _credit_row(credit: Credit) -> InvoiceRow:
    return InvoiceRow(
        number=credit.number,
        customer_code=credit.customer,
        kind="credit_note",
        issued_on=credit.on,
        due_on=None,
        term_days=None,
        currency=credit.currency,
        amount=amount_text(credit.amount),
        contract_number="",
        note=credit.note,
    )


def payment_rows(accounts: Iterable[Account]) -> tuple[PaymentRow, ...]:
    """Payments by reference."""
    rows = [
        PaymentRow(
            reference=receipt.number,
            customer_code=receipt.customer,
            received_on=receipt.on,
            currency=receipt.currency,
            amount=amount_text(receipt.amount),
            method=receipt.method,
            note=receipt.note,
        )
        for account in accounts
        for receipt in account.receipts
    ]
    return tuple(sorted(rows, key=lambda row: row.reference))


def allocation_rows(accounts: Iterable[Account]) -> tuple[AllocationRow, ...]:
    """Allocations in the order of days."""
    rows = [
        AllocationRow(
            payment_reference=each.source.number,
            invoice_number=each.sale.number,
            amount=amount_text(each.amount),
            allocated_on=each.on,
        )
        for account in accounts
        for each in account.applications
    ]
    return tuple(
        sorted(
            rows,
            key=lambda row: (
                row.allocated_on,
                row.payment_reference,
                row.invoice_number,
            ),
        )
    )
