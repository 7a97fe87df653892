"""How customers and contacts are shown and written."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework import serializers
from rest_framework.fields import empty

from arcollect.core.api.fields import Key
from arcollect.core.models import Rep
from customers.models import Contact, Customer

MOST_KM = 99_999


def visible_customers(request: Any) -> Any:
    """Customers of the call's company that the caller may see."""
    return Customer.objects.filter(company=request.company).visible_to(request.user)


class CustomerOut(serializers.ModelSerializer[Customer]):
    """A party that buys on credit. `version` goes back with a change."""

    email = serializers.CharField(read_only=True)

    class Meta:
        model = Customer
        fields = (
            "id",
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
            "version",
            "created_at",
        )
        read_only_fields = fields


class CustomerIn(serializers.Serializer[Any]):
    """A new customer."""

    code = serializers.CharField(max_length=40)
    name = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(
        choices=Customer.Kind.choices, default=Customer.Kind.UNKNOWN, allow_blank=True
    )
    status = serializers.ChoiceField(
        choices=Customer.Status.choices, default=Customer.Status.ACTIVE
    )
    tax_id = serializers.CharField(max_length=40, default="", allow_blank=True)
    language = serializers.ChoiceField(
        choices=settings.LANGUAGES, default="", allow_blank=True
    )
    region = serializers.CharField(max_length=100, default="", allow_blank=True)
    rep = Key(
        rows=lambda request: Rep.objects.filter(company=request.company),
        default=None,
        allow_null=True,
    )
    email = serializers.EmailField(max_length=254, default="", allow_blank=True)
    phone = serializers.CharField(max_length=60, default="", allow_blank=True)
    address = serializers.CharField(max_length=300, default="", allow_blank=True)
    distance_km = serializers.IntegerField(
        min_value=0, max_value=MOST_KM, default=None, allow_null=True
    )


class Version(serializers.IntegerField):
    """The version the change was made on; a newer one is answered with 409."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=2**31 - 1, **kwargs)


class Change(serializers.Serializer[Any]):
    """What is left out stays as it is; only `version` must be there."""

    version = Version()

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for name, field in fields.items():
            field.required = name == "version"
            field.default = empty
        return fields


class CustomerChange(Change, CustomerIn):
    """What is left out stays as it is."""


class ContactOut(serializers.ModelSerializer[Contact]):
    """A person at a customer."""

    roles = serializers.ListField(
        child=serializers.ChoiceField(choices=Contact.Role.choices), read_only=True
    )
    email = serializers.CharField(read_only=True)

    class Meta:
        model = Contact
        fields = (
            "id",
            "customer",
            "name",
            "department",
            "roles",
            "phone",
            "email",
            "version",
        )
        read_only_fields = fields


class ContactFields(serializers.Serializer[Any]):
    """What is written of a person."""

    name = serializers.CharField(max_length=100)
    department = serializers.CharField(max_length=100, default="", allow_blank=True)
    roles = serializers.ListField(
        child=serializers.ChoiceField(choices=Contact.Role.choices),
        max_length=len(Contact.Role),
        default=list,
    )
    phone = serializers.CharField(max_length=60, default="", allow_blank=True)
    email = serializers.EmailField(max_length=254, default="", allow_blank=True)


class ContactIn(ContactFields):
    """A new person at a customer."""

    customer = Key(rows=visible_customers)


class ContactChange(Change, ContactFields):
    """What is left out stays as it is."""
