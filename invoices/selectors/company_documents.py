"""Whether a company has posted anything yet."""

from __future__ import annotations

from arcollect.core.models import Company
from invoices.models import CreditNote, Invoice, Payment


def has_documents(company: Company) -> bool:
    """Whether an invoice, a credit note or a payment of the company is posted."""
    return any(
        model.objects.filter(company=company).exists()
        for model in (Invoice, CreditNote, Payment)
    )
