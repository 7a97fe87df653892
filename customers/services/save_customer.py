"""Add and edit customers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company, User
from customers.domain.status import may_move
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
    "size_class",
    "parent",
    "country",
    "legal_representative",
    "registered_address",
    "established_on",
    "invoice_bank",
)


class CodeTakenError(Exception):
    """Another customer of the company has the code."""


class StatusMoveError(Exception):
    """A customer of this status cannot be given that one."""


class GroupHeadError(Exception):
    """The customer cannot hang under that head; the text says why."""


@retried_transaction
def add_customer(
    *, actor: User | None, company: Company, values: Mapping[str, Any]
) -> Customer:
    """Add one customer with `values` for `FIELDS`.

    Raises `CodeTakenError` and `GroupHeadError`.
    """
    _refuse_head(values.get("parent"), under=None)
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

    Raises `ChangedMeanwhileError` with what the other changed, `CodeTakenError`,
    `StatusMoveError` (domain/status.py) and `GroupHeadError`.
    """
    _refuse_move(customer, values)
    _refuse_head(values.get("parent"), under=customer)
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


def _refuse_move(customer: Customer, values: Mapping[str, Any]) -> None:
    stored = Customer.objects.values_list("status", flat=True).get(pk=customer.pk)
    if not may_move(stored, values.get("status", stored)):
        words = dict(Customer.Status.choices)
        raise StatusMoveError(
            _("A customer cannot go from “%(before)s” to “%(after)s”.")
            % {"before": words[stored], "after": words[values["status"]]}
        )


def _refuse_head(head: Customer | None, *, under: Customer | None) -> None:
    """A group has one level: a head hangs under nobody, and its members lead nobody."""
    if head is None:
        return
    # Takes both rows in one order first: of two groupings at once the second one sees
    # the first.
    for pk in sorted({head.pk, under.pk} if under else {head.pk}):
        Customer.objects.filter(pk=pk).update(parent=F("parent"))
    if under is not None and head.pk == under.pk:
        raise GroupHeadError(_("A customer cannot be the head of their own group."))
    if Customer.objects.filter(pk=head.pk, parent__isnull=False).exists():
        raise GroupHeadError(
            _("%(name)s belongs to a group already. Choose the head of that group.")
            % {"name": head.name}
        )
    if under is not None and Customer.objects.filter(parent=under.pk).exists():
        raise GroupHeadError(
            _("This customer is the head of a group. Move its members first.")
        )


def _search_text(values: Mapping[str, Any]) -> str:
    return search_text_of(
        code=values["code"], name=values["name"], tax_id=values.get("tax_id", "")
    )


def _code_taken(values: Mapping[str, Any]) -> CodeTakenError:
    return CodeTakenError(
        _("Another customer already has the code %(code)s.") % {"code": values["code"]}
    )
