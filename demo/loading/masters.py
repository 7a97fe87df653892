"""What the import does not carry about customers: kind, status, terms, people."""

from __future__ import annotations

import datetime as dt

from arcollect.core.models import Company, User
from customers.models import Contract, Customer
from customers.services.save_contact import add_contact
from customers.services.save_contract import edit_contract
from customers.services.save_customer import edit_customer
from demo.generator.book import Book
from demo.generator.files import file_of
from demo.generator.rows import ContactRow

FIXED_DAY = "FIXED_DAY"


def complete_customers(
    company: Company, book: Book, *, clerk: User
) -> dict[str, Customer]:
    """Set kind and status; returns the customers by code, as they are now."""
    specs = {spec.code: spec for spec in book.cast}
    for customer in Customer.objects.filter(company=company):
        spec = specs[customer.code]
        values = {
            "code": customer.code,
            "name": customer.name,
            "tax_id": customer.tax_id,
            "kind": spec.kind,
            "status": spec.status,
            **file_of(spec).legal,
        }
        edit_customer(
            actor=clerk, customer=customer, version=customer.version, values=values
        )
    found = Customer.objects.filter(company=company).select_related("rep__user")
    return {customer.code: customer for customer in found}


def add_contacts(customers: dict[str, Customer], book: Book) -> None:
    """Enter the people at each customer, as the customer's sales rep would."""
    for row in book.contacts:
        customer = customers[row.customer_code]
        add_contact(
            actor=customer.rep.user if customer.rep else None,
            customer=customer,
            values={
                "name": row.name,
                "department": row.department,
                "roles": list(row.roles),
                "phone": row.phone,
                "email": row.email,
                **_manner(row),
            },
        )


def _manner(row: ContactRow) -> dict[str, object]:
    """How to meet the person, by what he does there."""
    if "DECISION_MAKER" in row.roles:
        return {"influence": "high", "relation": "good", "routine": "早上在店里"}
    if "PAYER" in row.roles:
        window = {"best_from": dt.time(9, 30), "best_until": dt.time(11, 30)}
        return {"influence": "medium", "best_days": [1, 3], **window}
    return {}


def add_fixed_days(company: Company, book: Book, *, clerk: User) -> None:
    """Give the contracts with a fixed pay day the day and month it falls on."""
    terms = {spec.code: spec.term for spec in book.cast if spec.term.type == FIXED_DAY}
    contracts = Contract.objects.filter(
        company=company, customer__code__in=terms
    ).select_related("customer")
    for contract in contracts:
        term = terms[contract.customer.code]
        edit_contract(
            actor=clerk,
            contract=contract,
            version=contract.version,
            values={},
            terms=[
                {
                    "type": FIXED_DAY,
                    "day_of_month": term.day_of_month,
                    "months": term.months,
                }
            ],
        )
