"""Forms around signing in: login, first run, second factor, own password."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import (
    AuthenticationForm,
    PasswordChangeForm,
    UsernameField,
)
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from arcollect.core.models import User
from arcollect.core.money import currencies_with_digits
from arcollect.core.services.first_run import Answers

NEW_PASSWORD = forms.PasswordInput(attrs={"autocomplete": "new-password"})


def currency_choices() -> list[tuple[str, str]]:
    """Every currency of ISO 4217 that has a minor unit, by code."""
    codes = {code for digits in (0, 2, 3, 4) for code in currencies_with_digits(digits)}
    return [(code, code) for code in sorted(codes)]


def time_zone_choices() -> list[tuple[str, str]]:
    """Zones of the IANA database that name a place, and UTC."""
    names = zoneinfo.available_timezones()
    places = sorted(name for name in names if "/" in name and "Etc/" not in name)
    return [(name, name.replace("_", " ")) for name in ["UTC", *places]]


class LoginForm(AuthenticationForm):
    """Login name and password; one answer for whatever is wrong with them."""

    error_messages = {
        "invalid_login": _(
            "The login name or the password is wrong. Mind capital letters in the "
            "password."
        ),
        "inactive": _(
            "The login name or the password is wrong. Mind capital letters in the "
            "password."
        ),
    }


class FirstRunForm(forms.Form):
    """The eight answers that complete an empty arcollect."""

    code = forms.CharField(
        label=_("Set-up code from the console"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters"}
        ),
    )
    company_name = forms.CharField(
        label=_("Legal name of the company"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    base_currency = forms.ChoiceField(
        label=_("Base currency"), choices=currency_choices, initial="CNY"
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=time_zone_choices, initial="Asia/Shanghai"
    )
    full_name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    username = UsernameField(label=_("Login name"), max_length=150)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=NEW_PASSWORD,
        help_text=_("At least 12 characters. A short sentence is easy to remember."),
    )

    def clean_username(self) -> str:
        return free_username(self.cleaned_data["username"])

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        user = User(
            username=self.cleaned_data.get("username", ""),
            full_name=self.cleaned_data.get("full_name", ""),
        )
        validate_password(password, user)
        return password

    def answers(self) -> Answers:
        values: dict[str, Any] = {**self.cleaned_data}
        del values["code"]
        return Answers(**values)


def free_username(username: str) -> str:
    """The login name, or a `ValidationError` when somebody has it in any case."""
    if User.objects.filter(username__iexact=username).exists():
        raise forms.ValidationError(
            _("The login name “%(name)s” is taken. Choose another one."),
            params={"name": username},
        )
    return username


class CodeForm(forms.Form):
    """A code of the second factor."""

    code = forms.CharField(
        label=pgettext_lazy("of a second factor", "Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autofocus": True,
                "autocapitalize": "off",
                "spellcheck": "false",
            }
        ),
    )


class OwnPasswordForm(PasswordChangeForm):
    """The old password once, the new one twice."""
