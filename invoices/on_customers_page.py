"""What the ledger offers on a customer's page beside its own documents."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from arcollect.core.roles import Permission
from arcollect.core.timeline import CustomerAction, register_action


def register() -> None:
    """Offer a decision about the customer's claims."""
    register_action(
        CustomerAction(
            permission=Permission.PROPOSE_DECISIONS,
            label=_("Decide about claims"),
            icon="gavel",
            url_name="invoices:decision_choose",
        )
    )
