"""Customers and contacts: read, add, change."""

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
from customers.models import Contact, Customer
from customers.services.save_contact import add_contact, edit_contact
from customers.services.save_customer import (
    FIELDS,
    CodeTakenError,
    add_customer,
    edit_customer,
)
from customers.services.versions import ChangedMeanwhileError

register_refusal(CodeTakenError, status=409, field="code")
register_refusal(ChangedMeanwhileError, status=409, field="version")

CONTACT_FIELDS = ("name", "department", "roles", "phone", "email")


def needs_of(permission: Permission) -> dict[str, Need]:
    write = Need(permission, TokenScope.WRITE_CUSTOMERS)
    return {
        "list": READ_LEDGER,
        "retrieve": READ_LEDGER,
        "create": write,
        "partial_update": write,
    }


class KeptApi(ReadApi):
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


class CustomerApi(KeptApi):
    """Customers."""

    needs: ClassVar[dict[str, Need]] = needs_of(Permission.EDIT_CUSTOMERS)
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


class ContactApi(KeptApi):
    """People at customers."""

    needs: ClassVar[dict[str, Need]] = needs_of(Permission.EDIT_CONTACTS)
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
