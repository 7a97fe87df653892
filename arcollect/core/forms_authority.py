"""The form of one line of the authority table."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arcollect.core.form_fields import MoneyFormField
from arcollect.core.models import Act
from arcollect.core.money import CURRENCIES
from arcollect.core.roles import Permission, roles_with

NO, SHARED, LIMITED, ANY = "no", "shared", "limited", "any"
HOW = [
    (NO, _("Not at all")),
    (SHARED, _("Only as one of two people")),
    (LIMITED, _("Alone up to the limit, above it as one of two")),
    (ANY, _("Alone, any amount")),
]


def approver_roles() -> list[tuple[str, Any]]:
    """The roles that approve things at all."""
    return [(role.value, role.label) for role in roles_with(Permission.RELEASE_ORDERS)]


class AuthorityForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"))
    act = forms.ChoiceField(label=_("Act"), choices=Act.choices)
    how = forms.ChoiceField(label=_("May approve it"), choices=HOW)
    limit = MoneyFormField(label=_("Limit"), required=False)
    currency = forms.ChoiceField(label=_("Currency"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role, currency = self.fields["role"], self.fields["currency"]
        assert isinstance(role, forms.ChoiceField)  # noqa: S101 - for the types
        assert isinstance(currency, forms.ChoiceField)  # noqa: S101
        role.choices = approver_roles()
        currency.choices = [(code, code) for code in CURRENCIES]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("how") == LIMITED and data.get("limit") is None:
            self.add_error("limit", _("Say up to which amount."))
        return data
