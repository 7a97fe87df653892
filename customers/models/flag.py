"""Marks that change how a customer is treated, from a day until they are lifted."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.querysets import OfCustomerQuerySet
from customers.models.customer import Customer


class CustomerFlag(models.Model):
    """In force from `from_on`, and until the day before `lifted_on` where lifted."""

    class Kind(models.TextChoices):
        WATCH = "watch", _("Under watch")
        HABITUAL_DEBTOR = "habitual", _("Habitual debtor")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="flags"
    )
    kind = models.CharField(_("flag"), max_length=8, choices=Kind.choices)
    from_on = models.DateField(_("from"))
    review_on = models.DateField(_("review by"))
    reason = models.CharField(_("reason"), max_length=500)
    set_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_on = models.DateField(_("lifted on"), null=True)
    lifted_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    lift_reason = models.CharField(_("why it was lifted"), max_length=500, blank=True)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind"],
                condition=Q(lifted_on__isnull=True),
                name="customers_customerflag_one_in_force",
            ),
            models.CheckConstraint(
                name="customers_customerflag_days",
                condition=Q(review_on__gt=F("from_on"))
                & (Q(lifted_on__isnull=True) | Q(lifted_on__gte=F("from_on"))),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
