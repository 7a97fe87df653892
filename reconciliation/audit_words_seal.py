"""Words for what seals write into the audit log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reconciliation.models import Seal

ACTIONS = {
    "reconciliation.seal.registered": _("Seal registered"),
    "reconciliation.seal.put_in_use": _("Seal taken into use"),
    "reconciliation.seal.retired": _("Seal retired"),
    "reconciliation.seal.requested": _("Seal asked for"),
    "reconciliation.seal.approved": _("Seal approved"),
    "reconciliation.seal.refused": _("Seal refused"),
    "reconciliation.seal.used": _("Letter sealed"),
    "reconciliation.seal.failed": _("Letter could not be sealed"),
}
OBJECTS = {"reconciliation.seal": _("Seal")}
FIELDS: dict[str, str | Promise] = {
    "seal_kind": _("kind"),
    "holder_name": _("name on the seal"),
    "register_number": _("register number"),
    "subject": _("certificate of"),
    "fingerprint": _("fingerprint"),
    "not_after": _("valid until"),
    "is_test": _("test certificate"),
    "seal": _("seal"),
    "failure": _("failure"),
}
VALUES = {"seal_kind": dict(Seal.Kind.choices)}
