"""Figures of a customer's file as people read them."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.dates import WEEKDAYS
from django.utils.translation import pgettext

register = template.Library()
BP = 100


@register.filter
def basis_points(share: int | None) -> str:
    """Hundredths of a percent as `12.5%`; empty where there is none."""
    if share is None:
        return ""
    text = f"{Decimal(share) / BP:f}"
    return f"{text.replace('-', '−')}%"


@register.filter
def weekday_names(days: list[int]) -> str:
    """`Tuesday, Friday` of 1 and 4."""
    names = [str(WEEKDAYS[day]) for day in sorted(days) if day in WEEKDAYS]
    return pgettext("between names", ", ").join(names)


@register.filter
def percent_share(percent: int) -> Decimal:
    """A whole percent as the share between 0 and 1 that a bar takes."""
    return Decimal(percent) / BP
