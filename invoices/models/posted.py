"""What every posted document carries."""

from __future__ import annotations

from django.db import models

from arcollect.core.fields import CurrencyField
from arcollect.core.insert_only import InsertOnly


class PostedDocument(InsertOnly):
    """Base of posted documents: whose, in which currency, known since when."""

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    currency = CurrencyField()
    # When we knew; the business date has its own column in each document.
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)
    batch = models.ForeignKey("core.ImportBatch", null=True, on_delete=models.PROTECT)

    class Meta:
        abstract = True
