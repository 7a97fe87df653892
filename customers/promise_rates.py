"""How a customer keeps his promises, which apps further down know.

Credit reviews ask here; collection work registers in `AppConfig.ready`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

# Customer's key and day -> share of judged promises that were kept, 0 to 100.
Rate = Callable[[int, dt.date], Decimal | None]
_rates: list[Rate] = []


def register_promise_rate(rate: Rate) -> None:
    """Let `rate(customer_id, as_of)` answer; None where nothing was judged yet."""
    if rate not in _rates:
        _rates.append(rate)


def promise_rate(*, customer_id: int, as_of: dt.date) -> Decimal | None:
    """Kept promises of a hundred judged ones; None where nobody knows."""
    for rate in _rates:
        found = rate(customer_id, as_of)
        if found is not None:
            return found
    return None
