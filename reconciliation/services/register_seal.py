"""Register a seal of the company with the certificate that signs for it."""

from __future__ import annotations

import datetime as dt
import secrets
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company, User
from customers.selectors.names import is_name_of_customer
from reconciliation.models import Seal
from reconciliation.seal_drawing import SealFace, SealKind
from reconciliation.services.key_sentences import key_sentence
from reconciliation.services.seal_artwork import render_seal
from reconciliation.services.signing_child import SigningChildError, keep_key

LARGEST_KEY_FILE = 64 * 1024
NUMBER_LENGTH = 20
Keeper = Callable[..., Mapping[str, Any]]


class SealRefusedError(Exception):
    """The seal was not registered; the text says why."""


def register_seal(
    *,
    actor: User | None,
    company: Company,
    kind: str,
    holder_name: str,
    key_file: bytes,
    passphrase: str,
    register_number: str = "",
    valid_until: dt.date | None = None,
    keeper: Keeper = keep_key,
) -> Seal:
    """Check the certificate, keep its key for the signing worker, draw the seal.

    The seal is not in use before another person says so. `valid_until` is inclusive.
    Domain rule 4.4: only seals of the own company, never a customer's; SAMPLE stands
    across it in the demo and with a certificate that proves no identity. Certificates
    that are expired, not yet valid, without key or not to be opened are refused here,
    before the first letter. Raises `SealRefusedError`. `keeper` is for tests.
    """
    name = " ".join(unicodedata.normalize("NFC", holder_name).split())
    _check_text(company, name, register_number)
    if not key_file or len(key_file) > LARGEST_KEY_FILE:
        raise SealRefusedError(_("Choose the PKCS#12 file (.p12) of the certificate."))
    key_name = _key_name(company)
    try:
        facts = keeper(name=key_name, content=key_file, passphrase=passphrase)
    except SigningChildError as error:
        raise SealRefusedError(
            _("The certificate could not be checked. Try again, or look into the log.")
        ) from error
    if "refused" in facts:
        raise SealRefusedError(key_sentence(str(facts["refused"])))
    face = SealFace(
        kind=SealKind(kind),
        holder_name=name,
        register_number=register_number,
        is_sample=company.is_demo or bool(facts["is_test"]),
    )
    seal = _seal(company, face, facts, valid_until)
    seal.key_name = key_name
    seal.artwork = render_seal(face)
    return _insert(actor, seal)


def _check_text(company: Company, name: str, register_number: str) -> None:
    if not name:
        raise SealRefusedError(_("Say whose name stands on the seal."))
    if register_number and not (
        register_number.isalnum() and len(register_number) <= NUMBER_LENGTH
    ):
        raise SealRefusedError(_("A register number has only letters and digits."))
    if name != company.name and is_name_of_customer(company=company, name=name):
        raise SealRefusedError(
            _(
                "“%(name)s” is a customer. Only seals of the own company may be "
                "registered: making a foreign seal is a crime."
            )
            % {"name": name}
        )


def _key_name(company: Company) -> str:
    """A name nobody chose; the demo's begins so that production refuses it."""
    kind = "demo" if company.is_demo else "seal"
    return f"{kind}-{company.pk}-{secrets.token_hex(8)}.p12"


def _seal(
    company: Company,
    face: SealFace,
    facts: Mapping[str, Any],
    valid_until: dt.date | None,
) -> Seal:
    return Seal(
        company=company,
        kind=face.kind.value,
        holder_name=face.holder_name,
        register_number=face.register_number,
        is_sample=face.is_sample,
        valid_until=valid_until,
        subject=facts["subject"][:500],
        issuer=facts["issuer"][:500],
        serial=facts["serial"],
        fingerprint=facts["fingerprint"],
        not_before=dt.datetime.fromisoformat(facts["not_before"]),
        not_after=dt.datetime.fromisoformat(facts["not_after"]),
        is_test=facts["is_test"],
    )


@retried_transaction
def _insert(actor: User | None, seal: Seal) -> Seal:
    seal.registered_at, seal.registered_by = clock.now(), actor
    seal.save(force_insert=True)
    audit.record(
        actor=actor,
        action="reconciliation.seal.registered",
        target=seal,
        company=seal.company_id,
        label=seal.holder_name,
        after={
            "seal_kind": seal.kind,
            "holder_name": seal.holder_name,
            "register_number": seal.register_number,
            "subject": seal.subject,
            "fingerprint": seal.fingerprint,
            "not_after": seal.not_after,
            "is_test": seal.is_test,
        },
    )
    return seal
