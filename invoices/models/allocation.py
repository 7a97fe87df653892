"""Allocations: which money settles which due item, since when."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from arcollect.core.fields import MoneyField, whole_minor_units
from invoices.models.invoice import DueItem
from invoices.models.money_in import CreditNote, Payment
from invoices.models.posted import PostedDocument
from invoices.querysets import ItemQuerySet


class Allocation(PostedDocument):
    """A positive amount of one source on one item, or its undoing (negative)."""

    effective_field = "effective_on"

    class Rule(models.TextChoices):
        EXACT = "EXACT", _("Exact amount")
        BY_REMITTANCE = "BY_REMITTANCE", _("As the customer named it")
        LEGAL_DEFAULT = "LEGAL_DEFAULT", _("Order of the law")
        OLDEST = "OLDEST", _("Oldest first, as agreed")
        MANUAL = "MANUAL", _("By hand")

    due_item = models.ForeignKey(
        DueItem,
        on_delete=models.PROTECT,
        related_name="allocations",
        db_index=False,  # first column of an index below, as for both sources
    )
    payment = models.ForeignKey(
        Payment,
        null=True,
        on_delete=models.PROTECT,
        related_name="allocations",
        db_index=False,
    )
    credit_note = models.ForeignKey(
        CreditNote,
        null=True,
        on_delete=models.PROTECT,
        related_name="allocations",
        db_index=False,
    )
    amount = MoneyField(_("amount"))
    effective_on = models.DateField(_("effective on"))
    # The day a file gave, by which its row is known again; empty where nobody named
    # another day than the one it counts from.
    stated_on = models.DateField(_("stated on"), null=True)
    rule = models.CharField(max_length=14, choices=Rule.choices, default=Rule.MANUAL)
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversed_by"
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invoices_allocation_one_source",
                condition=models.Q(payment__isnull=True, credit_note__isnull=False)
                | models.Q(payment__isnull=False, credit_note__isnull=True),
            ),
            models.CheckConstraint(
                name="invoices_allocation_sign",
                condition=models.Q(reverses__isnull=True, amount__gt=0)
                | models.Q(reverses__isnull=False, amount__lt=0),
            ),
            *whole_minor_units("invoices_allocation", "amount"),
        ]
        indexes = [
            models.Index(
                fields=["company", "effective_on"], name="invoices_alloc_effective"
            ),
            # They hold all that sums per side at a date need to read.
            models.Index(
                fields=["due_item", "effective_on", "amount"],
                name="invoices_alloc_item",
            ),
            models.Index(
                fields=["payment", "effective_on", "amount"],
                condition=models.Q(payment__isnull=False),
                name="invoices_alloc_payment",
            ),
            models.Index(
                fields=["credit_note", "effective_on", "amount"],
                condition=models.Q(credit_note__isnull=False),
                name="invoices_alloc_credit_note",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
