"""The second person says yes or no to a seal."""

from __future__ import annotations

from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from arcollect.core.permissions import has_permission
from arcollect.core.roles import Permission
from arcollect.core.services.confirm_person import NotConfirmedError, confirm_person
from reconciliation.models import LetterState, SealRequest
from reconciliation.services.request_seal import unusable_reason
from reconciliation.services.start_signing import wake_signing
from reconciliation.services.withdraw_letter import IN_FORCE


class DecisionRefusedError(Exception):
    """The request stays as it is; the text says why."""


def approve_seal(*, actor: User, request: SealRequest, answer: str) -> SealRequest:
    """Approve, proving anew who decides; the signing worker does the rest.

    `answer` is the code of the person's app (in the demo his password). Raises
    `DecisionRefusedError` for the person who asked, without the permission, with a wrong
    answer, and when letter or seal is not in force any more (trust rule R30).
    """
    if not has_permission(actor, request.company_id, Permission.SEAL_LETTERS):
        raise DecisionRefusedError(_("Your role may not seal letters."))
    if request.requested_by_id == actor.pk:
        raise DecisionRefusedError(
            _("You asked for this seal. Somebody else must approve it.")
        )
    if request.state != SealRequest.State.REQUESTED:
        raise DecisionRefusedError(_already())
    reason = unusable_reason(request.seal)
    if reason:
        raise DecisionRefusedError(reason)
    try:
        confirm_person(user=actor, company=request.company, answer=answer)
    except NotConfirmedError as error:
        raise DecisionRefusedError(str(error)) from error
    return _approve(actor, request)


@retried_transaction
def _approve(actor: User, request: SealRequest) -> SealRequest:
    """One conditional update: of two who approve at once, one finds it done."""
    now = clock.now()
    if not LetterState.objects.filter(
        letter=request.letter_id, state__in=IN_FORCE
    ).exists():
        raise DecisionRefusedError(
            _("The letter is withdrawn or superseded. It is not sealed any more.")
        )
    changed = SealRequest.objects.filter(
        pk=request.pk, state=SealRequest.State.REQUESTED
    ).update(
        state=SealRequest.State.APPROVED,
        decided_by=actor,
        decided_at=now,
        second_factor_at=now,
    )
    if not changed:
        raise DecisionRefusedError(_already())
    audit.record(
        actor=actor,
        action="reconciliation.seal.approved",
        target=request.letter,
        company=request.company_id,
        after={"seal": request.seal.holder_name, "sha256": request.pdf_sha256},
    )
    wake_signing()
    return request


@retried_transaction
def refuse_seal(*, actor: User, request: SealRequest, reason: str) -> SealRequest:
    """Say no; also for the person who asked and changed his mind.

    Raises `DecisionRefusedError` without a reason and when it is decided already.
    """
    if not reason.strip():
        raise DecisionRefusedError(_("Say why the letter is not sealed."))
    is_own = request.requested_by_id == actor.pk
    if not is_own and not has_permission(
        actor, request.company_id, Permission.SEAL_LETTERS
    ):
        raise DecisionRefusedError(_("Your role may not seal letters."))
    changed = SealRequest.objects.filter(
        pk=request.pk, state=SealRequest.State.REQUESTED
    ).update(
        state=SealRequest.State.REFUSED,
        decided_by=actor,
        decided_at=clock.now(),
        refused_reason=reason.strip()[:300],
    )
    if not changed:
        raise DecisionRefusedError(_already())
    audit.record(
        actor=actor,
        action="reconciliation.seal.refused",
        target=request.letter,
        company=request.company_id,
        reason=reason,
    )
    return request


def _already() -> str:
    return _("Somebody has decided this request already. Look at it again.")
