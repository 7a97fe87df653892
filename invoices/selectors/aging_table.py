"""An aging as lines of text that a bookkeeper can read."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arcollect.core.money import minor_digits
from invoices.selectors.aging_figures import Aging, AgingLine, By, Figure

_HEADINGS = {
    "not_due": gettext_lazy("Not due"),
    "on_account": gettext_lazy("On account"),
    "total": gettext_lazy("Total"),
}


def aging_table(aging: Aging) -> Iterator[str]:
    """Lines of text: a block per currency, amounts aligned at the right."""
    yield _("Receivables as of %(day)s") % {"day": aging.as_of.isoformat()}
    if not aging.currencies:
        yield _("There are no documents up to this day.")
    for currency, line in sorted(aging.currencies.items()):
        yield ""
        if aging.by is By.CUSTOMER:
            yield from _customers(aging, currency, line)
        else:
            yield from _parts(currency, line)


def _parts(currency: str, line: AgingLine) -> Iterator[str]:
    yield f"{currency:<14}{_('Items'):>8}{_('Amount'):>22}"
    figures = {**line.parts, "on_account": _negative(line), "total": line.total}
    for name, figure in figures.items():
        label = _label(name)
        yield f"{label:<14}{figure.items:>8}{_amount(figure, currency):>22}"


def _customers(aging: Aging, currency: str, line: AgingLine) -> Iterator[str]:
    names = [*line.parts, "on_account", "total"]
    yield f"{currency:<20}" + "".join(f"{_label(name):>18}" for name in names)
    lines = [*sorted(aging.customers.get(currency, {}).items())]
    for code, of_customer in [*lines, (_("Total"), line)]:
        figures = [
            *of_customer.parts.values(),
            _negative(of_customer),
            of_customer.total,
        ]
        amounts = "".join(f"{_amount(figure, currency):>18}" for figure in figures)
        yield f"{code or _('No customer'):<20}{amounts}"


def _negative(line: AgingLine) -> Figure:
    return Figure(line.on_account.items, -line.on_account.amount)


def _label(name: str) -> str:
    return str(_HEADINGS.get(name, name))


def _amount(figure: Figure, currency: str) -> str:
    return f"{figure.amount:,.{minor_digits(currency)}f}"
