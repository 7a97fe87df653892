"""Words for what letters write into the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reconciliation.models import ConfirmationLetter, LetterState

ACTIONS = {
    "reconciliation.letter.issued": _("Letter issued"),
    "reconciliation.letter.rendered": _("Letter's file made"),
    "reconciliation.letter.withdrawn": _("Letter withdrawn"),
    "reconciliation.letter.superseded": _("Letter replaced by a new one"),
    "reconciliation.run.started": _("Letters ordered"),
}
OBJECTS = {
    "reconciliation.confirmationletter": _("Letter"),
    "reconciliation.letterrun": _("Run of letters"),
}
FIELDS = {
    "customer": _("customer"),
    "kind": _("kind"),
    "cut_off": _("cut-off date"),
    "currency": _("currency"),
    "balance": _("balance"),
    "ledger_sha256": _("fingerprint of the ledger"),
    "supersedes": _("replaces"),
    "superseded_by": _("replaced by"),
    "sha256": _("fingerprint"),
    "size": _("bytes"),
    "letters": _("letters"),
    "state": _("state"),
}
VALUES = {
    "kind": dict(ConfirmationLetter.Kind.choices),
    "state": dict(LetterState.State.choices),
}
