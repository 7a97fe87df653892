"""Gapless document numbers per company, kind and year."""

from __future__ import annotations

from django.db.models import F

from arcollect.core.models import Company, NumberSeries

PREFIXES = {"invoice": "INV", "credit_note": "CN", "letter": "DZ"}


def next_number(*, company: Company, kind: str, year: int) -> str:
    """The next number of the series, e.g. `INV-2026-000001`.

    Taken in the caller's transaction by one UPDATE that locks the row: if the
    posting fails, the number is given back, so that no gap arises.
    """
    NumberSeries.objects.get_or_create(company=company, kind=kind, year=year)
    series = NumberSeries.objects.filter(company=company, kind=kind, year=year)
    series.update(next_value=F("next_value") + 1)
    taken = series.values_list("next_value", flat=True).get() - 1
    return f"{PREFIXES[kind]}-{year}-{taken:06d}"
