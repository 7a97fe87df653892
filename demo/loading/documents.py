"""The latest invoices and credit notes, entered on the screens and not imported."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from arcollect.core.models import Company, User
from customers.models import Contract, Customer
from demo.generator.book import Book
from demo.generator.rows import InvoiceRow, LineRow
from invoices.services.post_credit_note import post_credit_note
from invoices.services.post_invoice import DueItemInput, LineInput, post_invoice


def enter_documents(
    company: Company, book: Book, customers: dict[str, Customer], *, clerk: User
) -> None:
    """Post them in the order of their numbers, before the import allocates to them."""
    contracts = {each.number: each for each in Contract.objects.filter(company=company)}
    for row in book.invoices:
        customer = customers[row.customer_code]
        if row.number in book.lines:
            _enter_invoice(
                company,
                row,
                book.lines[row.number],
                customer=customer,
                contract=contracts.get(row.contract_number),
                clerk=clerk,
            )
        elif row.number in book.credit_reasons:
            post_credit_note(
                actor=clerk,
                company=company,
                customer=customer,
                issued_on=row.issued_on,
                currency=row.currency,
                amount=Decimal(row.amount),
                reason=book.credit_reasons[row.number],
                number=row.number,
                note=row.note,
            )


def _enter_invoice(
    company: Company,
    row: InvoiceRow,
    lines: tuple[LineRow, ...],
    *,
    customer: Customer,
    contract: Contract | None,
    clerk: User,
) -> None:
    groups = {due: place for place, due in enumerate(_due_groups(lines), start=1)}
    post_invoice(
        actor=clerk,
        company=company,
        customer=customer,
        issued_on=row.issued_on,
        currency=row.currency,
        number=row.number,
        contract=contract,
        note="",
        lines=[
            LineInput(
                description=line.description,
                quantity=Decimal(line.pieces),
                unit="台" if row.currency == "CNY" else "pcs",
                unit_price=Decimal(line.unit_price),
                amount=Decimal(line.amount),
                term_group=groups[line.due_on, line.term_days],
            )
            for line in lines
        ],
        items=[
            DueItemInput(
                due_on=due_on,
                term_days=term_days,
                term_group=place,
                amount=sum(
                    (
                        Decimal(line.amount)
                        for line in lines
                        if (line.due_on, line.term_days) == (due_on, term_days)
                    ),
                    Decimal(0),
                ),
            )
            for (due_on, term_days), place in groups.items()
        ],
    )


def _due_groups(lines: tuple[LineRow, ...]) -> list[tuple[dt.date, int]]:
    return sorted({(line.due_on, line.term_days) for line in lines})
