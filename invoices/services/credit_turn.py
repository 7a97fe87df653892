"""Credit is given out one order at a time: the turn that every check waits for."""

from __future__ import annotations

from django.db.models import F

from arcollect.core.models import Rep
from customers.models import Customer
from customers.selectors.credit_rules import find_ceiling


def take_turn(customer: Customer, *, currency: str) -> None:
    """Let nobody else give out credit of the customer until this transaction ends.

    Whoever comes second waits here and then sees what the first one approved. The
    customer, the head of his group and, where a ceiling holds, his sales rep stand for
    the limits; they are taken in the order of their keys, the rep last, so that two
    never wait for each other.
    """
    for pk in sorted({customer.pk, customer.parent_id or customer.pk}):
        Customer.objects.filter(pk=pk).update(version=F("version"))
    rep_id = customer.rep_id
    if rep_id and find_ceiling(rep_id=rep_id, currency=currency) is not None:
        Rep.objects.filter(pk=rep_id).update(name=F("name"))
