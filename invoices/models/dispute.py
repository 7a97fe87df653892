"""Disputes: what a customer contests of a due item, and why."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from arcollect.core.fields import CurrencyField, MoneyField, whole_minor_units
from arcollect.core.querysets import OfCustomerQuerySet
from invoices.models.invoice import DueItem
from invoices.models.money_in import CreditNote


class Dispute(models.Model):
    """A contested amount of one item; it keeps ageing and is left out of reminders."""

    class Reason(models.TextChoices):
        PRICE = "price", _("Price")
        PROMOTION = "promotion", _("Promotion")
        CROSS_REGION = "cross_region", _("Goods from another region")
        QUALITY = "quality", _("Quality")
        DELIVERY = "delivery", _("Delivery")
        PAPERWORK = "paperwork", _("Paperwork")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("of a dispute", "Open")
        RESOLVED_OURS = "resolved_ours", _("Resolved in our favour")
        RESOLVED_THEIRS = "resolved_theirs", _("Resolved in the customer's favour")
        SPLIT = "split", _("Split")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, related_name="disputes"
    )
    due_item = models.ForeignKey(
        DueItem, on_delete=models.PROTECT, related_name="disputes"
    )
    currency = CurrencyField()
    amount = MoneyField(_("disputed amount"))
    reason = models.CharField(_("reason"), max_length=14, choices=Reason.choices)
    note = models.CharField(_("note"), max_length=500, blank=True)
    owner = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="disputes"
    )
    opened_on = models.DateField(_("opened on"))
    target_on = models.DateField(_("to be settled by"), null=True, blank=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.OPEN)
    resolved_on = models.DateField(null=True)
    resolution = models.CharField(_("resolution"), max_length=500, blank=True)
    # What is given up of the amount. While `approved_by` stands beside OPEN, it waits
    # for a second person.
    conceded = MoneyField(_("conceded"), null=True)
    approved_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    second_approved_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    credit_note = models.OneToOneField(
        CreditNote, null=True, on_delete=models.PROTECT, related_name="dispute"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invoices_dispute_amount", condition=Q(amount__gt=0)
            ),
            models.CheckConstraint(
                name="invoices_dispute_resolved",
                condition=Q(state="open", resolved_on__isnull=True)
                | Q(
                    state__in=["resolved_ours", "resolved_theirs", "split"],
                    resolved_on__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="invoices_dispute_conceded",
                condition=Q(conceded=None)
                | Q(conceded__gte=0, conceded__lte=F("amount")),
            ),
            *whole_minor_units("invoices_dispute", "amount", "conceded"),
        ]
        indexes = [
            models.Index(
                fields=["due_item"],
                condition=Q(state="open"),
                name="invoices_dispute_open",
            ),
            models.Index(
                fields=["company", "state", "target_on"], name="invoices_dispute_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
