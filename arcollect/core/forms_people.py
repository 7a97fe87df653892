"""Forms of users, teams, salespeople, company settings and the audit log."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import UsernameField
from django.utils.translation import gettext_lazy as _

from arcollect.core import audit_text, company_hooks
from arcollect.core.forms_sign_in import (
    currency_choices,
    free_username,
    time_zone_choices,
)
from arcollect.core.models import Company, Membership, Rep, Team, User
from arcollect.core.percent_field import PercentFormField
from arcollect.core.roles import Role
from arcollect.core.selectors.audit_log import AuditFilter, list_actors
from arcollect.core.selectors.people import list_users
from arcollect.core.services.change_company import CompanySettings


class RoleForm(forms.Form):
    """Name, address, role and team of a user."""

    full_name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("E-mail"), required=False)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    team = forms.ModelChoiceField(
        label=_("Team"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=_("No team"),
        help_text=_("A sales manager sees the customers of his team's reps."),
    )

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = self.fields["team"]
        assert isinstance(team, forms.ModelChoiceField)  # noqa: S101
        team.queryset = Team.objects.filter(company=company).order_by("name")


class NewUserForm(RoleForm):
    """A new login with its first role."""

    username = UsernameField(label=_("Login name"), max_length=150)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    field_order = ("full_name", "username", "email", "language", "role", "team")

    def clean_username(self) -> str:
        return free_username(self.cleaned_data["username"])


def role_values(membership: Membership) -> dict[str, Any]:
    """What `RoleForm` shows first."""
    return {
        "full_name": membership.user.full_name,
        "email": membership.user.email,
        "role": membership.role,
        "team": membership.team_id,
    }


class TeamForm(forms.Form):
    name = forms.CharField(label=_("Name of the team"), max_length=100)


class RepForm(forms.Form):
    """Who a salesperson of the books is."""

    user = forms.ModelChoiceField(
        label=_("Login"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Does not sign in"),
        help_text=_("This user sees the customers of the rep."),
    )
    team = forms.ModelChoiceField(
        label=_("Team"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=_("No team"),
    )

    def __init__(self, *args: Any, rep: Rep, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"user": rep.user_id, "team": rep.team_id})
        super().__init__(*args, **kwargs)
        for name, queryset in (
            ("user", list_users(company=rep.company)),
            ("team", Team.objects.filter(company=rep.company).order_by("name")),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
            field.queryset = queryset


class SettingsForm(forms.Form):
    """The company's own settings."""

    name = forms.CharField(label=_("Legal name"), max_length=200)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    tax_id = forms.CharField(label=_("Tax number"), max_length=40, required=False)
    contact_person = forms.CharField(
        label=_("Contact person"),
        max_length=100,
        required=False,
        help_text=_("Whom letters name for questions about the account."),
    )
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    email = forms.EmailField(
        label=_("E-mail for replies"),
        required=False,
        help_text=_("Customers' answers to reminders and letters go there."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zone_choices)
    base_currency = forms.ChoiceField(
        label=_("Base currency"), choices=currency_choices
    )
    nightly_at = forms.TimeField(
        label=_("Nightly run after"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=_(
            "Local time, after midnight: classes of the new day are worked out then."
        ),
    )
    cost_of_funds_bp = PercentFormField(
        required=False,
        label=_("Cost of funds, % a year"),
        help_text=_(
            "What borrowed money costs: reports count the cost of credit by it."
        ),
    )

    is_small_supplier = forms.BooleanField(
        required=False,
        label=_("We are a small or medium enterprise under China's Order 802"),
        help_text=_(
            "Invoices to public bodies and large enterprises then show the last day"
            " that the law leaves them."
        ),
    )

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.company = company
        if company_hooks.has_documents(company):
            field = self.fields["base_currency"]
            field.disabled = True
            field.help_text = _("Stays as it is, because documents are posted already.")

    def clean_cost_of_funds_bp(self) -> int:
        """Left empty it stays as it is."""
        given: int | None = self.cleaned_data["cost_of_funds_bp"]
        return self.company.cost_of_funds_bp if given is None else given

    def settings(self) -> CompanySettings:
        return CompanySettings(**self.cleaned_data)


class BankAccountForm(forms.Form):
    """An account that customers are asked to pay into."""

    currency = forms.ChoiceField(label=_("Currency"), choices=currency_choices)
    bank = forms.CharField(label=_("Bank"), max_length=100)
    account_name = forms.CharField(label=_("Account name"), max_length=200)
    account_number = forms.CharField(label=_("Account number"), max_length=60)


class AuditFilterForm(forms.Form):
    """Which part of the audit log to show."""

    actor = forms.ModelChoiceField(
        label=_("Who"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Everybody"),
    )
    action = forms.ChoiceField(label=_("What"), required=False)
    object_type = forms.ChoiceField(label=_("On what"), required=False)
    object_id = forms.CharField(
        max_length=40, required=False, widget=forms.HiddenInput()
    )
    from_day = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    to_day = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor = self.fields["actor"]
        assert isinstance(actor, forms.ModelChoiceField)  # noqa: S101
        actor.queryset = list_actors(company=company)
        for name, choices in (
            ("action", audit_text.action_choices()),
            ("object_type", audit_text.object_choices()),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = [("", _("Everything")), *choices]

    def chosen(self) -> AuditFilter:
        """The filter; a value that makes no sense filters nothing."""
        values = {**self.cleaned_data} if self.is_valid() else {}
        actor = values.pop("actor", None)
        return AuditFilter(actor_id=actor.pk if actor else None, **values)
