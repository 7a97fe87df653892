"""What a dealer earns on a product: his margin on the list price. Pure."""

from __future__ import annotations

from decimal import Decimal

WHOLE_BP = 10_000


def dealer_margin_bp(*, list_price: Decimal, dealer_price: Decimal) -> int:
    """What the list price leaves the dealer, in hundredths of a percent, rounded down.

    Both prices in one currency, the list price above zero. Negative where he pays more
    than the list price.
    """
    spread = (list_price - dealer_price) * WHOLE_BP
    return int(spread // list_price) if spread >= 0 else -int(-spread // list_price)
