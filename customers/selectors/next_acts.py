"""What the cause of non-payment asks for next."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from customers.models import Customer

Cause = Customer.Cause
_ACTS: dict[str, str | Promise] = {
    Cause.NO_CASH: _("Offer a plan of instalments that fits the customer's cash."),
    Cause.WEAK_SALES: _(
        "Help the goods sell: send a shop guide, hold a promotion, take slow goods back."
    ),
    Cause.QUALITY: _("Have the complaint settled: open a dispute with an owner."),
    Cause.PRICE: _(
        "Check the price and the promotion agreement, then answer in writing."
    ),
    Cause.DELIVERY: _("Bring the proof of delivery and have it signed."),
    Cause.PAPERWORK: _(
        "Send the missing papers at once and ask which day they are booked."
    ),
    Cause.PROCEDURE: _(
        "Write the steps into the payment profile and be early for the next closing day."
    ),
    Cause.UNWILLING: _(
        "Concede nothing. Go to the person in charge, then up the ladder of sanctions."
    ),
}


def next_act(cause: str) -> str | Promise:
    """The advice for a cause; empty where there is none."""
    return _ACTS.get(cause, "")
