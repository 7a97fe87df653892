"""Promotions agreed with customers, as deductions are matched to them."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from customers.models import PromotionAgreement


def agreements_in_force(customer_id: int, on: dt.date) -> QuerySet[PromotionAgreement]:
    """Agreements of the customer that hold on the day, the first to end first.

    Both ends count; one ended before its time holds through `ended_on`.
    """
    return PromotionAgreement.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=on),
        customer_id=customer_id,
        from_on__lte=on,
        until_on__gte=on,
    ).order_by("until_on", "pk")
