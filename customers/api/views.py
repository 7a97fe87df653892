"""Customers, contacts and contracts: read, add, change."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from arcollect.core.api.calls import once
from arcollect.core.api.json_types import refuse_other_types
from arcollect.core.api.permissions import READ_LEDGER, Need
from arcollect.core.api.problems import register_refusal
from arcollect.core.api.views import ReadApi
from arcollect.core.roles import Permission
from arcollect.core.token_scopes import TokenScope
from customers.api import filters
from customers.api import serializers as shapes
from customers.models import Contact, Contract, Customer
from customers.services.save_contact import add_contact, edit_contact
from customers.services.save_contract import (
    ContractNumberTakenError,
    add_contract,
    edit_contract,
)
from customers.services.save_customer import (
    FIELDS,
    CodeTakenError,
    add_customer,
    edit_customer,
)
from customers.services.versions import ChangedMeanwhileError

register_refusal(CodeTakenError, status=409, field="code")
register_refusal(ContractNumberTakenError, status=409, field="number")
register_refusal(ChangedMeanwhileError, status=409, field="version")

CONTACT_FIELDS = ("name", "department", "roles", "phone", "email")
CONTRACT_FIELDS = (
    *("number", "kind", "sales_mode", "signed_on", "currency", "amount"),
    "late_interest_bp",
)
TERM_FIELDS = ("type", "days", "months", "day_of_month", "due_roll")


def _needs(permission: Permission) -> dict[str, Need]:
    write = Need(permission, TokenScope.WRITE_CUSTOMERS)
    return {
        "list": READ_LEDGER,
        "retrieve": READ_LEDGER,
        "create": write,
        "partial_update": write,
    }


class _Kept(ReadApi):
    """Rows with a version: what a change leaves out stays as it is."""

    def changes(self, change: Any, row: Any) -> tuple[dict[str, Any], int]:
        """The fields that the body names, and the version they were made on."""
        form = change(
            row, data=self.request.data, context=self.get_serializer_context()
        )
        refuse_other_types(form)
        form.is_valid(raise_exception=True)
        values = dict(form.validated_data)
        return values, values.pop("version")


class CustomerApi(_Kept):
    """Customers."""

    needs: ClassVar[dict[str, Need]] = _needs(Permission.EDIT_CUSTOMERS)
    serializer_class = shapes.CustomerOut
    filterset_class = filters.CustomerFilters

    def rows(self) -> QuerySet[Customer]:
        return shapes.visible_customers(self.request)  # type: ignore[no-any-return]

    @extend_schema(request=shapes.CustomerIn, responses={201: shapes.CustomerOut})
    @once
    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Add a customer."""
        values = self.read(serializer=shapes.CustomerIn)
        added = add_customer(actor=self.user, company=self.company, values=values)
        return self.shown(
            shapes.CustomerOut, added.pk, status=201, route="customers_detail"
        )

    @extend_schema(request=shapes.CustomerChange, responses=shapes.CustomerOut)
    @once
    def partial_update(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Change a customer as of `version`."""
        customer = self.get_object()
        given, version = self.changes(shapes.CustomerChange, customer)
        stored = {name: getattr(customer, name) for name in FIELDS}
        edit_customer(
            actor=self.user,
            customer=customer,
            version=version,
            values={**stored, **given},
        )
        return self.shown(shapes.CustomerOut, pk)


class ContactApi(_Kept):
    """People at customers."""

    needs: ClassVar[dict[str, Need]] = _needs(Permission.EDIT_CONTACTS)
    serializer_class = shapes.ContactOut
    filterset_class = filters.ContactFilters

    def rows(self) -> QuerySet[Contact]:
        rows = Contact.objects.filter(company=self.company)
        return rows.visible_to(self.user)

    @extend_schema(request=shapes.ContactIn, responses={201: shapes.ContactOut})
    @once
    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Add a person to a customer."""
        values = dict(self.read(serializer=shapes.ContactIn))
        customer = values.pop("customer")
        added = add_contact(actor=self.user, customer=customer, values=values)
        return self.shown(
            shapes.ContactOut, added.pk, status=201, route="contacts_detail"
        )

    @extend_schema(request=shapes.ContactChange, responses=shapes.ContactOut)
    @once
    def partial_update(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Change a person as of `version`."""
        contact = self.get_object()
        given, version = self.changes(shapes.ContactChange, contact)
        stored = {name: getattr(contact, name) for name in CONTACT_FIELDS}
        edit_contact(
            actor=self.user,
            contact=contact,
            version=version,
            values={**stored, **given},
        )
        return self.shown(shapes.ContactOut, pk)


class ContractApi(_Kept):
    """Contracts with their settlement terms."""

    needs: ClassVar[dict[str, Need]] = _needs(Permission.EDIT_CUSTOMERS)
    serializer_class = shapes.ContractOut
    filterset_class = filters.ContractFilters

    def rows(self) -> QuerySet[Contract]:
        rows = Contract.objects.filter(company=self.company)
        return rows.visible_to(self.user).prefetch_related("terms")

    @extend_schema(request=shapes.ContractIn, responses={201: shapes.ContractOut})
    @once
    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Add a contract and its terms."""
        values = dict(self.read(serializer=shapes.ContractIn))
        customer, terms = values.pop("customer"), values.pop("terms")
        added = add_contract(
            actor=self.user, customer=customer, values=values, terms=terms
        )
        return self.shown(
            shapes.ContractOut, added.pk, status=201, route="contracts_detail"
        )

    @extend_schema(request=shapes.ContractChange, responses=shapes.ContractOut)
    @once
    def partial_update(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Change a contract as of `version`; posted invoices keep their due dates."""
        contract = self.get_object()
        given, version = self.changes(shapes.ContractChange, contract)
        terms = given.pop("terms", None)
        if terms is None:
            stored_terms = contract.terms.order_by("term_group")
            terms = list(stored_terms.values(*TERM_FIELDS))
        stored = {name: getattr(contract, name) for name in CONTRACT_FIELDS}
        edit_contract(
            actor=self.user,
            contract=contract,
            version=version,
            values={**stored, **given},
            terms=terms,
        )
        return self.shown(shapes.ContractOut, pk)
