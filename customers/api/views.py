"""Customers and contacts: read, add, change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from arcollect.core import clock
from arcollect.core.api.calls import once
from arcollect.core.api.json_types import refuse_other_types
from arcollect.core.api.permissions import READ_LEDGER, Need
from arcollect.core.api.problems import register_refusal
from arcollect.core.api.views import ReadApi
from arcollect.core.roles import Permission
from arcollect.core.token_scopes import TokenScope
from customers.api import filters
from customers.api import serializers as shapes
from customers.api.serializers_file import CauseIn
from customers.models import Contact, Customer
from customers.selectors.files import with_file_percent
from customers.services.note_cause import note_cause
from customers.services.save_contact import add_contact, edit_contact
from customers.services.save_customer import (
    FIELDS,
    CodeTakenError,
    GroupHeadError,
    StatusMoveError,
    add_customer,
    edit_customer,
)
from customers.services.versions import ChangedMeanwhileError

register_refusal(CodeTakenError, status=409, field="code")
register_refusal(ChangedMeanwhileError, status=409, field="version")

register_refusal(StatusMoveError, status=409, field="status")
register_refusal(GroupHeadError, status=409, field="parent")

CONTACT_FIELDS = (
    "name",
    "department",
    "roles",
    "phone",
    "email",
    "influence",
    "relation",
    "best_days",
    "best_from",
    "best_until",
    "routine",
    "consents_email",
    "consents_recording",
    "do_not_contact_until",
)


def needs_of(permission: Permission) -> dict[str, Need]:
    write = Need(permission, TokenScope.WRITE_CUSTOMERS)
    return {
        "list": READ_LEDGER,
        "retrieve": READ_LEDGER,
        "create": write,
        "partial_update": write,
    }


class Kept(ReadApi):
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

    def merged(
        self, change: Any, row: Any, fields: Iterable[str]
    ) -> tuple[dict[str, Any], int]:
        """`fields` as stored, with what the body names over them, and the version."""
        given, version = self.changes(change, row)
        return {name: getattr(row, name) for name in fields} | given, version


class CustomerApi(Kept):
    """Customers."""

    needs: ClassVar[dict[str, Need]] = {
        **needs_of(Permission.EDIT_CUSTOMERS),
        "cause": Need(Permission.EDIT_CONTACTS, TokenScope.WRITE_CUSTOMERS),
    }
    serializer_class = shapes.CustomerOut
    filterset_class = filters.CustomerFilters

    def rows(self) -> QuerySet[Customer]:
        today = clock.today(self.company.time_zone)
        seen = shapes.visible_customers(self.request).with_flags(today)
        return with_file_percent(seen)

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

    @extend_schema(request=CauseIn, responses=shapes.CustomerOut)
    @once
    def cause(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Note why the customer does not pay."""
        customer = self.get_object()
        asked: Any = self.read(serializer=CauseIn)
        note_cause(actor=self.user, customer=customer, **asked)
        return self.shown(shapes.CustomerOut, pk)


class ContactApi(Kept):
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
