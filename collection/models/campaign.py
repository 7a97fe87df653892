"""Campaigns: a period in which paying in time earns more, and prizes for points."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.querysets import OfCustomerQuerySet


class Campaign(models.Model):
    """A period, both ends included, in which points are multiplied and prizes offered."""

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    name = models.CharField(_("name"), max_length=100)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    # 10,000 multiplies by one: prizes only.
    multiplier_bp = models.PositiveIntegerField(default=10_000)
    # Only money that came at least so many days early is multiplied.
    min_early_days = models.PositiveSmallIntegerField(_("days early"), default=0)
    note = models.CharField(_("note"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "name"], name="collections_campaign_name_once"
            ),
            models.CheckConstraint(
                name="collections_campaign_period",
                condition=Q(until_on__gte=F("from_on")),
            ),
            models.CheckConstraint(
                name="collections_campaign_multiplier",
                condition=Q(multiplier_bp__gte=10_000, multiplier_bp__lte=100_000),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Prize(models.Model):
    """Something to be had for points while the campaign runs and the stock lasts."""

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="prizes"
    )
    name = models.CharField(_("name"), max_length=100)
    points = models.PositiveIntegerField(_("points"))
    stock = models.PositiveIntegerField(_("stock"))
    # Stock less what was redeemed and not cancelled: the guard.
    left = models.IntegerField(_("left"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "name"], name="collections_prize_name_once"
            ),
            models.CheckConstraint(
                name="collections_prize_left",
                condition=Q(left__gte=0) & Q(left__lte=F("stock")) & Q(points__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Redemption(models.Model):
    """Points of a customer given for prizes."""

    class State(models.TextChoices):
        ORDERED = "ordered", _("To be handed over")
        HANDED_OVER = "handed_over", _("Handed over")
        CANCELLED = "cancelled", _("Cancelled")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, related_name="redemptions"
    )
    prize = models.ForeignKey(
        Prize, on_delete=models.PROTECT, related_name="redemptions"
    )
    quantity = models.PositiveIntegerField(_("quantity"))
    points = models.PositiveIntegerField(_("points"))
    redeemed_on = models.DateField(_("redeemed on"))
    state = models.CharField(
        max_length=12, choices=State.choices, default=State.ORDERED
    )
    closed_on = models.DateField(null=True)
    # To whom it was handed over, or why it was cancelled.
    closing_note = models.CharField(max_length=500, blank=True)
    closed_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="collections_redemption_amounts",
                condition=Q(quantity__gte=1, points__gte=1),
            ),
            models.CheckConstraint(
                name="collections_redemption_state",
                condition=Q(state="ordered", closed_on__isnull=True)
                | Q(state__in=["handed_over", "cancelled"], closed_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "state"], name="collections_redemption_state"
            )
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.prize_id}"
