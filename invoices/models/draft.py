"""Documents being written; they move no money until posted."""

from __future__ import annotations

from django.db import models


class DocumentDraft(models.Model):
    """An invoice or credit note that is not posted yet."""

    class Kind(models.TextChoices):
        INVOICE = "invoice"
        CREDIT_NOTE = "credit_note"

    company = models.ForeignKey("core.Company", on_delete=models.CASCADE)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    data = models.JSONField(default=dict)
    created_by = models.ForeignKey("core.User", on_delete=models.CASCADE)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
