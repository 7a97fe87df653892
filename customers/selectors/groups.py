"""Groups of customers: who stands at the head, and who belongs to whom."""

from __future__ import annotations

from django.core.exceptions import FieldDoesNotExist

from customers.models import Customer

# Deeper than any group: a circle of heads ends here.
DEEPEST = 10


def head_of(customer: Customer) -> int:
    """Key of the head of the customer's group; his own where he is in none."""
    if not _has_heads():
        return customer.pk
    head = customer.pk
    for _step in range(DEEPEST):
        above = (
            Customer.objects.filter(pk=head).values_list("parent_id", flat=True).first()
        )
        if above is None:
            break
        head = above
    return head


def members_of(head_id: int) -> list[int]:
    """Keys of everybody in the group of a head, the head included."""
    found, newest = [head_id], [head_id]
    if not _has_heads():
        return found
    for _step in range(DEEPEST):
        below = Customer.objects.filter(parent_id__in=newest).exclude(pk__in=found)
        newest = list(below.values_list("pk", flat=True))
        if not newest:
            break
        found += newest
    return sorted(found)


def _has_heads() -> bool:
    """Whether customers can name a head at all."""
    try:
        Customer._meta.get_field("parent")  # noqa: SLF001
    except FieldDoesNotExist:
        return False
    return True
