"""What happened besides invoices and payments: stray money, reversals, facts, overrides."""

from __future__ import annotations

from decimal import Decimal

from arcollect.core.models import Company, User
from customers.models import Customer
from demo.generator.book import Book
from invoices.domain.classes import ReceivableClass
from invoices.models import DueItem, Payment
from invoices.services.approve_override import approve_override
from invoices.services.record_fact import record_fact
from invoices.services.record_payment import record_payment
from invoices.services.reverse_payment import reverse_payment


def record_strays(
    company: Company,
    book: Book,
    customers: dict[str, Customer],
    *,
    clerk: User,
    manager: User,
) -> None:
    """Money without an owner, and the payment that was entered twice and reversed."""
    for row in book.strays:
        payment = record_payment(
            actor=clerk,
            company=company,
            customer=customers.get(row.customer_code),
            reference=row.reference,
            received_on=row.received_on,
            currency=row.currency,
            amount=Decimal(row.amount),
            payer_name=row.payer_name,
            note=row.note,
        )
        if row.reversed_on is not None:
            reverse_payment(
                actor=manager,
                payment=payment,
                effective_on=row.reversed_on,
                reason=row.reason,
            )


def reverse_bounced(company: Company, book: Book, *, manager: User) -> None:
    """Reverse the bills and cheques that came back from the bank."""
    for row in book.reversals:
        payment = Payment.objects.get(
            company=company, reference=row.reference, reverses=None
        )
        reverse_payment(
            actor=manager, payment=payment, effective_on=row.on, reason=row.reason
        )


def record_facts(
    company: Company, book: Book, customers: dict[str, Customer], *, manager: User
) -> None:
    """Record the facts in the order of the days from which they hold."""
    items = _first_items(company, {row.invoice_number for row in book.facts})
    for row in sorted(book.facts, key=lambda fact: (fact.from_on, fact.customer_code)):
        record_fact(
            actor=manager,
            customer=customers[row.customer_code],
            due_item=items.get(row.invoice_number),
            kind=row.kind,
            from_on=row.from_on,
            until_on=row.until_on,
            source=row.source,
            note=row.note,
            verified=row.verified,
        )


def approve_overrides(company: Company, book: Book, *, manager: User) -> None:
    """Approve the classes set by hand."""
    items = _first_items(company, {row.invoice_number for row in book.overrides})
    for row in book.overrides:
        approve_override(
            actor=manager,
            due_item=items[row.invoice_number],
            cls=ReceivableClass.from_severity(row.severity),
            from_on=row.from_on,
            until_on=row.until_on,
            reason=row.reason,
        )


def _first_items(company: Company, numbers: set[str]) -> dict[str, DueItem]:
    found = DueItem.objects.filter(
        company=company, invoice__number__in=numbers, position=1
    ).select_related("invoice", "customer__rep")
    return {item.invoice.number: item for item in found}
