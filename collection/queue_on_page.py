"""What a customer's credit page shows of his order of payment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from arcollect.core import clock
from arcollect.core.customer_figures import CustomerFigure, register_beside_credit
from collection.selectors.queue_position import queue_position_of

if TYPE_CHECKING:
    from customers.models import Customer


def register() -> None:
    """Called once, when the apps are ready."""
    register_beside_credit("queue", queue_figure)


def queue_figure(customer: Customer) -> CustomerFigure:
    """How early the customer pays us among his suppliers, and why."""
    today = clock.today(customer.company.time_zone)
    found = queue_position_of(customer=customer, as_of=today)
    return CustomerFigure(
        label=_("Payment queue"),
        value=_("%(points)s of 20") % {"points": found.total},
        detail=_(
            "sales %(sales)s, profit %(profit)s, relation %(relation)s,"
            " our visits in time %(firmness)s"
        )
        % {
            "sales": found.sales,
            "profit": found.profit,
            "relation": found.relation,
            "firmness": found.firmness,
        },
        url=reverse("customers:file", args=[customer.pk]),
    )
