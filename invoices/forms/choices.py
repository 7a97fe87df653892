"""Choosing a customer by what people know of him."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from arcollect.core.models import Company, User
from customers.models import Customer

MOST_NAMED = 5


class CustomerChoiceField(forms.CharField):
    """Code or name of a customer, as text: lists of thousands fit no select box.

    Gives the `Customer`. A text that fits several is refused with their names. The
    form must call `choose_from` first.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Customer"))
        kwargs.setdefault("help_text", _("Code, or enough of the name."))
        kwargs.setdefault("max_length", 200)
        super().__init__(**kwargs)
        self._visible: Any = Customer.objects.none()

    def choose_from(self, *, company: Company, user: User) -> None:
        """Offer the company's customers that the user may see."""
        self._visible = Customer.objects.filter(company=company).visible_to(user)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        return value.code if isinstance(value, Customer) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self.find(text) if text else None

    def find(self, text: str) -> Customer:
        """The one customer that `text` names; `ValidationError` says why not."""
        exact = self._visible.filter(code=text).first()
        if exact is not None:
            return exact  # type: ignore[no-any-return]
        found = list(
            self._visible.filter(search_text__contains=text.casefold()).order_by(
                "name", "code"
            )[: MOST_NAMED + 1]
        )
        named = [customer for customer in found if customer.name == text]
        if len(found) == 1 or len(named) == 1:
            return (named or found)[0]  # type: ignore[no-any-return]
        if not found:
            raise ValidationError(
                _("No customer has “%(text)s” in code, name or tax number.")
                % {"text": text},
                code="unknown",
            )
        names = ", ".join(f"{c.code} {c.name}" for c in found[:MOST_NAMED])
        raise ValidationError(
            _("“%(text)s” fits several customers: %(names)s. Write the code.")
            % {"text": text, "names": names},
            code="several",
        )
