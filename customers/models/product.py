"""What we sell, and what a customer makes of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.fields import CurrencyField, MoneyField, whole_minor_units
from arcollect.core.querysets import OfCustomerQuerySet
from customers.models.customer import Customer

WHOLE_BP = 10_000


class Product(models.Model):
    """An article with its list price: what the end customer is asked for."""

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    code = models.CharField(_("product code"), max_length=40)
    name = models.CharField(_("product"), max_length=200)
    specification = models.CharField(_("specification"), max_length=200, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    currency = CurrencyField()
    list_price = MoneyField(_("list price"))
    is_sold = models.BooleanField(_("still sold"), default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "code"], name="customers_product_code_once"
            ),
            models.CheckConstraint(
                name="customers_product_list_price", condition=Q(list_price__gt=0)
            ),
            *whole_minor_units("customers_product", "list_price"),
        ]

    def __str__(self) -> str:
        return self.name or self.code


class CustomerProduct(models.Model):
    """One product at one customer: his price, its sales rank.

    `currency` is the product's. The dealer's margin is what the list price leaves him;
    it follows from both prices and is not stored.
    """

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="products"
    )
    product = models.ForeignKey(
        Product, on_delete=models.PROTECT, related_name="customers"
    )
    currency = CurrencyField()
    dealer_price = MoneyField(_("dealer price"))
    sales_rank = models.PositiveSmallIntegerField(
        _("sales rank"), null=True, blank=True
    )
    # Of everything the customer sells, in hundredths of a percent.
    sales_share_bp = models.PositiveSmallIntegerField(
        _("share of the customer's sales, %"), null=True, blank=True
    )
    noted_on = models.DateField(_("as of"))
    version = models.PositiveIntegerField(default=1)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "product"], name="customers_customerproduct_once"
            ),
            models.CheckConstraint(
                name="customers_customerproduct_price",
                condition=Q(dealer_price__gte=0),
            ),
            models.CheckConstraint(
                name="customers_customerproduct_rank",
                condition=Q(sales_rank__isnull=True) | Q(sales_rank__gte=1),
            ),
            models.CheckConstraint(
                name="customers_customerproduct_share",
                condition=Q(sales_share_bp__isnull=True)
                | Q(sales_share_bp__lte=WHOLE_BP),
            ),
            *whole_minor_units("customers_customerproduct", "dealer_price"),
        ]

    def __str__(self) -> str:
        return str(self.product)
