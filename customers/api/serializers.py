"""How customers and contacts are shown and written."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.fields import empty

from arcollect.core.api.fields import ClockTime, Day, Key, fault
from arcollect.core.models import Rep
from customers.domain.countries import COUNTRIES
from customers.models import Contact, Customer

MOST_KM = 99_999


def visible_customers(request: Any) -> Any:
    """Customers of the call's company that the caller may see."""
    return Customer.objects.filter(company=request.company).visible_to(request.user)


class CustomerOut(serializers.ModelSerializer[Customer]):
    """A party that buys on credit. `version` goes back with a change."""

    email = serializers.CharField(read_only=True)
    is_watched = serializers.BooleanField(read_only=True)
    is_habitual_debtor = serializers.BooleanField(read_only=True)
    file_percent = serializers.IntegerField(read_only=True)

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
            "size_class",
            "parent",
            "country",
            "legal_representative",
            "registered_address",
            "established_on",
            "invoice_bank",
            "cause",
            "cause_note",
            "cause_noted_on",
            "is_watched",
            "is_habitual_debtor",
            "file_percent",
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
    size_class = serializers.ChoiceField(
        choices=Customer.SizeClass.choices, default="", allow_blank=True
    )
    parent = Key(  # type: ignore[assignment]
        rows=visible_customers, default=None, allow_null=True
    )
    country = serializers.ChoiceField(
        choices=sorted(COUNTRIES), default="", allow_blank=True
    )
    legal_representative = serializers.CharField(
        max_length=100, default="", allow_blank=True
    )
    registered_address = serializers.CharField(
        max_length=300, default="", allow_blank=True
    )
    established_on = Day(default=None, allow_null=True)
    invoice_bank = serializers.CharField(max_length=200, default="", allow_blank=True)


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
    best_days = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=6), read_only=True
    )
    best_from = ClockTime(read_only=True, allow_null=True)
    best_until = ClockTime(read_only=True, allow_null=True)
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
            "influence",
            "relation",
            "best_days",
            "best_from",
            "best_until",
            "routine",
            "consents_email",
            "consents_recording",
            "do_not_contact_until",
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
    influence = serializers.ChoiceField(
        choices=Contact.Influence.choices, default="", allow_blank=True
    )
    relation = serializers.ChoiceField(
        choices=Contact.Relation.choices, default="", allow_blank=True
    )
    best_days = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=6),
        max_length=7,
        default=list,
    )
    best_from = ClockTime(default=None, allow_null=True)
    best_until = ClockTime(default=None, allow_null=True)
    routine = serializers.CharField(max_length=500, default="", allow_blank=True)
    consents_email = serializers.BooleanField(default=None, allow_null=True)
    consents_recording = serializers.BooleanField(default=None, allow_null=True)
    do_not_contact_until = Day(default=None, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        # A change names perhaps one of both; the row has the other.
        begin, end = (
            attrs.get(name, getattr(self.instance, name, None))
            for name in ("best_from", "best_until")
        )
        if (begin is None) != (end is None) or (begin and end and begin >= end):
            sentence = _("Give both times, the earlier one first, or none.")
            raise fault("best_until", "window", str(sentence))
        return attrs


class ContactIn(ContactFields):
    """A new person at a customer."""

    customer = Key(rows=visible_customers)


class ContactChange(Change, ContactFields):
    """What is left out stays as it is."""
