"""Keep the list of products, and what a customer makes of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company, User
from customers.models import Customer, CustomerProduct, Product
from customers.models.product import WHOLE_BP
from customers.services.versions import update_versioned

PRODUCT_FIELDS = (
    "code",
    "name",
    "specification",
    "unit",
    "currency",
    "list_price",
    "is_sold",
)
RANGE_FIELDS = ("dealer_price", "sales_rank", "sales_share_bp", "noted_on")


class ProductRefusedError(Exception):
    """The product was not written; the text says why."""


@retried_transaction
def add_product(
    *, actor: User | None, company: Company, values: Mapping[str, Any]
) -> Product:
    """Add an article with its list price in `currency`; raises `ProductRefusedError`."""
    product = Product(company=company, **values)
    try:
        with transaction.atomic():
            product.save(force_insert=True)
    except IntegrityError as error:
        raise _code_taken(values) from error
    audit.record(
        actor=actor,
        action="customers.product.added",
        target=product,
        company=company,
        after=dict(values),
    )
    return product


@retried_transaction
def edit_product(
    *, actor: User | None, product: Product, version: int, values: Mapping[str, Any]
) -> None:
    """Write `values` if nobody saved since `version`.

    The currency stays once customers carry the product: their prices are in it. Raises
    `ChangedMeanwhileError` and `ProductRefusedError`.
    """
    # Taken first, so that nobody adds the product to a customer meanwhile.
    Product.objects.filter(pk=product.pk).update(currency=F("currency"))
    carried = CustomerProduct.objects.filter(product=product)
    if carried.exclude(currency=values["currency"]).exists():
        raise ProductRefusedError(
            _("Customers carry this product: its currency cannot change.")
        )
    try:
        with transaction.atomic():
            update_versioned(
                product,
                values,
                version=version,
                actor=actor,
                action="customers.product.edited",
            )
    except IntegrityError as error:
        raise _code_taken(values) from error


@retried_transaction
def add_to_range(
    *,
    actor: User | None,
    customer: Customer,
    product: Product,
    values: Mapping[str, Any],
) -> CustomerProduct:
    """Note that the customer carries the product, with `values` for `RANGE_FIELDS`.

    The dealer price is in the product's currency; the shares of all his products come
    to 100 % at most. Raises `ProductRefusedError`.
    """
    _refuse_too_much(customer, values, besides=None)
    Product.objects.filter(pk=product.pk).update(currency=F("currency"))
    product.refresh_from_db(fields=["currency"])
    row = CustomerProduct(
        company_id=customer.company_id,
        customer=customer,
        product=product,
        currency=product.currency,
        **values,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise ProductRefusedError(
            _("The customer carries this product already.")
        ) from error
    audit.record(
        actor=actor,
        action="customers.customerproduct.added",
        target=row,
        company=customer.company_id,
        label=f"{customer} · {product}",
        after=dict(values),
    )
    return row


@retried_transaction
def edit_range(
    *,
    actor: User | None,
    row: CustomerProduct,
    version: int,
    values: Mapping[str, Any],
) -> None:
    """Write `values` if nobody saved since `version`.

    Raises `ChangedMeanwhileError` and `ProductRefusedError`.
    """
    _refuse_too_much(row.customer, values, besides=row)
    update_versioned(
        row,
        values,
        version=version,
        actor=actor,
        action="customers.customerproduct.edited",
    )


def _refuse_too_much(
    customer: Customer, values: Mapping[str, Any], *, besides: CustomerProduct | None
) -> None:
    """Takes the customer's row first: of two shares at once the second sees the first."""
    Customer.objects.filter(pk=customer.pk).update(cause=F("cause"))
    others = CustomerProduct.objects.filter(customer=customer)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    taken = others.aggregate(total=Sum("sales_share_bp"))["total"] or 0
    if taken + (values.get("sales_share_bp") or 0) > WHOLE_BP:
        raise ProductRefusedError(
            _("All shares of a customer's sales together are more than 100 %.")
        )


def _code_taken(values: Mapping[str, Any]) -> ProductRefusedError:
    return ProductRefusedError(
        _("Another product already has the code %(code)s.") % {"code": values["code"]}
    )
