"""Invoices, their lines, and due items: the unit of every rule."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from arcollect.core.fields import CurrencyField, MoneyField, whole_minor_units
from arcollect.core.insert_only import InsertOnly
from arcollect.core.querysets import OfCustomerQuerySet
from invoices.models.posted import PostedDocument


class Invoice(PostedDocument):
    """A posted invoice. Reversed by a credit note that names it."""

    effective_field = "issued_on"

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("Invoice")
        # What was owed before the books began here, without its documents.
        OPENING = "opening", _("Opening balance")
        # A received bill is a receivable of its own (domain rule 3.1.9).
        BILL = "bill", _("Bill")
        # Sold goods of a sell-through delivery, taken out of what had no date.
        SOLD = "sold", _("Sell-through statement")

    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, related_name="invoices"
    )
    contract = models.ForeignKey(
        "customers.Contract", null=True, on_delete=models.PROTECT
    )
    kind = models.CharField(
        _("kind"), max_length=8, choices=Kind.choices, default=Kind.INVOICE
    )
    number = models.CharField(_("invoice number"), max_length=60)
    issued_on = models.DateField(_("issued on"))
    amount = MoneyField(_("amount"))
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "number"], name="invoices_invoice_number_once"
            ),
            models.CheckConstraint(
                name="invoices_invoice_positive", condition=models.Q(amount__gt=0)
            ),
            models.CheckConstraint(
                name="invoices_invoice_kind",
                condition=models.Q(kind__in=["invoice", "opening", "bill", "sold"]),
            ),
            *whole_minor_units("invoices_invoice", "amount"),
        ]
        indexes = [
            models.Index(
                fields=["company", "-issued_on", "-id"], name="invoices_invoice_recent"
            )
        ]

    def __str__(self) -> str:
        return self.number


class InvoiceLine(InsertOnly):
    """One line; lines of different term groups fall due apart."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    description = models.CharField(_("description"), max_length=200)
    # Quantities need the same exactness as money and share its scale.
    quantity = MoneyField(_("quantity"))
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    unit_price = MoneyField(_("unit price"))
    currency = CurrencyField()
    amount = MoneyField(_("amount"))
    term_group = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invoice", "position"], name="invoices_invoiceline_once"
            ),
            *whole_minor_units("invoices_invoiceline", "amount"),
        ]

    def __str__(self) -> str:
        return self.description


class DueItem(InsertOnly):
    """One due date of an invoice: its original date, term and amount."""

    class Kind(models.TextChoices):
        GOODS = "goods", _("Goods")
        SERVICE = "service", _("Service")
        FREIGHT = "freight", _("Freight")
        RETENTION = "retention", _("Retention")
        CONSIGNMENT = "consignment", _("Consignment")
        BILL = "bill", _("Bill")
        DEPOSIT = "deposit", _("Deposit")
        INSTALMENT = "instalment", _("Instalment")
        MILESTONE = "milestone", _("Milestone")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(default=1)
    term_group = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.GOODS)
    issued_on = models.DateField()
    # Nominal term T in days (rule 3.1.3), the base of grace.
    term_days = models.PositiveIntegerField()
    due_on = models.DateField(_("due on"))
    currency = CurrencyField()
    amount = MoneyField(_("amount"))
    recorded_at = models.DateTimeField()

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invoice", "position"], name="invoices_dueitem_once"
            ),
            models.CheckConstraint(
                name="invoices_dueitem_positive", condition=models.Q(amount__gt=0)
            ),
            *whole_minor_units("invoices_dueitem", "amount"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id}/{self.position}"
