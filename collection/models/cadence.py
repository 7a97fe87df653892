"""Planned contacts before and on a settlement date (domain rule 3.2)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.querysets import OfCustomerQuerySet


class CadenceStep(models.Model):
    """One contact with a customer for everything that falls due on one settlement date.

    The night plans it and closes it when its time has passed; a visit marks it done.
    """

    class Step(models.TextChoices):
        T7 = "T-7", _("T-7: foresee the day")
        T3 = "T-3", _("T-3: fix the day")
        T1 = "T-1", _("T-1: make sure")
        T0 = "T-0", _("T-0: collect")

    class Result(models.TextChoices):
        PLANNED = "planned", _("Planned")
        DONE = "done", _("Done")
        MISSED = "missed", _("Missed")
        SKIPPED = "skipped", _("Not needed")
        MERGED = "merged", _("Merged into T-3")

    class Acting(models.TextChoices):
        REP = "rep", _("Sales rep")
        COLLEAGUE = "colleague", _("Stand-in")
        MANAGER = "manager", _("Manager")

    class Reason(models.TextChoices):
        NONE = "", _("no reason")
        BEFORE_INVOICE = "before_invoice", _("before the invoice")
        TOO_LATE = "too_late", _("its day had passed when it was planned")
        SETTLED = "settled", _("nothing is open any more")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, related_name="cadence_steps"
    )
    # The rep as the books name him when it was planned, and who goes in his place.
    rep = models.ForeignKey("core.Rep", on_delete=models.PROTECT)
    acting = models.CharField(max_length=9, choices=Acting.choices, default=Acting.REP)
    stand_in = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)
    step = models.CharField(max_length=3, choices=Step.choices)
    # The due date on a working day: what the contacts are counted from.
    settlement_on = models.DateField()
    final_on = models.DateField()
    planned_on = models.DateField(_("planned for"))
    # T-7: the day the customer foresees. T-3: the day that was agreed, which T-0 takes.
    named_on = models.DateField(_("day named by the customer"), null=True)
    result = models.CharField(
        max_length=7, choices=Result.choices, default=Result.PLANNED
    )
    reason = models.CharField(
        max_length=14, choices=Reason.choices, default=Reason.NONE, blank=True
    )
    done_on = models.DateField(null=True)
    visit = models.ForeignKey(
        "collections.Visit",
        null=True,
        on_delete=models.PROTECT,
        related_name="cadence_steps",
    )

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "settlement_on", "step"],
                name="collections_cadencestep_once",
            ),
            models.CheckConstraint(
                name="collections_cadencestep_step",
                condition=Q(step__in=["T-7", "T-3", "T-1", "T-0"]),
            ),
            models.CheckConstraint(
                name="collections_cadencestep_result",
                condition=Q(
                    result__in=["planned", "done", "missed", "skipped", "merged"]
                ),
            ),
            models.CheckConstraint(
                name="collections_cadencestep_done",
                condition=Q(result="done", done_on__isnull=False)
                | (~Q(result="done") & Q(done_on__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "planned_on"],
                condition=Q(result="planned"),
                name="collections_cadencestep_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.planned_on}"
