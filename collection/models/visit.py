"""Visits and calls: who was met, what was seen, heard, asked and concluded."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from arcollect.core.querysets import OfCustomerQuerySet


class Visit(models.Model):
    """One contact with a customer, as the person who made it reports it (row S01)."""

    class Kind(models.TextChoices):
        APPOINTMENT = "appointment", _("Visit by appointment")
        SURPRISE = "surprise", _("Unannounced visit")
        SERVICE = "service", _("Service visit")
        CALL = "call", _("Call")

    class Outcome(models.TextChoices):
        PROMISED = "promised", _("Promised to pay")
        PAID = "paid", _("Has paid")
        NOT_THERE = "not_there", _("Nobody there")
        REFUSES = "refuses", _("Refuses")
        OTHER = "other", _("Something else")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, related_name="visits"
    )
    contact = models.ForeignKey(
        "customers.Contact",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        verbose_name=_("person met"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices)
    # The company's local day, and the instant the report came in.
    visited_on = models.DateField(_("visited on"))
    observed = models.TextField(_("observed"), blank=True)
    heard = models.TextField(_("heard"), blank=True)
    asked = models.TextField(_("asked"), blank=True)
    concluded = models.TextField(_("concluded"), blank=True)
    next_action = models.CharField(_("next action"), max_length=200, blank=True)
    next_action_on = models.DateField(_("next action on"), null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", on_delete=models.PROTECT)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="collections_visit_kind",
                condition=models.Q(
                    kind__in=["appointment", "surprise", "service", "call"]
                ),
            ),
            models.CheckConstraint(
                name="collections_visit_outcome",
                condition=models.Q(
                    outcome__in=["promised", "paid", "not_there", "refuses", "other"]
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "customer", "-visited_on"],
                name="collections_visit_customer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.visited_on}"
