"""Take a registered seal into use, or take one out of use for good."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from reconciliation.models import Seal


class SealStateError(Exception):
    """The seal stays as it is; the text says why."""


@retried_transaction
def put_seal_in_use(*, actor: User, seal: Seal) -> Seal:
    """Let letters be sealed with it; the seal of its kind used before is retired.

    Raises `SealStateError` for the person who registered it (trust rule R30), for a
    seal that is in use or retired, and for a certificate that is not valid now.
    """
    now = clock.now()
    if seal.registered_by_id == actor.pk:
        raise SealStateError(
            _("You registered this seal. Somebody else must take it into use.")
        )
    if not seal.not_before <= now <= seal.not_after:
        raise SealStateError(_("The seal's certificate is not valid today."))
    before = Seal.objects.filter(
        company_id=seal.company_id, kind=seal.kind, state=Seal.State.IN_USE
    )
    for old in before:
        _retire(actor, old)
    waiting = Seal.objects.filter(pk=seal.pk, state=Seal.State.REGISTERED)
    try:
        with transaction.atomic():
            changed = waiting.update(
                state=Seal.State.IN_USE, put_in_use_at=now, put_in_use_by=actor
            )
    except IntegrityError:
        changed = 0
    if not changed:
        raise SealStateError(_("Somebody else changed this seal. Look at it again."))
    audit.record(
        actor=actor,
        action="reconciliation.seal.put_in_use",
        target=seal,
        company=seal.company_id,
        label=seal.holder_name,
        after={"seal_kind": seal.kind, "fingerprint": seal.fingerprint},
    )
    return seal


@retried_transaction
def retire_seal(*, actor: User, seal: Seal, reason: str) -> Seal:
    """Seal no more letters with it; letters sealed before stay as they are.

    Raises `SealStateError` without a reason and for a seal retired before.
    """
    if not reason.strip():
        raise SealStateError(_("Say why the seal is retired."))
    _retire(actor, seal, reason)
    return seal


def _retire(actor: User, seal: Seal, reason: str = "") -> None:
    changed = (
        Seal.objects.filter(pk=seal.pk)
        .exclude(state=Seal.State.RETIRED)
        .update(state=Seal.State.RETIRED, retired_at=clock.now(), retired_by=actor)
    )
    if not changed:
        raise SealStateError(_("This seal is retired already."))
    audit.record(
        actor=actor,
        action="reconciliation.seal.retired",
        target=seal,
        company=seal.company_id,
        label=seal.holder_name,
        reason=reason,
    )
