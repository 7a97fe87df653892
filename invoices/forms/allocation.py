"""Amounts beside due items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from arcollect.core.form_fields import (
    DateFormField,
    MoneyFormField,
    OnceForm,
    exact_in_currency,
)
from invoices.models import DueItemState


class AllocationForm(OnceForm):
    """One optional amount per due item, named `amount-<id>`."""

    effective_on = DateFormField(
        label=_("Effective on"),
        required=False,
        help_text=_("Empty: the later of both documents' dates."),
    )

    def __init__(
        self, *args: Any, items: Sequence[DueItemState], currency: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items, self.currency = items, currency
        for item in items:
            number = item.due_item.invoice.number
            field = MoneyFormField(
                label=_("Amount for %(number)s") % {"number": number}, required=False
            )
            self.fields[_name(item.pk)] = field

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for item in self.items:
            data[_name(item.pk)] = exact_in_currency(
                self, _name(item.pk), self.currency
            )
        return data

    def parts(self) -> dict[int, Decimal]:
        """The amounts above zero by due item, of a valid form."""
        return {
            item.pk: amount
            for item in self.items
            if (amount := self.cleaned_data.get(_name(item.pk)))
        }

    def applied(self) -> Decimal:
        """Sum of what can be read of the amounts, also of a refused form."""
        if not self.is_bound:
            return sum(self._initial_amounts(), Decimal(0))
        self.is_valid()
        return sum(self.parts().values(), Decimal(0))

    def _initial_amounts(self) -> Iterator[Decimal]:
        for item in self.items:
            amount = self.initial.get(_name(item.pk))
            if isinstance(amount, Decimal):
                yield amount

    def filled_with(self, parts: Mapping[int, Decimal]) -> AllocationForm:
        """The same form with these amounts in the boxes, nothing else changed."""
        initial: dict[str, Any] = {_name(pk): amount for pk, amount in parts.items()}
        initial["effective_on"] = self.data.get("effective_on", "")
        initial["request_key"] = self.data.get("request_key", "")
        return AllocationForm(items=self.items, currency=self.currency, initial=initial)

    def rows(self) -> list[tuple[DueItemState, BoundField]]:
        """Each item with its box, for the table."""
        return [(item, self[_name(item.pk)]) for item in self.items]


def _name(item_id: int) -> str:
    return f"amount-{item_id}"
