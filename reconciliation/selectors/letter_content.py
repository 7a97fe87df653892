"""From the books to what a letter says: one customer, one currency, one cut-off."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from arcollect.core.models import BankAccount, Company
from invoices.selectors.customer_statement import Statement, customer_statement
from reconciliation.domain.letter_content import Content, Entry, Item

if TYPE_CHECKING:
    from customers.models import Contact, Customer

# The letter goes to who pays, else to the finance department.
_ATTENTION = ("PAYER", "FINANCE")
# Postings in between can be seen by one query and not by the next.
READS = 5


class TornReadError(Exception):
    """Documents and open items did not agree, however often they were read."""


def read_content(
    *,
    company: Company,
    customer_id: int,
    currency: str,
    cut_off: dt.date,
    since: dt.date | None,
) -> Content:
    """The account at the end of `cut_off`; lines from `since` (inclusive).

    Documents and open items are read apart. Where they disagree something was posted
    in between, and both are read again; raises `TornReadError` if that never ends.
    """
    for _attempt in range(READS):
        statement = customer_statement(
            company=company,
            customer_id=customer_id,
            currency=currency,
            as_of=cut_off,
            since=since,
        )
        content = _content(statement, since)
        if content.adds_up:
            return content
    raise TornReadError(f"Customer {customer_id}, {currency}, {cut_off}")


def _content(statement: Statement, since: dt.date | None) -> Content:
    return Content(
        currency=statement.currency,
        cut_off=statement.as_of,
        since=since,
        opening=statement.opening,
        entries=[
            Entry(
                on=line.on,
                kind=line.kind,
                number=line.number,
                change=line.change,
                note=line.note,
            )
            for line in statement.lines
        ],
        items=[
            Item(
                number=item.number,
                kind=item.kind,
                issued_on=item.issued_on,
                due_on=item.due_on,
                open=item.open,
                disputed=item.disputed,
            )
            for item in statement.items
        ],
        on_account=statement.on_account,
    )


def sender_data(company: Company) -> dict[str, str]:
    """The company as the letter names it."""
    return {
        "name": company.name,
        "tax_id": company.tax_id,
        "address": company.address,
        "contact_person": company.contact_person,
        "phone": company.phone,
        "email": company.email,
    }


def receiver_data(customer: Customer) -> dict[str, str]:
    """The customer as the letter addresses him."""
    person = _attention(list(customer.contacts.order_by("pk")))
    return {
        "name": customer.name or customer.code,
        "code": customer.code,
        "tax_id": customer.tax_id,
        "address": customer.address,
        "department": person.department if person else "",
        "attention": person.name if person else "",
    }


def _attention(contacts: list[Contact]) -> Contact | None:
    for role in _ATTENTION:
        for contact in contacts:
            if role in contact.roles:
                return contact
    return None


def find_bank_account(company: Company, currency: str) -> dict[str, Any] | None:
    """Where a demand asks to pay to; None where no account takes the currency."""
    account = (
        BankAccount.objects.filter(company=company, currency=currency, is_active=True)
        .order_by("pk")
        .first()
    )
    if account is None:
        return None
    return {
        "bank": account.bank,
        "account_name": account.account_name,
        "account_number": account.account_number,
    }
