"""Figures that apps above the ledger add to a customer's page or his credit page.

They register in `AppConfig.ready`; each is read once per page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFigure:
    """One figure: what it is, its value in words, a second line, where it leads."""

    label: str | Promise
    value: str
    detail: str
    url: str = ""


# Gives the figure of a customer, or None where there is nothing to show.
ReadFigure = Callable[[Any], CustomerFigure | None]
_figures: dict[str, ReadFigure] = {}
_beside_credit: dict[str, ReadFigure] = {}


def register_figure(name: str, read: ReadFigure) -> None:
    """Show `read(customer)` on every customer's page."""
    _figures[name] = read


def figures_of(customer: Any) -> list[CustomerFigure]:
    """The figures of a customer, in the order they were registered."""
    found = (read(customer) for read in _figures.values())
    return [figure for figure in found if figure is not None]


def register_beside_credit(name: str, read: ReadFigure) -> None:
    """Show `read(customer)` beside the reviews of every customer's credit."""
    _beside_credit[name] = read


def figures_beside_credit(customer: Any) -> list[CustomerFigure]:
    """What is looked at beside a customer's credit review."""
    found = (read(customer) for read in _beside_credit.values())
    return [figure for figure in found if figure is not None]
