"""Add and edit the people at a customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from arcollect.core import audit
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from customers.models import Contact, Customer
from customers.services.versions import update_versioned


@retried_transaction
def add_contact(
    *, actor: User | None, customer: Customer, values: Mapping[str, Any]
) -> Contact:
    """Add one person: name, department, roles, phone, e-mail."""
    contact = Contact(company_id=customer.company_id, customer=customer, **values)
    contact.save(force_insert=True)
    audit.record(
        actor=actor,
        action="customers.contact.added",
        target=contact,
        company=customer.company_id,
        after={"customer": customer.code, "roles": list(contact.roles)},
    )
    return contact


@retried_transaction
def edit_contact(
    *, actor: User | None, contact: Contact, version: int, values: Mapping[str, Any]
) -> None:
    """Write `values` if nobody saved since `version`; else `ChangedMeanwhileError`."""
    update_versioned(
        contact,
        values,
        version=version,
        actor=actor,
        action="customers.contact.edited",
    )
