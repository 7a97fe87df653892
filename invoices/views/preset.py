"""Forms opened from a customer's page know the customer."""

from __future__ import annotations

from arcollect.core.requests import SignedInRequest
from arcollect.core.typed_number import typed_number
from customers.models import Customer


def preset_customer(request: SignedInRequest) -> str:
    """Code of the visible customer that `?customer=` names, else empty."""
    asked = typed_number(request.GET.get("customer"))
    if asked is None:
        return ""
    customer = (
        Customer.objects.filter(company=request.company, pk=asked)
        .visible_to(request.user)
        .first()
    )
    return customer.code if customer else ""
