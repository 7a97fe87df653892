"""How widely goods are to be spread in a region, and how much may be owed there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.fields import CurrencyField, MoneyField, whole_minor_units
from arcollect.core.insert_only import InsertOnly


class DistributionPolicy(InsertOnly):
    """One version of a region's targets (domain row S77); the newest that has begun counts.

    A version with `withdrawn` takes the region out.
    """

    class Stage(models.TextChoices):
        LAUNCH = "launch", _("Launch")
        GROWTH = "growth", _("Growth")
        MATURE = "mature", _("Mature")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    region = models.CharField(_("region"), max_length=100)
    version = models.PositiveIntegerField()
    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices)
    outlets = models.PositiveIntegerField(_("outlets in the region"))
    # Share of the outlets that shall be served, in basis points.
    target_bp = models.PositiveIntegerField(_("target rate"))
    currency = CurrencyField()
    exposure_ceiling = MoneyField(_("exposure ceiling"))
    from_on = models.DateField(_("in force from"))
    withdrawn = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "region", "version"],
                name="customers_distributionpolicy_once",
            ),
            models.CheckConstraint(
                name="customers_distributionpolicy_values",
                condition=Q(outlets__gte=1, target_bp__lte=10_000)
                & Q(exposure_ceiling__gte=0)
                & Q(stage__in=["launch", "growth", "mature"]),
            ),
            *whole_minor_units("customers_distributionpolicy", "exposure_ceiling"),
        ]

    def __str__(self) -> str:
        return f"{self.region} v{self.version}"
