"""What is written: visits with a promise, promises, what replaces or cancels them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from arcollect.core import clock
from arcollect.core.api.fields import CurrencyCode, Day, Key, MoneyText, fault
from arcollect.core.money import AmountFormatError, exact_money
from arcollect.core.permissions import LARGEST_KEY
from collection.models import Promise, Visit
from collection.services.log_visit import Report
from collection.services.record_promise import Promised
from customers.selectors.customers import list_contacts, list_customers
from invoices.selectors.promised_money import are_items_of

MOST_ITEMS = 200
MOST_TEXT = 5_000
REPORT = tuple(Report.__dataclass_fields__)


def _customers(request: Any) -> Any:
    return list_customers(company=request.company, user=request.user)


class PromisedIn(serializers.Serializer[Any]):
    """What the customer said: how much, by which day."""

    currency = CurrencyCode()
    amount = MoneyText()
    promised_on = Day()
    source: Any = serializers.ChoiceField(
        choices=Promise.Source.choices, default=Promise.Source.ORAL
    )
    counts_bills = serializers.BooleanField(
        default=False, help_text="A bill keeps it as well as cash does."
    )
    due_items = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST_KEY),
        max_length=MOST_ITEMS,
        default=list,
        help_text="Left out: money on any item of the customer counts.",
    )
    note = serializers.CharField(max_length=500, default="", allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        try:
            attrs["amount"] = exact_money(attrs["amount"], attrs["currency"])
        except AmountFormatError as error:
            raise fault("amount", "minor-unit", str(error)) from error
        if attrs["amount"] <= 0:
            sentence = _("The amount must be greater than zero.")
            raise fault("amount", "positive", str(sentence))
        return attrs


def promised_of(attrs: dict[str, Any]) -> Promised:
    """The service's argument; takes its parts out of `attrs`."""
    names = ("currency", "amount", "promised_on", "source", "counts_bills", "note")
    parts = {name: attrs.pop(name) for name in names}
    return Promised(item_ids=attrs.pop("due_items"), **parts)


def check_promise(
    customer: Any, promised: Promised, *, made_on: dt.date, path: str = ""
) -> None:
    """What the service would refuse, said at the field it is about."""
    if promised.promised_on < made_on:
        sentence = _("The promised day lies before the day of the promise.")
        raise fault(f"{path}promised_on", "not-before-made", str(sentence))
    if promised.item_ids and not are_items_of(
        customer_id=customer.pk,
        currency=promised.currency,
        item_ids=promised.item_ids,
    ):
        sentence = _("Choose due items of this customer in the promise's currency.")
        raise fault(f"{path}due_items", "same-customer", str(sentence))


def check_has_come(day: dt.date, customer: Any, *, field: str, sentence: Any) -> None:
    """The day is not after the company's today."""
    if day > clock.today(customer.company.time_zone):
        raise fault(field, "not-in-future", str(sentence))


class ContactKey(serializers.IntegerField):
    """The id of a person at the customer."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            min_value=1,
            max_value=LARGEST_KEY,
            default=None,
            allow_null=True,
            **kwargs,
        )


def find_contact(customer: Any, key: int | None, *, field: str) -> Any:
    """The person, who must be one at the customer."""
    if key is None:
        return None
    found = list_contacts(customer=customer).filter(pk=key).first()
    if found is None:
        sentence = _("This person belongs to another customer.")
        raise fault(field, "same-customer", str(sentence))
    return found


class VisitIn(serializers.Serializer[Any]):
    """A visit or call that has taken place, with what was promised there."""

    customer = Key(rows=_customers)
    kind = serializers.ChoiceField(
        choices=Visit.Kind.choices, default=Visit.Kind.APPOINTMENT
    )
    outcome = serializers.ChoiceField(choices=Visit.Outcome.choices)
    visited_on = Day()
    contact = ContactKey()
    observed = serializers.CharField(max_length=MOST_TEXT, default="", allow_blank=True)
    heard = serializers.CharField(max_length=MOST_TEXT, default="", allow_blank=True)
    asked = serializers.CharField(max_length=MOST_TEXT, default="", allow_blank=True)
    concluded = serializers.CharField(
        max_length=MOST_TEXT, default="", allow_blank=True
    )
    next_action = serializers.CharField(max_length=200, default="", allow_blank=True)
    next_action_on = Day(default=None, allow_null=True)
    promised: Any = PromisedIn(default=None, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs["contact"] = find_contact(
            attrs["customer"], attrs["contact"], field="contact"
        )
        check_has_come(
            attrs["visited_on"],
            attrs["customer"],
            field="visited_on",
            sentence=_("A visit is logged when it has taken place."),
        )
        attrs["report"] = Report(**{name: attrs.pop(name) for name in REPORT})
        if attrs["promised"] is not None:
            attrs["promised"] = promised_of(dict(attrs["promised"]))
            check_promise(
                attrs["customer"],
                attrs["promised"],
                made_on=attrs["visited_on"],
                path="promised.",
            )
        elif attrs["outcome"] == Visit.Outcome.PROMISED:
            sentence = _("Say how much was promised, and for which day.")
            raise fault("promised", "required", str(sentence))
        return attrs


class PromiseChangeIn(PromisedIn):
    """What takes the place of a promise."""

    made_on = Day()
    made_by = ContactKey()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        customer = attrs.get("customer") or self.context["customer"]
        attrs["made_by"] = find_contact(customer, attrs["made_by"], field="made_by")
        check_has_come(
            attrs["made_on"],
            customer,
            field="made_on",
            sentence=_("The promise cannot be made on a day to come."),
        )
        attrs["promised"] = promised_of(attrs)
        check_promise(customer, attrs["promised"], made_on=attrs["made_on"])
        return attrs


class PromiseIn(PromiseChangeIn):
    """A promise to pay, made on `made_on`."""

    customer = Key(rows=_customers)
