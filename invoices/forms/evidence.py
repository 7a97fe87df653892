"""Forms of evidence: hand a file in, withdraw it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from arcollect.core.form_fields import DateFormField
from arcollect.core.media_types import ENDINGS
from arcollect.core.models import EvidenceFile

# Phones offer their camera for `image/*` and their recorder for `audio/*`.
_ACCEPT = ",".join(
    ["image/*", "audio/*", *(f".{end}" for ends in ENDINGS.values() for end in ends)]
)


class EvidenceForm(forms.Form):
    """The file, what it is, who gave it, and where the original is."""

    file = forms.FileField(
        label=_("File or photo"),
        widget=forms.FileInput(attrs={"accept": _ACCEPT}),
        help_text=_(
            "PDF, JPEG, PNG, WEBP, HEIC, OFD, XLSX, DOCX, CSV, TXT, EML, MP3 or M4A, at "
            "most 20 MB. A phone offers its camera."
        ),
        max_length=400,
        allow_empty_file=True,
    )
    kind = forms.ChoiceField(
        label=_("What it is"), choices=[("", "—"), *EvidenceFile.Kind.choices]
    )
    origin = forms.CharField(
        label=_("From whom"),
        max_length=100,
        help_text=_("Who signed it, sent it or took it."),
    )
    taken_on = DateFormField(
        label=_("Of which day"),
        help_text=_("Signed, taken or received on that day."),
    )
    custody = forms.CharField(
        label=_("Who holds the original"),
        max_length=200,
        required=False,
        help_text=_("Person and place, as in: Chen Jie, safe of the finance office."),
    )


class WithdrawForm(forms.Form):
    """Why a file counts no longer."""

    reason = forms.CharField(label=_("Reason"), max_length=500)
