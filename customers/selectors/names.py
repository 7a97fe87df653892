"""Whether a name is one of ours to use."""

from __future__ import annotations

from arcollect.core.models import Company
from customers.models import Customer


def is_name_of_customer(*, company: Company, name: str) -> bool:
    """Whether a customer of the company carries exactly this name, in any case."""
    return Customer.objects.filter(company=company, name__iexact=name).exists()
