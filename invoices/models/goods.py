"""Goods documents: what went out, came back or changed hands, with its lines."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.fields import CurrencyField, MoneyField, whole_minor_units
from arcollect.core.insert_only import InsertOnly
from arcollect.core.querysets import OfCustomerQuerySet
from invoices.models.invoice import Invoice
from invoices.models.money_in import CreditNote
from invoices.models.posted import PostedDocument


class GoodsMovement(PostedDocument):
    """One document about goods of a customer; it moves no money by itself.

    Deliveries and acceptances wait for their invoice; the others explain a credit note.
    A mistake is taken back by a row that names it in `reverses`.
    """

    class Kind(models.TextChoices):
        DELIVERY = "delivery", _("Delivery note")
        ACCEPTANCE = "acceptance", _("Acceptance certificate")
        RETURN = "return", _("Return")
        EXCHANGE = "exchange", _("Exchange")
        TRANSFER = "transfer", _("Transfer between stores")
        DAMAGE = "damage", _("Damage report")
        PRICE = "price", _("Price protection")
        REBATE = "rebate", _("Rebate statement")

    # What the customer has and we have not invoiced yet.
    BILLABLE = (Kind.DELIVERY, Kind.ACCEPTANCE)

    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, related_name="goods_movements"
    )
    # The store that took over what another one gave.
    to_customer = models.ForeignKey(
        "customers.Customer", null=True, on_delete=models.PROTECT, related_name="+"
    )
    # The order that this delivery fulfils.
    order = models.ForeignKey(
        "invoices.SalesOrder",
        null=True,
        on_delete=models.PROTECT,
        related_name="deliveries",
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    number = models.CharField(_("document number"), max_length=60)
    moved_on = models.DateField(_("date"))
    came_from = models.CharField(_("from"), max_length=100, blank=True)
    went_to = models.CharField(_("to"), max_length=100, blank=True)
    amount = MoneyField(_("value"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversed_by"
    )

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "kind", "number"],
                condition=Q(reverses=None),
                name="invoices_goodsmovement_number_once",
            ),
            models.CheckConstraint(
                name="invoices_goodsmovement_sign",
                condition=Q(reverses=None, amount__gte=0)
                | Q(reverses__isnull=False, amount__lte=0),
            ),
            *whole_minor_units("invoices_goodsmovement", "amount"),
        ]
        indexes = [
            models.Index(
                fields=["company", "-moved_on", "-id"], name="invoices_goods_recent"
            )
        ]

    def __str__(self) -> str:
        return self.number


class GoodsLine(InsertOnly):
    """One product of a goods document."""

    movement = models.ForeignKey(
        GoodsMovement, on_delete=models.PROTECT, related_name="lines"
    )
    position = models.PositiveSmallIntegerField()
    description = models.CharField(_("description"), max_length=200)
    # Quantities need the same exactness as money and share its scale.
    quantity = MoneyField(_("quantity"))
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    currency = CurrencyField()
    amount = MoneyField(_("value"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["movement", "position"], name="invoices_goodsline_once"
            ),
            *whole_minor_units("invoices_goodsline", "amount"),
        ]

    def __str__(self) -> str:
        return self.description


class GoodsLink(InsertOnly):
    """Which credit note or invoice settles a goods document."""

    movement = models.ForeignKey(
        GoodsMovement, on_delete=models.PROTECT, related_name="links"
    )
    credit_note = models.ForeignKey(
        CreditNote, null=True, on_delete=models.PROTECT, related_name="goods_links"
    )
    invoice = models.ForeignKey(
        Invoice, null=True, on_delete=models.PROTECT, related_name="goods_links"
    )
    linked_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invoices_goodslink_one_document",
                condition=Q(credit_note=None, invoice__isnull=False)
                | Q(credit_note__isnull=False, invoice=None),
            ),
            models.UniqueConstraint(
                fields=["movement", "credit_note"],
                condition=Q(credit_note__isnull=False),
                name="invoices_goodslink_credit_note_once",
            ),
            models.UniqueConstraint(
                fields=["movement", "invoice"],
                condition=Q(invoice__isnull=False),
                name="invoices_goodslink_invoice_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.movement_id}: {self.invoice_id or self.credit_note_id}"
