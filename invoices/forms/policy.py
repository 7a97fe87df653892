"""A version of the rules that decide classes, value by value."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arcollect.core.form_fields import DateFormField
from invoices.domain.policy import MAX_DAYS, PolicyRules

AFTER_DUE, AFTER_FINAL = "due", "final"
GROUPS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("Name, day and reason"), ("name", "from_on", "reason")),
    (
        _("Final collection date"),
        ("grace_num", "grace_den", "grace_min_days", "grace_max_days"),
    ),
    (
        _("Expedited and quasi-bad"),
        (
            "expedited_after",
            "quasi_counts_from",
            "quasi_due_plus",
            "quasi_min_width",
            "quasi_final_plus",
        ),
    ),
    (_("Bad and dead"), ("bad_due_plus", "bad_min_width", "dead_after_days")),
    (
        _("What overrules the calendar"),
        ("limitation_forces", "bounced_bills_min", "supply_stopped_days"),
    ),
)


def _days(
    label: Any, help_text: Any = "", *, required: bool = True, least: int = 0
) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=required,
        min_value=least,
        max_value=MAX_DAYS,
    )


class PolicyForm(forms.Form):
    """Every value of the policy; `rules()` gives the stored form."""

    name = forms.CharField(
        label=_("Name"), max_length=60, help_text=_("What you call this version.")
    )
    from_on = DateFormField(label=_("In force from"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("Kept in the audit log with the version."),
    )
    grace_num = _days(
        _("Share of the term: numerator"),
        _("1 of 3 gives a third of the term after the due date."),
    )
    grace_den = _days(
        _("Share of the term: denominator"), _("The result is rounded down."), least=1
    )
    grace_min_days = _days(_("At least, days"), _("0: a term of 0 days gets none."))
    grace_max_days = _days(_("At most, days"), _("Empty: no limit."), required=False)
    expedited_after = forms.ChoiceField(
        label=_("An item is expedited after"),
        choices=[("final", _("the final collection date")), ("due", _("the due date"))],
    )
    quasi_counts_from = forms.ChoiceField(
        label=_("Quasi-bad counts from"),
        choices=[
            (AFTER_DUE, _("the due date")),
            (AFTER_FINAL, _("the final collection date")),
        ],
    )
    quasi_due_plus = _days(
        _("Days past due"),
        _("More than so many, when it counts from the due date."),
        required=False,
    )
    quasi_min_width = _days(
        _("Expedited at least, days"),
        _("So that long terms do not jump over it."),
        required=False,
    )
    quasi_final_plus = _days(
        _("Days past the final date"),
        _("More than so many, when it counts from the final date."),
        required=False,
    )
    bad_due_plus = _days(_("Bad: days past due"), _("More than so many."))
    bad_min_width = _days(_("Quasi-bad at least, days"))
    dead_after_days = _days(
        _("Dead: days past due"),
        _("More than so many. Empty: never by age alone."),
        required=False,
    )
    limitation_forces = forms.ChoiceField(
        label=_("After proven limitation a claim is"),
        choices=[("DEAD", _("dead")), ("BAD", _("at least bad"))],
    )
    bounced_bills_min = _days(_("Bounced bills within a year"), least=1)
    supply_stopped_days = _days(_("Deliveries stopped for, days"))

    def __init__(self, *args: Any, earliest: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.earliest = earliest
        self.fields["from_on"].help_text = _("%(day)s at the earliest.") % {
            "day": earliest.isoformat()
        }
        self.fields["from_on"].widget.attrs["min"] = earliest.isoformat()

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Headings with their fields, in the order in which they are read."""
        return [(title, [self[name] for name in names]) for title, names in GROUPS]

    def clean_from_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["from_on"]
        if day < self.earliest:
            raise forms.ValidationError(
                _(
                    "Choose %(day)s or later: the days before are classified already, "
                    "or are under a version published earlier."
                ),
                params={"day": self.earliest.isoformat()},
                code="early",
            )
        return day

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("quasi_counts_from") == AFTER_FINAL:
            needed = ["quasi_final_plus"]
        else:
            needed = ["quasi_due_plus", "quasi_min_width"]
        for name in needed:
            if name not in self.errors and found.get(name) is None:
                self.add_error(name, _("This number is needed for the choice above."))
        least, most = found.get("grace_min_days"), found.get("grace_max_days")
        if least is not None and most is not None and most < least:
            self.add_error("grace_max_days", _("At most cannot be below at least."))
        return found

    def rules(self) -> dict[str, Any]:
        """The cleaned values as a policy version stores them."""
        found = self.cleaned_data
        quasi = {"final_plus": found["quasi_final_plus"]}
        if found["quasi_counts_from"] == AFTER_DUE:
            quasi = {
                "due_plus": found["quasi_due_plus"],
                "min_width": found["quasi_min_width"],
            }
        same = (
            "name",
            "grace_num",
            "grace_den",
            "grace_min_days",
            "grace_max_days",
            "expedited_after",
            "dead_after_days",
            "limitation_forces",
            "bounced_bills_min",
            "supply_stopped_days",
        )
        return {
            **{name: found[name] for name in same},
            "grace_rounding": "floor",
            "quasi_after": quasi,
            "bad_after": {
                "due_plus": found["bad_due_plus"],
                "min_width": found["bad_min_width"],
            },
        }

    def digest(self) -> str:
        """Changes with every value that the preview depends on."""
        text = json.dumps(self.rules(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def initial_of(rules: PolicyRules) -> dict[str, Any]:
    """The form's values for existing rules."""
    plain = rules.to_dict()
    quasi, bad = plain.pop("quasi_after"), plain.pop("bad_after")
    counts_from = AFTER_FINAL if "final_plus" in quasi else AFTER_DUE
    return {
        **plain,
        "quasi_counts_from": counts_from,
        "quasi_due_plus": quasi.get("due_plus"),
        "quasi_min_width": quasi.get("min_width"),
        "quasi_final_plus": quasi.get("final_plus"),
        "bad_due_plus": bad["due_plus"],
        "bad_min_width": bad["min_width"],
    }
