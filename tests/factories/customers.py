"""Customers."""

from __future__ import annotations

from itertools import count
from typing import Any

from arcollect.core.models import Company, Rep
from customers.models import Customer
from customers.models.customer import search_text_of
from tests.factories import people

_number = count(1)


def customer(
    *,
    company: Company | None = None,
    rep: Rep | None = None,
    code: str = "",
    name: str = "",
    tax_id: str = "",
    **fields: Any,
) -> Customer:
    """A customer of the company (else of the rep's, else of a new one)."""
    company = company or (rep.company if rep else people.company())
    number = next(_number)
    code, name = code or f"K{number:04}", name or f"Customer {number}"
    return Customer.objects.create(
        company=company,
        rep=rep,
        code=code,
        name=name,
        tax_id=tax_id,
        search_text=search_text_of(code=code, name=name, tax_id=tax_id),
        **fields,
    )
