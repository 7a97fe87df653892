"""Single due items as other apps ask for them."""

from __future__ import annotations

from arcollect.core.permissions import LARGEST_KEY
from invoices.models import DueItem


def find_item_of(*, customer_id: int, item_id: str) -> DueItem | None:
    """The customer's due item with that key, as an address names it; else None."""
    if not (item_id.isascii() and item_id.isdigit()) or int(item_id) > LARGEST_KEY:
        return None
    rows = DueItem.objects.select_related("invoice")
    return rows.filter(customer_id=customer_id, pk=int(item_id)).first()
