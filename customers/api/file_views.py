"""Parts of a customer's file: read, add, change."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from arcollect.core.api.calls import once
from arcollect.core.api.permissions import READ_LEDGER, Need
from arcollect.core.api.problems import register_refusal
from arcollect.core.roles import Permission
from arcollect.core.token_scopes import TokenScope
from customers.api import filters
from customers.api import serializers_file as shapes
from customers.api.views import Kept, needs_of
from customers.models import CustomerFlag, PaymentProfile
from customers.services import save_payment_profile
from customers.services.save_payment_profile import keep_payment_profile
from customers.services.set_flag import FlagRefusedError, lift_flag, set_flag

register_refusal(FlagRefusedError, status=409)


class PaymentProfileApi(Kept):
    """How customers pay: expected pay days follow from it."""

    needs: ClassVar[dict[str, Need]] = needs_of(Permission.EDIT_CONTACTS)
    serializer_class = shapes.PaymentProfileOut
    filterset_class = filters.ContactFilters

    def rows(self) -> QuerySet[PaymentProfile]:
        rows = PaymentProfile.objects.filter(company=self.company)
        return rows.visible_to(self.user)

    @extend_schema(request=shapes.ProfileIn, responses={201: shapes.PaymentProfileOut})
    @once
    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Add the payment profile of a customer who has none."""
        values = dict(self.read(serializer=shapes.ProfileIn))
        kept = keep_payment_profile(
            actor=self.user,
            customer=values.pop("customer"),
            version=save_payment_profile.NEW,
            values=values,
        )
        return self.shown(
            shapes.PaymentProfileOut,
            kept.pk,
            status=201,
            route="payment_profiles_detail",
        )

    @extend_schema(request=shapes.ProfileChange, responses=shapes.PaymentProfileOut)
    @once
    def partial_update(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Change a payment profile as of `version`."""
        profile = self.get_object()
        given, version = self.changes(shapes.ProfileChange, profile)
        fields = save_payment_profile.FIELDS
        stored = {name: getattr(profile, name) for name in fields}
        keep_payment_profile(
            actor=self.user,
            customer=profile.customer,
            version=version,
            values={**stored, **given},
        )
        return self.shown(shapes.PaymentProfileOut, pk)


class FlagApi(Kept):
    """Flags of customers: under watch, habitual debtor."""

    needs: ClassVar[dict[str, Need]] = {
        "list": READ_LEDGER,
        "retrieve": READ_LEDGER,
        "create": Need(Permission.SET_FLAGS, TokenScope.WRITE_CUSTOMERS),
        "lift": Need(Permission.LIFT_FLAGS, TokenScope.WRITE_CUSTOMERS),
    }
    serializer_class = shapes.FlagOut
    filterset_class = filters.FlagFilters

    def rows(self) -> QuerySet[CustomerFlag]:
        rows = CustomerFlag.objects.filter(company=self.company)
        return rows.visible_to(self.user)

    @extend_schema(request=shapes.FlagIn, responses={201: shapes.FlagOut})
    @once
    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Set a flag on a customer."""
        asked: Any = self.read(serializer=shapes.FlagIn)
        flag = set_flag(actor=self.user, **asked)
        return self.shown(
            shapes.FlagOut, flag.pk, status=201, route="customer_flags_detail"
        )

    @extend_schema(request=shapes.FlagLift, responses=shapes.FlagOut)
    @once
    def lift(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Lift a flag: not by whoever set it, nor by the customer's own rep."""
        flag = self.get_object()
        asked: Any = self.read(serializer=shapes.FlagLift)
        lift_flag(actor=self.user, flag=flag, **asked)
        return self.shown(shapes.FlagOut, pk)
