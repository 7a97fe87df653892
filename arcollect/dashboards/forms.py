"""The filters of the dashboard and of its lists: a GET form whose state is the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from arcollect.core import clock
from arcollect.core.form_fields import DateFormField
from arcollect.core.models import Company, Membership, Rep, Team, User
from arcollect.core.money import UnknownCurrencyError, minor_digits
from arcollect.core.permissions import LARGEST_KEY
from arcollect.core.roles import COMPANY_WIDE_ROLES, Role
from arcollect.core.templatetags.arcollect import class_name
from arcollect.dashboards.asked import BUCKET_LABELS, CLASS_WORDS, STAGES, Asked
from invoices.selectors.customers import regions_of

ALL = ("", pgettext_lazy("filter", "All"))


class AgingFilter(forms.Form):
    """A filter that is wrong filters nothing and says so; the others still hold."""

    as_of = DateFormField(label=_("As of"), required=False)
    team = forms.ModelChoiceField(
        label=_("Team"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=ALL[1],
    )
    rep = forms.ModelChoiceField(
        label=_("Rep"), queryset=Rep.objects.none(), required=False, empty_label=ALL[1]
    )
    region = forms.ChoiceField(label=_("Region"), required=False)
    bucket = forms.ChoiceField(
        label=_("Days past due"), required=False, choices=[ALL, *BUCKET_LABELS.items()]
    )
    stage = forms.ChoiceField(
        label=_("Stage"), required=False, choices=[ALL, *STAGES.items()]
    )
    currency = forms.CharField(
        required=False, max_length=3, widget=forms.HiddenInput, min_length=3
    )
    customer = forms.IntegerField(
        required=False, widget=forms.HiddenInput, min_value=1, max_value=LARGEST_KEY
    )

    def __init__(
        self, data: Any, *, company: Company, user: User, membership: Membership
    ) -> None:
        super().__init__(data)
        self.today = clock.today(company.time_zone)
        self.fields["class"] = forms.ChoiceField(
            label=_("Class"),
            required=False,
            choices=[
                ALL,
                *((word, class_name(n)) for n, word in CLASS_WORDS.items()),
            ],
        )
        self._offer_people(company, membership)
        self._offer_regions(company, user)
        self.order_fields(
            ["as_of", "class", "bucket", "stage", "team", "rep", "region"]
        )

    def _offer_people(self, company: Company, membership: Membership) -> None:
        reps = Rep.objects.filter(company=company).order_by("name")
        if membership.role == Role.SALES_REP:
            del self.fields["rep"]
        else:
            if membership.role == Role.SALES_MANAGER:
                reps = reps.filter(team=membership.team_id)
            self.fields["rep"].queryset = reps  # type: ignore[attr-defined]
        if membership.role in COMPANY_WIDE_ROLES:
            teams = Team.objects.filter(company=company).order_by("name")
            self.fields["team"].queryset = teams  # type: ignore[attr-defined]
        else:
            del self.fields["team"]

    def _offer_regions(self, company: Company, user: User) -> None:
        names = regions_of(company=company, user=user)
        region = self.fields["region"]
        region.choices = [ALL, *((n, n) for n in names)]  # type: ignore[attr-defined]

    def clean_currency(self) -> str:
        code: str = self.cleaned_data["currency"].upper()
        if code:
            try:
                minor_digits(code)
            except UnknownCurrencyError as error:
                raise forms.ValidationError(str(error), code="unknown") from error
        return code

    def asked(self) -> Asked:
        """The question of the address, as far as it can be used."""
        self.is_valid()
        good = self.cleaned_data
        if "as_of" not in self.errors and not good.get("as_of"):
            # The box shows the day of the figures, also where the address names none.
            self.data = {**self.data.dict(), "as_of": self.today.isoformat()}  # type: ignore[attr-defined]
        rep, team = good.get("rep"), good.get("team")
        return Asked(
            as_of=good.get("as_of") or self.today,
            today=self.today,
            currency=good.get("currency") or "",
            team=team.pk if team else None,
            rep=rep.pk if rep else None,
            region=good.get("region") or "",
            class_word=good.get("class") or "",
            bucket=good.get("bucket") or "",
            stage=good.get("stage") or "",
            customer=good.get("customer"),
        )

    def only(self, *names: str) -> AgingFilter:
        """The form with these visible filters; the hidden ones stay."""
        for name in [field.name for field in self.visible_fields()]:
            if name not in names:
                del self.fields[name]
        return self
