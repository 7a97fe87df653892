"""Through which day the books of a company are closed."""

from __future__ import annotations

from django.db import models

from arcollect.core.models.company import Company


class ClosedBooks(models.Model):
    """Nothing is posted with an effective date up to and including `through`."""

    company = models.OneToOneField(
        Company,
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="closed_books",
    )
    through = models.DateField(null=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)

    def __str__(self) -> str:
        return f"{self.company_id}: {self.through}"
