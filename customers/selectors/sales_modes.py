"""The sales modes a contract may have, and what they are called."""

from __future__ import annotations

from typing import Any

from customers.models import Contract


def mode_labels() -> dict[str, Any]:
    """Mode -> label, cash first."""
    return dict(Contract.SalesMode.choices)
