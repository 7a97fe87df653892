"""What moves: rebuildable rows beside the documents, held by CHECKs.

Everything here follows from the documents; `verify` rebuilds and compares it.
Columns of the documents are repeated so that aging and classification read one
narrow table.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from arcollect.core.fields import CurrencyField, MoneyField
from arcollect.core.querysets import OfCustomerQuerySet
from invoices.models.invoice import DueItem
from invoices.models.money_in import CreditNote, Payment
from invoices.querysets import ItemQuerySet


class DueItemState(models.Model):
    """Open amount, current due date and class of one due item."""

    due_item = models.OneToOneField(
        DueItem, primary_key=True, on_delete=models.PROTECT, related_name="state"
    )
    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT)
    currency = CurrencyField()
    issued_on = models.DateField()
    term_days = models.PositiveIntegerField()
    due_on = models.DateField()
    amount = MoneyField()
    # Amount less every recorded allocation, whatever its date: the guard.
    open_amount = MoneyField()
    # Day from which nothing is open; empty while something is.
    settled_on = models.DateField(null=True)

    # Last permitted day and the first day of each worse class by age (rule 3.1.7).
    final_on = models.DateField()
    expedited_from = models.DateField()
    quasi_from = models.DateField()
    bad_from = models.DateField()
    dead_from = models.DateField(null=True)
    # Severity 0 SETTLED .. 5 DEAD as of the last night; empty = not classified yet.
    severity = models.PositiveSmallIntegerField(null=True)
    decided_by = models.CharField(max_length=60, default="", blank=True)
    class_since = models.DateField(null=True)
    # The day on which the night must look at the item again; empty = by itself never.
    next_change_on = models.DateField(null=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invoices_dueitemstate_open",
                condition=Q(open_amount__gte=0) & Q(open_amount__lte=F("amount")),
            ),
            models.CheckConstraint(
                name="invoices_dueitemstate_settled",
                condition=Q(open_amount=0, settled_on__isnull=False)
                | Q(open_amount__gt=0, settled_on__isnull=True),
            ),
            models.CheckConstraint(
                name="invoices_dueitemstate_severity",
                condition=Q(severity__isnull=True) | Q(severity__lte=5),
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "currency", "customer"],
                include=["issued_on", "due_on", "open_amount", "severity"],
                condition=Q(open_amount__gt=0),
                name="invoices_item_open",
            ),
            models.Index(
                fields=["company", "next_change_on"],
                condition=Q(next_change_on__isnull=False),
                name="invoices_item_next_change",
            ),
            models.Index(
                fields=["company", "settled_on"], name="invoices_item_settled"
            ),
            # A new policy writes its days once per due date and term.
            models.Index(
                fields=["company", "due_on", "term_days"], name="invoices_item_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_item_id}: {self.open_amount}"


class OnAccount(models.Model):
    """What is left to allocate of one payment or credit note."""

    payment = models.OneToOneField(
        Payment, null=True, on_delete=models.PROTECT, related_name="state"
    )
    credit_note = models.OneToOneField(
        CreditNote, null=True, on_delete=models.PROTECT, related_name="state"
    )
    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        "customers.Customer", null=True, on_delete=models.PROTECT
    )
    currency = CurrencyField()
    effective_on = models.DateField()
    amount = MoneyField()
    unallocated = MoneyField()
    # Day from which nothing is left (allocated or reversed); empty while there is.
    used_up_on = models.DateField(null=True)
    reversed_on = models.DateField(null=True)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invoices_onaccount_one_source",
                condition=Q(payment__isnull=True, credit_note__isnull=False)
                | Q(payment__isnull=False, credit_note__isnull=True),
            ),
            models.CheckConstraint(
                name="invoices_onaccount_left",
                condition=Q(unallocated__gte=0) & Q(unallocated__lte=F("amount")),
            ),
            models.CheckConstraint(
                name="invoices_onaccount_used_up",
                condition=Q(unallocated=0, used_up_on__isnull=False)
                | Q(unallocated__gt=0, used_up_on__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "currency", "customer"],
                condition=Q(unallocated__gt=0),
                name="invoices_onaccount_open",
            ),
            models.Index(
                fields=["company", "used_up_on"], name="invoices_onaccount_used"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unallocated} {self.currency}"
