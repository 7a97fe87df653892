"""Files that people upload and the mapping profiles they save."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from arcollect.core.models.company import Company
from arcollect.core.models.people import User


class ImportProfile(models.Model):
    """A saved mapping of a flat file onto the canonical columns (TOML)."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    name = models.CharField(_("name"), max_length=100)
    toml = models.TextField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "name"], name="core_importprofile_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ImportBatch(models.Model):
    """One upload on its way from files to the ledger, wholly or not at all."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Ready to commit")
        REFUSED = "refused", _("Refused")
        APPLYING = "applying", _("Being posted")
        APPLIED = "applied", _("Posted")
        FAILED = "failed", _("Stopped")
        DISCARDED = "discarded", _("Discarded")

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT)
    created_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.UPLOADED
    )
    state_changed_at = models.DateTimeField()
    # Name of a shipped or saved profile; empty means the canonical columns.
    profile_name = models.CharField(max_length=100, blank=True)
    profile_toml = models.TextField(blank=True)
    encoding = models.CharField(max_length=40, blank=True)
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    phase = models.CharField(max_length=40, blank=True)
    # The JSON that the command prints for the same files.
    result = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="core_importbatch_state",
                condition=models.Q(
                    state__in=[
                        "uploaded",
                        "checking",
                        "checked",
                        "refused",
                        "applying",
                        "applied",
                        "failed",
                        "discarded",
                    ]
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.state}"


class ImportFile(models.Model):
    """One uploaded file, kept under the uploads folder with its hash."""

    batch = models.ForeignKey(
        ImportBatch, on_delete=models.CASCADE, related_name="files"
    )
    kind = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=200)
    path = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return self.name
