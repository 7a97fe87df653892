"""What a file is evidence of: a customer, or one document about him."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from arcollect.core.insert_only import InsertOnly
from arcollect.core.querysets import OfCustomerQuerySet

# Beside the customer at most one of them is named.
DOCUMENTS = (
    "contract",
    "invoice",
    "deduction",
    "dispute",
    "decision",
    "movement",
    "bill",
)


def _about(name: str) -> Q:
    """Just the document that `about` says, or none for the customer himself."""
    named = {f"{other}__isnull": other != name for other in DOCUMENTS}
    return Q(about=name, **named)


def _document(to: str) -> Any:
    return models.ForeignKey(
        to, null=True, on_delete=models.PROTECT, related_name="evidence_files"
    )


class Evidence(InsertOnly):
    """One file as evidence of one thing; seen with the customer."""

    class About(models.TextChoices):
        CUSTOMER = "customer", _("Customer")
        CONTRACT = "contract", _("Contract")
        INVOICE = "invoice", _("Invoice")
        DEDUCTION = "deduction", _("Deduction")
        DISPUTE = "dispute", _("Dispute")
        DECISION = "decision", _("Decision about claims")
        MOVEMENT = "movement", _("Goods document")
        BILL = "bill", _("Bill")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, related_name="evidence_files"
    )
    file = models.OneToOneField(
        "core.EvidenceFile", on_delete=models.PROTECT, related_name="evidence"
    )
    about = models.CharField(max_length=9, choices=About.choices)
    contract = _document("customers.Contract")
    invoice = _document("invoices.Invoice")
    deduction = _document("invoices.Deduction")
    dispute = _document("invoices.Dispute")
    decision = _document("invoices.ClaimDecision")
    movement = _document("invoices.GoodsMovement")
    bill = _document("invoices.Bill")
    # The file's, for the rule that the same file is not kept twice for one thing. A
    # file that was withdrawn may come again: it is the next occurrence.
    sha256 = models.CharField(max_length=64)
    occurrence = models.PositiveSmallIntegerField(default=1)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                name="invoices_evidence_about",
                condition=Q(
                    *(_about(name) for name in ("customer", *DOCUMENTS)),
                    _connector=Q.OR,
                ),
            ),
            models.UniqueConstraint(
                "customer",
                *(Coalesce(f"{name}_id", 0) for name in DOCUMENTS),
                "sha256",
                "occurrence",
                name="invoices_evidence_once",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "-id"], name="invoices_evidence_recent")
        ]

    def __str__(self) -> str:
        return str(self.file)

    @property
    def document_id(self) -> int | None:
        """The key of the document it is about; None where it is about the customer."""
        if self.about == self.About.CUSTOMER:
            return None
        found: int = getattr(self, f"{self.about}_id")
        return found
