"""Products, promotion agreements and support: read, add, change."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from arcollect.core.api.calls import once
from arcollect.core.api.permissions import Need
from arcollect.core.api.problems import register_refusal
from arcollect.core.roles import Permission
from arcollect.core.token_scopes import TokenScope
from customers.api import filters
from customers.api import serializers_file as shapes
from customers.api.views import Kept, needs_of
from customers.models import (
    CustomerProduct,
    Product,
    PromotionAgreement,
    SupportAction,
)
from customers.services import log_support as support
from customers.services import save_agreement as agreements
from customers.services import save_product as products

register_refusal(products.ProductRefusedError, status=409)
register_refusal(agreements.AgreementRefusedError, status=409)
register_refusal(support.SupportRefusedError, status=422, field="agreement")


class ProductApi(Kept):
    """The product list with list prices."""

    needs: ClassVar[dict[str, Need]] = needs_of(Permission.EDIT_CUSTOMERS)
    serializer_class = shapes.ProductOut
    filterset_class = filters.ProductFilters

    def rows(self) -> QuerySet[Product]:
        return Product.objects.filter(company=self.company)

    @extend_schema(request=shapes.ProductIn, responses={201: shapes.ProductOut})
    @once
    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Add a product."""
        values: Any = self.read(serializer=shapes.ProductIn)
        added = products.add_product(
            actor=self.user, company=self.company, values=values
        )
        return self.shown(
            shapes.ProductOut, added.pk, status=201, route="products_detail"
        )

    @extend_schema(request=shapes.ProductChange, responses=shapes.ProductOut)
    @once
    def partial_update(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Change a product as of `version`."""
        product = self.get_object()
        values, version = self.merged(
            shapes.ProductChange, product, products.PRODUCT_FIELDS
        )
        products.edit_product(
            actor=self.user, product=product, version=version, values=values
        )
        return self.shown(shapes.ProductOut, pk)


class RangeApi(Kept):
    """Products that customers carry: dealer price, margin, rank and share."""

    needs: ClassVar[dict[str, Need]] = needs_of(Permission.EDIT_CONTACTS)
    serializer_class = shapes.RangeOut
    filterset_class = filters.RangeFilters

    def rows(self) -> QuerySet[CustomerProduct]:
        rows = CustomerProduct.objects.filter(company=self.company)
        return rows.visible_to(self.user).select_related("product")

    @extend_schema(request=shapes.RangeIn, responses={201: shapes.RangeOut})
    @once
    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Add a product to a customer."""
        values = dict(self.read(serializer=shapes.RangeIn))
        added = products.add_to_range(
            actor=self.user,
            customer=values.pop("customer"),
            product=values.pop("product"),
            values=values,
        )
        return self.shown(
            shapes.RangeOut, added.pk, status=201, route="customer_products_detail"
        )

    @extend_schema(request=shapes.RangeChange, responses=shapes.RangeOut)
    @once
    def partial_update(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Change a product of a customer as of `version`."""
        row = self.get_object()
        values, version = self.merged(shapes.RangeChange, row, products.RANGE_FIELDS)
        products.edit_range(actor=self.user, row=row, version=version, values=values)
        return self.shown(shapes.RangeOut, pk)


class AgreementApi(Kept):
    """Promotion agreements, which deductions are matched to."""

    needs: ClassVar[dict[str, Need]] = {
        **needs_of(Permission.EDIT_CUSTOMERS),
        "end": Need(Permission.EDIT_CUSTOMERS, TokenScope.WRITE_CUSTOMERS),
    }
    serializer_class = shapes.AgreementOut
    filterset_class = filters.AgreementFilters

    def rows(self) -> QuerySet[PromotionAgreement]:
        rows = PromotionAgreement.objects.filter(company=self.company)
        return rows.visible_to(self.user)

    @extend_schema(request=shapes.AgreementIn, responses={201: shapes.AgreementOut})
    @once
    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Add an agreement with a customer."""
        values = dict(self.read(serializer=shapes.AgreementIn))
        added = agreements.add_agreement(
            actor=self.user, customer=values.pop("customer"), values=values
        )
        return self.shown(
            shapes.AgreementOut,
            added.pk,
            status=201,
            route="promotion_agreements_detail",
        )

    @extend_schema(request=shapes.AgreementChange, responses=shapes.AgreementOut)
    @once
    def partial_update(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Change an agreement as of `version`."""
        row = self.get_object()
        values, version = self.merged(shapes.AgreementChange, row, agreements.FIELDS)
        agreements.edit_agreement(
            actor=self.user, agreement=row, version=version, values=values
        )
        return self.shown(shapes.AgreementOut, pk)

    @extend_schema(request=shapes.AgreementEnd, responses=shapes.AgreementOut)
    @once
    def end(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Let an agreement hold through a day only."""
        row = self.get_object()
        asked: Any = self.read(serializer=shapes.AgreementEnd)
        agreements.end_agreement(actor=self.user, agreement=row, **asked)
        return self.shown(shapes.AgreementOut, pk)


class SupportApi(Kept):
    """What was done for customers' sales, with its cost."""

    needs: ClassVar[dict[str, Need]] = needs_of(Permission.EDIT_CONTACTS)
    serializer_class = shapes.SupportOut
    filterset_class = filters.SupportFilters

    def rows(self) -> QuerySet[SupportAction]:
        rows = SupportAction.objects.filter(company=self.company)
        return rows.visible_to(self.user)

    @extend_schema(request=shapes.SupportIn, responses={201: shapes.SupportOut})
    @once
    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Log a support action."""
        values = dict(self.read(serializer=shapes.SupportIn))
        added = support.log_support(
            actor=self.user, customer=values.pop("customer"), values=values
        )
        return self.shown(
            shapes.SupportOut, added.pk, status=201, route="support_actions_detail"
        )

    @extend_schema(request=shapes.SupportChange, responses=shapes.SupportOut)
    @once
    def partial_update(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Change a support action as of `version`."""
        row = self.get_object()
        values, version = self.merged(shapes.SupportChange, row, support.FIELDS)
        support.edit_support(
            actor=self.user, action=row, version=version, values=values
        )
        return self.shown(shapes.SupportOut, pk)
