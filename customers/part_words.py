"""The parts of a credit score and its inputs, in words."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

# Names of `customers.domain.credit_grade.Part`.
PARTS = {
    "payment": _("Payment behaviour"),
    "exposure": _("Exposure to the line"),
    "trade": _("Years and volume of trade"),
    "financial": _("Statements and risk signals"),
    "security": _("Documents and security"),
}
# Fields of `customers.domain.credit_grade.ReviewFacts`.
INPUTS = {
    "days_beyond_terms": _("Days beyond terms, last 12 months"),
    "promise_rate": _("Promises kept, percent"),
    "exposure": _("Exposure"),
    "line": _("Line so far"),
    "years": _("Full years of trade"),
    "months_bought": _("Months with purchases, of the last 12"),
    "purchases": _("Purchases of the last 12 months"),
    "rating": _("Financial statements"),
    "signals": _("Open risk signals"),
    "has_contract": _("Signed contract"),
    "security": _("Value of security"),
}
RATINGS = {
    "unknown": _("not seen"),
    "weak": _("weak"),
    "fair": _("fair"),
    "sound": _("sound"),
}


def part_words(parts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The parts of a stored score with their words and shares between 0 and 1."""
    return [
        {
            **part,
            "label": PARTS[part["name"]],
            "share": Decimal(part["points"]) / part["most"],
        }
        for part in parts
    ]
