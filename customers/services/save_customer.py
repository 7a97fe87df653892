"""Add and edit customers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company, User
from customers.models import Customer
from customers.models.customer import search_text_of
from customers.services.versions import update_versioned

# What people may change; the rest is derived.
FIELDS = (
    "code",
    "name",
    "kind",
    "status",
    "tax_id",
    "language",
    "region",
    "rep",
    "email",
    "phone",
    "address",
    "distance_km",
)


class CodeTakenError(Exception):
    """Another customer of the company has the code."""


@retried_transaction
def add_customer(
    *, actor: User | None, company: Company, values: Mapping[str, Any]
) -> Customer:
    """Add one customer with `values` for `FIELDS`; raises `CodeTakenError`."""
    customer = Customer(company=company, **values, search_text=_search_text(values))
    try:
        with transaction.atomic():
            customer.save(force_insert=True)
    except IntegrityError as error:
        raise _code_taken(values) from error
    audit.record(
        actor=actor,
        action="customers.customer.added",
        target=customer,
        company=company,
        after={"code": customer.code, "name": customer.name},
    )
    return customer


@retried_transaction
def edit_customer(
    *,
    actor: User | None,
    customer: Customer,
    version: int,
    values: Mapping[str, Any],
) -> None:
    """Write `values` if nobody saved since `version`.

    Raises `ChangedMeanwhileError` with what the other changed, and `CodeTakenError`.
    """
    try:
        with transaction.atomic():
            update_versioned(
                customer,
                values,
                version=version,
                actor=actor,
                action="customers.customer.edited",
                extra={"search_text": _search_text(values)},
            )
    except IntegrityError as error:
        raise _code_taken(values) from error


def _search_text(values: Mapping[str, Any]) -> str:
    return search_text_of(
        code=values["code"], name=values["name"], tax_id=values.get("tax_id", "")
    )


def _code_taken(values: Mapping[str, Any]) -> CodeTakenError:
    return CodeTakenError(
        _("Another customer already has the code %(code)s.") % {"code": values["code"]}
    )
