"""Ask that a letter be sealed; another person will decide."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from arcollect.core.outbound.pdf import PdfRenderError
from reconciliation.models import (
    ConfirmationLetter,
    LetterFile,
    LetterState,
    Seal,
    SealRequest,
)
from reconciliation.services.render_letter import render_letter
from reconciliation.services.withdraw_letter import IN_FORCE


class SealRequestRefusedError(Exception):
    """Nothing was asked for; the text says why."""


def request_seal(
    *, actor: User, letter: ConfirmationLetter, seal: Seal, purpose: str = ""
) -> SealRequest:
    """Ask for this seal on the letter as issued, bound to the SHA-256 of its bytes.

    The file is rendered now if nobody has done so yet.

    Raises `SealRequestRefusedError` when the letter is sealed, withdrawn, superseded or
    asked for already, and when seal or certificate is not valid now: nobody approves
    what cannot be done (trust rules R24, R30).
    """
    _check(letter, seal)
    try:
        issued = render_letter(letter)
    except PdfRenderError as error:
        raise SealRequestRefusedError(
            _("The letter's file could not be made. Try again in a minute.")
        ) from error
    return _request(actor, letter, seal, issued.sha256, purpose)


@retried_transaction
def _request(
    actor: User, letter: ConfirmationLetter, seal: Seal, sha256: str, purpose: str
) -> SealRequest:
    request = SealRequest(
        company_id=letter.company_id,
        letter=letter,
        seal=seal,
        pdf_sha256=sha256,
        requested_by=actor,
        requested_at=clock.now(),
        purpose=purpose.strip()[:300],
    )
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError as error:
        raise SealRequestRefusedError(
            _("The seal has been asked for already and waits for approval.")
        ) from error
    audit.record(
        actor=actor,
        action="reconciliation.seal.requested",
        target=letter,
        company=letter.company_id,
        after={"seal": seal.holder_name, "sha256": request.pdf_sha256},
        reason=request.purpose,
    )
    return request


def _check(letter: ConfirmationLetter, seal: Seal) -> None:
    if seal.company_id != letter.company_id:
        raise SealRequestRefusedError(_("The seal belongs to another company."))
    if not LetterState.objects.filter(letter=letter, state__in=IN_FORCE).exists():
        raise SealRequestRefusedError(
            _("The letter is withdrawn or superseded. It is not sealed any more.")
        )
    if LetterFile.objects.filter(letter=letter, kind=LetterFile.Kind.SEALED).exists():
        raise SealRequestRefusedError(_("The letter is sealed already."))
    reason = unusable_reason(seal)
    if reason:
        raise SealRequestRefusedError(reason)


def unusable_reason(seal: Seal) -> str:
    """Why no letter can be sealed with it at this moment; empty when it can be."""
    now = clock.now()
    today = clock.local_date(now, seal.company.time_zone)
    if seal.state != Seal.State.IN_USE:
        return _("The seal is not in use.")
    if seal.valid_until is not None and today > seal.valid_until:
        return _("The seal's validity is over. Register it anew.")
    if now < seal.not_before:
        return _("The seal's certificate is not valid yet.")
    if now > seal.not_after:
        return _("The seal's certificate has expired. Register a new one.")
    return ""
