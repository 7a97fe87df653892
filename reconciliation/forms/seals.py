"""Forms about seals: registering one, asking for it, deciding."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arcollect.core.form_fields import DateFormField
from arcollect.core.services.confirm_person import Proof
from reconciliation.models import Seal


class SealForm(forms.Form):
    """A seal and the certificate that signs for it."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=Seal.Kind.choices, initial=Seal.Kind.FINANCE
    )
    holder_name = forms.CharField(
        label=_("Name on the seal"),
        max_length=100,
        help_text=_("The company's registered name, as it is engraved."),
    )
    register_number = forms.CharField(
        label=_("Register number"),
        max_length=20,
        required=False,
        help_text=_("The 13 digits on the lower edge, if the seal has them."),
    )
    valid_until = DateFormField(
        label=_("Valid until"),
        required=False,
        help_text=_("Empty: as long as the certificate."),
    )
    key_file = forms.FileField(
        label=_("Certificate with private key (PKCS#12)"),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".p12,.pfx"}),
    )
    passphrase = forms.CharField(
        label=_("Passphrase of the file"),
        max_length=200,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class AskForSealForm(forms.Form):
    """Which seal a letter is to carry, and what for."""

    seal = forms.ModelChoiceField(
        label=_("Seal"), queryset=Seal.objects.none(), empty_label=None
    )
    purpose = forms.CharField(label=_("Purpose"), max_length=300, required=False)

    def __init__(self, *args: Any, seals: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["seal"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the types
        field.queryset = seals


class ApproveForm(forms.Form):
    """Once more, who sits at the keyboard."""

    answer = forms.CharField(max_length=200, strip=False)

    def __init__(self, *args: Any, proof: Proof, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["answer"]
        if proof == Proof.PASSWORD:
            field.label = _("Your password")
            field.help_text = _("The demo has no second step, so it asks for this.")
            field.widget = forms.PasswordInput(attrs={"autocomplete": "off"})
        else:
            field.label = _("Code from your app")
            field.widget = forms.TextInput(
                attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}
            )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)
