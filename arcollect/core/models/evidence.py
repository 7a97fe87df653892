"""Files kept as evidence: inserted once, withdrawn at most, never deleted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.insert_only import InsertOnly
from arcollect.core.models.company import Company
from arcollect.core.models.people import User


class EvidenceFile(InsertOnly):
    """One file as somebody handed it in. Its bytes lie on disk under their SHA-256.

    What it is evidence of is a row downstream that names it.
    """

    class Kind(models.TextChoices):
        CONTRACT = "contract", _("Contract")
        ORDER = "order", _("Order")
        DELIVERY = "delivery", _("Delivery receipt")
        ACCEPTANCE = "acceptance", _("Acceptance certificate")
        IOU = "iou", _("IOU slip")
        COMMITMENT = "commitment", _("Sealed or commitment letter")
        PHOTO = "photo", _("Photo")
        CORRESPONDENCE = "correspondence", _("Correspondence")
        RECORDING = "recording", _("Recording")
        OTHER = "other", _("Something else")

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices)
    # As uploaded, without what a name may not hold, ending as its bytes say.
    name = models.CharField(_("file name"), max_length=140)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("file size"))
    media_type = models.CharField(max_length=100)
    origin = models.CharField(_("from whom"), max_length=100)
    taken_on = models.DateField(_("taken on"))
    # Who holds the original and where; empty where nobody said.
    custody = models.CharField(_("original held by"), max_length=200, blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="core_evidencefile_whole",
                condition=Q(size__gt=0) & ~Q(name="") & ~Q(sha256=""),
            )
        ]

    def __str__(self) -> str:
        return self.name


class EvidenceState(models.Model):
    """Whether a file still counts: withdrawn with a reason, or as good as ever."""

    file = models.OneToOneField(
        EvidenceFile, primary_key=True, on_delete=models.PROTECT, related_name="state"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="core_evidencestate_reason",
                condition=Q(withdrawn_at=None, reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(reason="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.withdrawn_at or 'counts'}"
