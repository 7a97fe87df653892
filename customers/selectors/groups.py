"""Groups of customers: a head and its members, one level deep."""

from __future__ import annotations

from django.db.models import Q

from customers.models import Customer


def group_of(customer: Customer) -> list[int]:
    """Keys of the customer's whole group, the head first; himself alone without one."""
    head = customer.parent_id or customer.pk
    rows = Customer.objects.filter(Q(pk=head) | Q(parent=head)).order_by("pk")
    keys = list(rows.values_list("pk", flat=True))
    return [head, *(key for key in keys if key != head)]
