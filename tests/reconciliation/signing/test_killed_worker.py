"""Whenever the signing worker is killed, no letter is half sealed, and none is lost."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from reconciliation.models import LetterFile, SealRequest, SealUse
from tests import factories
from tests.factories import letters, seals
from tests.levels import at_level
from tests.reconciliation import sealed
from tests.reconciliation.signing.killed_worker import POINTS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.databases]
ROOT = Path(__file__).resolve().parents[3]


def run_worker(*arguments: str) -> int:
    """A worker in a process of its own, on this test's database and folders."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "arcollect.settings",
        "DATABASE_URL": database_url(),
        "ARCOLLECT_VAR": str(settings.VAR_DIR),
    }
    command = [sys.executable, "-m", "tests.reconciliation.signing.killed_worker"]
    return subprocess.run(
        [*command, *arguments], cwd=ROOT, env=environment, check=False, timeout=120
    ).returncode


def database_url() -> str:
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    return (
        f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:"
        f"{given['PORT']}/{given['NAME']}"
    )


def approved_letters(count: int) -> None:
    company = factories.company()
    seal = seals.seal(company=company)
    for _ in range(count):
        letter = letters.letter(customer=factories.customer(company=company))
        seals.approved(seals.seal_request(letter=letter, seal=seal))


def half_sealed() -> list[str]:
    """Whatever says of a letter that it is sealed while something else does not."""
    found = []
    for request in SealRequest.objects.select_related("letter"):
        signed = request.state == SealRequest.State.SIGNED
        file = request.letter.files.filter(kind=LetterFile.Kind.SEALED).first()
        use = SealUse.objects.filter(request=request).first()
        if not signed == (file is not None) == (use is not None):
            found.append(f"{request}: file {file}, register {use}")
        elif file and use and not _is_whole(file, use):
            found.append(f"{request}: the bytes are not those of the register")
    return found


def _is_whole(file: LetterFile, use: SealUse) -> bool:
    content = (Path(settings.VAR_DIR) / file.path).read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return digest == file.sha256 == use.sha256_after and (
        sealed.facts(content).signatures[0].is_intact
    )


def test_a_killed_worker_leaves_no_half_sealed_letter():
    approved_letters(2)

    for _ in range(at_level(ci=1, everything=8)):
        for point in POINTS:
            assert run_worker(point) == -signal.SIGKILL, point
            assert half_sealed() == [], point
    assert run_worker("none") == 0

    states = set(SealRequest.objects.values_list("state", flat=True))
    assert states == {SealRequest.State.SIGNED}
    assert SealUse.objects.count() == 2
    assert half_sealed() == []


def test_without_the_transaction_a_letter_would_be_half_sealed():
    """The control: the same kill with the guard off is found out."""
    approved_letters(1)

    assert run_worker("request_changed", "unguarded") == -signal.SIGKILL
    assert half_sealed() != []
