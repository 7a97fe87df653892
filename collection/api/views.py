"""Visits, promises, planned contacts and holds."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from arcollect.core.api.calls import once
from arcollect.core.api.permissions import READ_LEDGER, Need
from arcollect.core.api.problems import register_refusal
from arcollect.core.api.serializers import ReasonIn
from arcollect.core.api.views import ReadApi
from arcollect.core.models import OutboxMessage
from arcollect.core.permissions import customer_scope
from arcollect.core.roles import Permission
from arcollect.core.token_scopes import TokenScope
from collection.api import bodies, filters
from collection.api import serializers as shapes
from collection.models import (
    CadenceStep,
    DunningLetter,
    DunningRun,
    Hold,
    Promise,
    SuppressionInterval,
    Visit,
)
from collection.services.log_visit import VisitRefusedError, log_visit
from collection.services.record_promise import (
    PromiseRefusedError,
    cancel_promise,
    record_promise,
    replace_promise,
)

register_refusal(VisitRefusedError)
register_refusal(PromiseRefusedError)
WRITE = Need(Permission.LOG_VISITS, TokenScope.WRITE_COLLECTION)
READ = {"list": READ_LEDGER, "retrieve": READ_LEDGER}


class _OfCustomer(ReadApi):
    model: ClassVar[Any]

    def rows(self) -> QuerySet[Any]:
        rows = self.model.objects.filter(company=self.company)
        return rows.visible_to(self.user)  # type: ignore[no-any-return]


class VisitApi(_OfCustomer):
    """Visits and calls."""

    model = Visit
    needs: ClassVar[dict[str, Need]] = {**READ, "create": WRITE}
    serializer_class = shapes.VisitOut
    filterset_class = filters.VisitFilters

    def rows(self) -> QuerySet[Any]:
        return super().rows().prefetch_related("promises")

    @extend_schema(request=bodies.VisitIn, responses={201: shapes.VisitOut})
    @once
    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Log a visit or call, and what was promised there."""
        asked = self.read(serializer=bodies.VisitIn)
        logged = log_visit(actor=self.user, **asked)
        return self.shown(shapes.VisitOut, logged.pk, status=201, route="visits_detail")


class PromiseApi(_OfCustomer):
    """Promises to pay and how the money answered them."""

    model = Promise
    needs: ClassVar[dict[str, Need]] = {
        **READ,
        "create": WRITE,
        "replace": WRITE,
        "cancel": WRITE,
    }
    serializer_class = shapes.PromiseOut
    filterset_class = filters.PromiseFilters

    def rows(self) -> QuerySet[Any]:
        return super().rows().prefetch_related("items")

    @extend_schema(request=bodies.PromiseIn, responses={201: shapes.PromiseOut})
    @once
    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Record a promise; it is judged at once."""
        made = record_promise(actor=self.user, **self.read(serializer=bodies.PromiseIn))
        return self.shown(
            shapes.PromiseOut, made.pk, status=201, route="promises_detail"
        )

    @extend_schema(request=bodies.PromiseChangeIn, responses={201: shapes.PromiseOut})
    @once
    def replace(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Put another promise in the place of this one."""
        promise = self.get_object()
        asked = self.read(serializer=bodies.PromiseChangeIn, customer=promise.customer)
        made = replace_promise(actor=self.user, promise=promise, **asked)
        return self.shown(
            shapes.PromiseOut, made.pk, status=201, route="promises_detail"
        )

    @extend_schema(request=ReasonIn, responses=shapes.PromiseOut)
    @once
    def cancel(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Take a pending promise out of the count."""
        promise = self.get_object()
        asked = self.read(serializer=ReasonIn)
        cancel_promise(actor=self.user, promise=promise, reason=asked["reason"])
        return self.shown(shapes.PromiseOut, pk)


class PlannedContactApi(_OfCustomer):
    """The contacts before a settlement date: T-7, T-3 and T-0."""

    model = CadenceStep
    serializer_class = shapes.PlannedContactOut
    filterset_class = filters.PlannedContactFilters


class ReminderApi(_OfCustomer):
    """Letters of the ladder, planned, sent and skipped."""

    model = DunningLetter
    serializer_class = shapes.ReminderOut
    filterset_class = filters.ReminderFilters


class ReminderRunApi(ReadApi):
    """Runs of reminders: what each night prepared, and who let it go."""

    serializer_class = shapes.ReminderRunOut
    filterset_class = filters.ReminderRunFilters

    def rows(self) -> QuerySet[DunningRun]:
        return DunningRun.objects.filter(company=self.company)


class HeldBackApi(_OfCustomer):
    """Why items got no reminder, as intervals."""

    model = SuppressionInterval
    serializer_class = shapes.HeldBackOut
    filterset_class = filters.HeldBackFilters


class MessageApi(ReadApi):
    """The mails of reminders to customers whom the caller may see."""

    serializer_class = shapes.MessageOut
    filterset_class = filters.MessageFilters

    def rows(self) -> QuerySet[OutboxMessage]:
        mine = customer_scope(self.user, path="dunning_letter__customer__")
        rows = OutboxMessage.objects.filter(mine, company=self.company)
        return rows.filter(dunning_letter__isnull=False).select_related(
            "dunning_letter"
        )


class HoldApi(_OfCustomer):
    """What keeps reminders back."""

    model = Hold
    serializer_class = shapes.HoldOut
    filterset_class = filters.HoldFilters
