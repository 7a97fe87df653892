"""Forms of decisions about claims, one per kind, and of the acts on them."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from arcollect.core.form_fields import (
    DateFormField,
    MoneyFormField,
    OnceForm,
    exact_in_currency,
)
from arcollect.core.models import Company
from invoices.forms.allocation import AllocationForm
from invoices.forms.filters import ANY, DocumentFilter
from invoices.models import Bill, ClaimDecision, TakeBack, WriteOff
from invoices.models.decision import STATE_CHOICES
from invoices.services.propose_decision import (
    AssignmentTerms,
    ExtensionTerms,
    OffsetTerms,
    TakeBackTerms,
    Terms,
    WriteOffTerms,
)


class DecisionFilter(DocumentFilter):
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    states = list(STATE_CHOICES)
    field_order = ["q", "kind", "state", "currency", "since", "until", "customer"]

    def __init__(self, data: Any, *, company: Company) -> None:
        super().__init__(data, company=company)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 - for the types
        kind.choices = [ANY, *ClaimDecision.Kind.choices]


class DecisionForm(AllocationForm):
    """An amount per due item, why, and since when; each kind adds its own fields."""

    own: ClassVar[tuple[str, ...]] = ()
    effective_on = DateFormField(label=_("Effective on"))
    reason = forms.CharField(label=_("Reason"), max_length=500)
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=500,
        required=False,
        help_text=_("Judgment, agreement, list of goods: what the file holds."),
    )

    def words(self) -> list[Any]:
        """The fields that are no amounts, in order."""
        return [
            self[name] for name in (*self.own, "effective_on", "reason", "evidence")
        ]

    def terms(self) -> Terms:
        raise NotImplementedError


class WriteOffForm(DecisionForm):
    own = ("ground",)
    ground = forms.ChoiceField(label=_("Ground"), choices=WriteOff.Ground.choices)

    def terms(self) -> Terms:
        return WriteOffTerms(self.cleaned_data["ground"])


class OffsetForm(DecisionForm):
    own = ("payable_reference", "payable_due_on")
    payable_reference = forms.CharField(
        label=_("Our payable"),
        max_length=100,
        help_text=_("The customer's invoice to us that is offset."),
    )
    payable_due_on = DateFormField(label=_("Our payable is due on"))

    def terms(self) -> Terms:
        data = self.cleaned_data
        return OffsetTerms(data["payable_reference"], data["payable_due_on"])


class AssignmentForm(DecisionForm):
    own = ("assignee", "price", "recourse")
    assignee = forms.CharField(label=_("Assignee"), max_length=200)
    price = MoneyFormField(
        label=_("Price"), help_text=_("What the assignee pays for the claims.")
    )
    recourse = forms.BooleanField(label=_("With recourse to us"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data["price"] = exact_in_currency(self, "price", self.currency)
        return data

    def terms(self) -> Terms:
        data = self.cleaned_data
        return AssignmentTerms(data["assignee"], data["price"], data["recourse"])


class TakeBackForm(DecisionForm):
    own = ("goods", "valuation", "valued_by")
    goods = forms.CharField(label=_("Goods"), max_length=500)
    valuation = forms.ChoiceField(
        label=_("Valued by"), choices=TakeBack.Valuation.choices
    )
    valued_by = forms.CharField(
        label=_("Who valued them"), max_length=200, required=False
    )

    def terms(self) -> Terms:
        data = self.cleaned_data
        return TakeBackTerms(data["goods"], data["valuation"], data["valued_by"])


FORM_OF: dict[str, type[DecisionForm]] = {
    ClaimDecision.Kind.WRITE_OFF: WriteOffForm,
    ClaimDecision.Kind.OFFSET: OffsetForm,
    ClaimDecision.Kind.ASSIGNMENT: AssignmentForm,
    ClaimDecision.Kind.TAKE_BACK: TakeBackForm,
}


class ExtendBillForm(OnceForm):
    """The later bill a customer asks us to take instead."""

    new_number = forms.CharField(label=_("Number of the new bill"), max_length=60)
    new_issued_on = DateFormField(label=_("New bill issued on"))
    new_matures_on = DateFormField(label=_("New maturity"))
    guarantor = forms.CharField(label=_("Guarantor"), max_length=200, required=False)
    effective_on = DateFormField(label=_("Effective on"))
    reason = forms.CharField(label=_("Reason"), max_length=500)

    def terms(self, bill: Bill) -> ExtensionTerms:
        """What the valid form asks for."""
        data = self.cleaned_data
        return ExtensionTerms(
            bill=bill,
            new_number=data["new_number"],
            new_issued_on=data["new_issued_on"],
            new_matures_on=data["new_matures_on"],
            guarantor=data["guarantor"],
        )


class AgreeForm(OnceForm):
    """Nothing to fill in: the button says it."""


class SayWhyForm(OnceForm):
    reason = forms.CharField(label=_("Reason"), max_length=500)


class NoticeForm(OnceForm):
    """When the notice reached the customer."""

    notice_on = DateFormField(
        label=_("Notice served on"),
        help_text=_("The day on which it reached the customer; it counts from then."),
    )
    note = forms.CharField(
        label=_("How it was served"),
        max_length=500,
        required=False,
        help_text=_("Courier number, receipt, name of who took it."),
    )


class RecoveryForm(OnceForm):
    """Money that came in on a claim that was written off."""

    due_item_id = forms.TypedChoiceField(label=_("Item"), coerce=int)
    amount = MoneyFormField()
    received_on = DateFormField(label=_("Received on"))
    reference = forms.CharField(
        label=_("Reference"),
        max_length=100,
        help_text=_("As the bank statement names it."),
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def __init__(
        self,
        *args: Any,
        items: list[tuple[int, str]],
        currency: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        item = self.fields["due_item_id"]
        assert isinstance(item, forms.TypedChoiceField)  # noqa: S101 - for the types
        item.choices = items

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["amount"] = exact_in_currency(self, "amount", self.currency)
        return data
