"""Forms of contracts, their terms, milestones and securities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from arcollect.core.form_fields import (
    DateFormField,
    MoneyFormField,
    exact_in_currency,
)
from arcollect.core.percent_field import PercentFormField
from customers.forms import VersionedForm, currency_choices
from customers.models import Clause, Contract, ContractRules, Guarantee, SettlementTerm
from customers.models.contract import LONG_STOP_DAYS

MOST_TERMS = 6
MOST_TERM_DAYS = 3650
MOST_MONTHS = 120
MOST_INSTALMENTS = 60
TERM_TYPES = SettlementTerm.Type.choices
Type = SettlementTerm.Type
# What each type needs; what it does not name is left empty.
TERM_NEEDS: Mapping[str, tuple[str, ...]] = {
    Type.NET: ("days",),
    Type.EOM_PLUS: ("days",),
    Type.FIXED_DAY: ("day_of_month", "months"),
    Type.DEPOSIT_BALANCE: ("share_bp", "days"),
    Type.INSTALMENTS: ("count", "days"),
}
TERM_MAY: Mapping[str, tuple[str, ...]] = {
    Type.EOM_PLUS: ("months",),
    Type.DEPOSIT_BALANCE: ("count", "months"),
    Type.INSTALMENTS: ("months",),
    Type.MILESTONE: ("days",),
    Type.SELL_THROUGH: ("days",),
}
TERM_NUMBERS = ("days", "months", "day_of_month", "share_bp", "count")
MISSING: Mapping[str, Any] = {
    "days": _("Say how many days: 0 or more."),
    "day_of_month": _("Say which day of the month."),
    "months": _("Say how many months later: 0 or more."),
    "share_bp": _("Say which share is paid first."),
    "count": _("Say how many instalments: 2 or more."),
}


def complete_term(
    values: dict[str, Any], missing: Any, *, say: Mapping[str, Any] = MISSING
) -> dict[str, Any]:
    """Empty what the type does not use; `missing(field, sentence)` for what it lacks."""
    kind = values["type"]
    needed = TERM_NEEDS.get(kind, ())
    used = {*needed, *TERM_MAY.get(kind, ())}
    for name in TERM_NUMBERS:
        if name not in used:
            values[name] = None
        elif name in needed and values.get(name) is None:
            missing(name, say[name])
    if kind == Type.INSTALMENTS and values.get("count") == 1:
        missing("count", say["count"])
    return values


class ContractForm(VersionedForm):
    """A contract as it was agreed; clauses, milestones and securities are beside it."""

    signed_on = DateFormField(label=_("Signed on"), required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=currency_choices)
    amount = MoneyFormField(label=_("Amount"), required=False)
    late_interest_bp = PercentFormField(
        label=_("Late interest, % a year"), required=False, least=1
    )
    retention_bp = PercentFormField(
        label=_("Retention, %"),
        required=False,
        least=1,
        most=9_999,
        help_text=_("Kept back from each invoice and due when it is released."),
    )
    retention_months = forms.IntegerField(
        label=_("Retention released after, months"),
        required=False,
        min_value=0,
        max_value=MOST_MONTHS,
    )
    long_stop_days = forms.IntegerField(
        label=_("Long-stop, days"),
        min_value=1,
        max_value=MOST_TERM_DAYS,
        help_text=_("An item still without a due date by then is an exception."),
    )
    notarised_on = DateFormField(label=_("Notarised on"), required=False)

    class Meta:
        model = Contract
        fields = [
            "number",
            "kind",
            "sales_mode",
            "document_level",
            "signed_on",
            "currency",
            "amount",
            "parent",
            "settlement_place",
            "settlement_mode",
            "late_interest_bp",
            "retention_bp",
            "retention_months",
            "long_stop_days",
            "notarised_on",
            "notary_reference",
            "enforceable",
            "jurisdiction",
            "service_email",
        ]

    # What is left out is as usual.
    USUAL: ClassVar[Mapping[str, Any]] = {
        "document_level": Contract.DocumentLevel.FULL,
        "settlement_place": Contract.Place.BANK,
        "settlement_mode": Contract.Mode.TRANSFER,
        "long_stop_days": LONG_STOP_DAYS,
    }

    def __init__(self, *args: Any, customer: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.USUAL:
            self.fields[name].required = False
        parent = self.fields["parent"]
        assert isinstance(parent, forms.ModelChoiceField)  # noqa: S101 - for the types
        owner = customer or self.instance.customer_id
        others = Contract.objects.filter(customer=owner, parent=None)
        parent.queryset = others.exclude(pk=self.instance.pk).order_by("number")
        parent.label = _("Part of contract")
        parent.empty_label = _("None")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["amount"] = exact_in_currency(self, "amount", data.get("currency"))
        for name, usual in self.USUAL.items():
            if data.get(name) in (None, ""):
                data[name] = usual
        share, months = data.get("retention_bp"), data.get("retention_months")
        if (share is None) is not (months is None):
            field = "retention_months" if months is None else "retention_bp"
            self.add_error(field, _("Say both: the share and when it is released."))
        return data


class TermForm(forms.ModelForm):  # type: ignore[type-arg]
    """One settlement term: which fields count depends on its type."""

    type = forms.ChoiceField(label=_("Term"), choices=TERM_TYPES)
    days = forms.IntegerField(
        label=_("Days"), min_value=0, max_value=MOST_TERM_DAYS, required=False
    )
    day_of_month = forms.IntegerField(
        label=_("Day of month"), min_value=1, max_value=31, required=False
    )
    months = forms.IntegerField(
        label=_("Months later"), min_value=0, max_value=36, required=False
    )
    share_bp = PercentFormField(
        label=_("Deposit, %"), required=False, least=1, most=9_999
    )
    count = forms.IntegerField(
        label=_("Instalments"),
        min_value=1,
        max_value=MOST_INSTALMENTS,
        required=False,
    )

    class Meta:
        model = SettlementTerm
        fields = list(SettlementTerm.SAID)
        labels = {
            "due_roll": _("On a day off"),
            "base": _("Counted from"),
            "grace_base": _("Grace is a third of"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("base", "due_roll", "grace_base"):
            # Rows drawn by a page of before carry none of them.
            self.fields[name].required = False
        if not (self.prefix or "").endswith("-0"):
            kind = self.fields["type"]
            assert isinstance(kind, forms.ChoiceField)  # noqa: S101 - for the types
            kind.required = False
            kind.choices = [("", _("Not used")), *TERM_TYPES]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["base"] = data.get("base") or SettlementTerm.Base.INVOICE
        data["due_roll"] = data.get("due_roll") or SettlementTerm.Roll.NONE
        data["grace_base"] = data.get("grace_base") or SettlementTerm.GraceBase.NOMINAL
        if data.get("type"):
            complete_term(data, self._missing)
        return data

    def _missing(self, field: str, sentence: Any) -> None:
        if field not in self.errors:
            self.add_error(field, sentence)


TermFormSet = forms.formset_factory(
    TermForm, extra=0, min_num=1, max_num=MOST_TERMS, validate_min=True
)


class SignForm(forms.Form):
    signed_on = DateFormField(label=_("Signed on"))


class MilestoneForm(forms.Form):
    """The next step of a contract."""

    name = forms.CharField(label=_("Milestone"), max_length=200)
    share_bp = PercentFormField(label=_("Share, %"), least=1)
    criteria = forms.CharField(label=_("Accepted when"), max_length=500, required=False)
    method = forms.CharField(
        label=_("How it is accepted"), max_length=200, required=False
    )
    planned_on = DateFormField(label=_("Planned for"), required=False)


class GuaranteeForm(forms.Form):
    """A security as it is registered."""

    kind = forms.ChoiceField(label=_("Security"), choices=Guarantee.Kind.choices)
    giver = forms.CharField(label=_("Given by"), max_length=200)
    currency = forms.ChoiceField(label=_("Currency"), choices=currency_choices)
    amount = MoneyFormField(label=pgettext_lazy("of a security", "Value"))
    from_on = DateFormField(label=pgettext_lazy("first day", "From"))
    until_on = DateFormField(label=_("Until"), required=False)
    rank = forms.IntegerField(
        label=pgettext_lazy("of a security", "Rank"),
        min_value=1,
        max_value=99,
        initial=1,
    )
    registration = forms.CharField(
        label=_("Registration number"), max_length=100, required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["amount"] = exact_in_currency(self, "amount", data.get("currency"))
        return data


class ReleaseForm(forms.Form):
    released_on = DateFormField(label=_("Given back on"))
    reason = forms.CharField(label=_("Reason"), max_length=500)


class ClausesForm(forms.Form):
    """The checklist: which clauses the contract has, in which words."""

    def __init__(self, *args: Any, lines: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [line.clause for line in lines]
        for line in lines:
            self.fields[f"has_{line.clause}"] = forms.BooleanField(
                label=line.label, required=False, initial=line.present
            )
            self.fields[f"text_{line.clause}"] = forms.CharField(
                label=_("Wording"),
                required=False,
                max_length=4000,
                initial=line.text,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def texts(self) -> dict[str, str]:
        """The clauses that are ticked, with their wording."""
        data = self.cleaned_data
        return {
            code: data[f"text_{code}"] for code in self.codes if data[f"has_{code}"]
        }


class ClauseLibraryForm(forms.Form):
    """What the company demands of contracts, and its wordings."""

    gate = forms.ChoiceField(
        label=_("Credit sale without a contract"),
        choices=ContractRules.Gate.choices,
    )
    warn_days = forms.IntegerField(
        label=_("Warn of expiring securities, days"), min_value=1, max_value=365
    )

    def __init__(self, *args: Any, library: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in Clause.choices:
            known = library.get(code)
            self.fields[f"must_{code}"] = forms.BooleanField(
                label=label,
                required=False,
                initial=known.required if known else False,
            )
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Wording"),
                required=False,
                max_length=4000,
                initial=known.text if known else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def clauses(self) -> dict[str, tuple[str, bool]]:
        """Every clause with its wording and whether it is demanded."""
        data = self.cleaned_data
        return {
            code: (data[f"text_{code}"], data[f"must_{code}"]) for code in Clause.values
        }
