"""Gapless document numbers per company, kind and year."""

from __future__ import annotations

from django.db.models import F

from arcollect.core.models import Company, NumberSeries

PREFIXES = {
    "invoice": "INV",
    "bill": "BILL",
    "decision": "DEC",
    "order": "SO",
    "credit_note": "CN",
    "deduction": "DED",
    "dunning": "DUN",
    "letter": "DZ",
    "commission": "COM",
}


def next_number(*, company: Company, kind: str, year: int) -> str:
    """The next number of the series, e.g. `INV-2026-000001`.

    Taken in the caller's transaction by one UPDATE that locks the row: if the
    posting fails, the number is given back, so that no gap arises.
    """
    return next_numbers(company=company, kind=kind, year=year, count=1)[0]


def next_numbers(*, company: Company, kind: str, year: int, count: int) -> list[str]:
    """The next `count` numbers, in order; as gapless as one."""
    NumberSeries.objects.get_or_create(company=company, kind=kind, year=year)
    series = NumberSeries.objects.filter(company=company, kind=kind, year=year)
    series.update(next_value=F("next_value") + count)
    after = series.values_list("next_value", flat=True).get()
    return [
        f"{PREFIXES[kind]}-{year}-{taken:06d}" for taken in range(after - count, after)
    ]
