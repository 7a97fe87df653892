"""Seals and requests for them, made by the services that the product uses."""

from __future__ import annotations

import datetime as dt
from typing import Any

from arcollect.core import clock
from arcollect.core.models import Company, User
from arcollect.core.roles import Role
from reconciliation.models import ConfirmationLetter, Seal, SealRequest
from reconciliation.services.put_seal_in_use import put_seal_in_use
from reconciliation.services.register_seal import register_seal
from reconciliation.services.request_seal import request_seal
from reconciliation.signing.keys import KeyRefusedError, store_key
from reconciliation.signing.test_certificate import make_test_certificate
from tests.factories import people

PASSPHRASE = "a passphrase for tests"


def certificate(
    *, holder: str = "Lanyue Appliance", starts: int = -1, ends: int = 400
) -> bytes:
    """A PKCS#12 file, valid from `starts` to `ends` days from now."""
    now = clock.now()
    return make_test_certificate(
        holder=holder,
        passphrase=PASSPHRASE,
        not_before=now + dt.timedelta(days=starts),
        not_after=now + dt.timedelta(days=ends),
    )


def keep_here(*, name: str, content: bytes, passphrase: str) -> dict[str, Any]:
    """What the key keeping command does, without a process of its own."""
    try:
        facts = store_key(content, name=name, passphrase=passphrase, at=clock.now())
    except KeyRefusedError as error:
        return {"refused": error.reason.value}
    return facts.as_dict()


def seal(
    *,
    company: Company,
    kind: str = Seal.Kind.FINANCE,
    holder: str = "佛山市澜岳电器有限公司",
    key_file: bytes | None = None,
    in_use: bool = True,
) -> Seal:
    """A seal with a test certificate, in use unless said otherwise."""
    made = register_seal(
        actor=people.user(role=Role.ADMINISTRATOR, company=company),
        company=company,
        kind=kind,
        holder_name=holder,
        key_file=key_file or certificate(holder=holder),
        passphrase=PASSPHRASE,
        keeper=keep_here,
    )
    if in_use:
        manager = people.user(role=Role.FINANCE_MANAGER, company=company)
        put_seal_in_use(actor=manager, seal=made)
        made.refresh_from_db()
    return made


def seal_request(
    *,
    letter: ConfirmationLetter,
    seal: Seal,
    by: User | None = None,
) -> SealRequest:
    """Somebody of finance has asked for the seal."""
    by = by or people.user(role=Role.FINANCE, company=letter.company)
    return request_seal(actor=by, letter=letter, seal=seal, purpose="2026")


def approved(request: SealRequest, *, by: User | None = None) -> SealRequest:
    """A finance manager has said yes and proved who he is."""
    by = by or people.user(role=Role.FINANCE_MANAGER, company=request.company)
    now = clock.now()
    SealRequest.objects.filter(pk=request.pk).update(
        state=SealRequest.State.APPROVED,
        decided_by=by,
        decided_at=now,
        second_factor_at=now,
    )
    request.refresh_from_db()
    return request
