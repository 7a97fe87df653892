"""Who letters to a customer go to: name, language, address, and who looks after him."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from arcollect.core.bulk import in_chunks
from customers.models import Contact, Customer

CHUNK = 5_000
# The first that has an address gets the letter.
ROLES = (Contact.Role.FINANCE, Contact.Role.PAYER, Contact.Role.OWNER)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One customer as letters address him; `email` is empty where none is known."""

    customer_id: int
    code: str
    name: str
    address: str
    language: str
    email: str
    contact: str
    rep: str


def recipients_of(customer_ids: Iterable[int], *, on: dt.date) -> dict[int, Recipient]:
    """Per customer: finance, else the payer, the owner, the customer's own address.

    Whoever refused e-mail, or is not to be contacted on the day, is passed over.
    """
    found: dict[int, Recipient] = {}
    for ids in in_chunks(customer_ids, CHUNK):
        people = _people(ids, on)
        rows = Customer.objects.filter(pk__in=ids).values_list(
            "pk", "code", "name", "address", "language", "email", "rep__name"
        )
        for pk, code, name, address, language, email, rep in rows:
            contact, mail = people.get(pk, ("", email))
            found[pk] = Recipient(
                pk, code, name or code, address, language, mail, contact, rep or ""
            )
    return found


def _people(customer_ids: Collection[int], on: dt.date) -> dict[int, tuple[str, str]]:
    """Name and address of the first fitting person per customer."""
    chosen: dict[int, tuple[int, str, str]] = {}
    rows = Contact.objects.filter(~Q(email=""), customer_id__in=customer_ids).exclude(
        Q(consents_email=False) | Q(do_not_contact_until__gte=on)
    )
    fields = rows.order_by("pk").values_list("customer_id", "roles", "name", "email")
    for customer_id, roles, name, email in fields:
        ranks = [ROLES.index(role) for role in ROLES if role in roles]
        if not ranks:
            continue
        rank = min(ranks)
        before = chosen.get(customer_id)
        if before is None or rank < before[0]:
            chosen[customer_id] = (rank, name, email)
    return {pk: (name, email) for pk, (_rank, name, email) in chosen.items()}
