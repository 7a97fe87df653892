"""Holds: reminders to a customer or about an item rest until a day."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.querysets import OfCustomerQuerySet


class Hold(models.Model):
    """No reminder from `from_on` through `until_on` (both included), for a reason."""

    class Kind(models.TextChoices):
        PAUSE = "pause", _("Pause")
        LEGAL = "legal", _("Counsel is in charge")
        DO_NOT_CONTACT = "do_not_contact", _("Do not contact")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, related_name="holds"
    )
    # Empty: everything of the customer.
    due_item = models.ForeignKey(
        "invoices.DueItem", null=True, blank=True, on_delete=models.PROTECT
    )
    kind = models.CharField(
        _("kind"), max_length=14, choices=Kind.choices, default=Kind.PAUSE
    )
    from_on = models.DateField(_("from"))
    # A pause always ends by itself; the other kinds may stay until they are lifted.
    until_on = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", on_delete=models.PROTECT)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="holds_lifted"
    )

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="collections_hold_interval",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
            ),
            models.CheckConstraint(
                name="collections_hold_pause_ends",
                condition=~Q(kind="pause") | Q(until_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "customer"],
                condition=Q(lifted_at__isnull=True),
                name="collections_hold_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.customer_id} {self.from_on}"
