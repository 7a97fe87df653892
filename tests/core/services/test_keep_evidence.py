"""Files on the disk: by hash, once, whole, and there before their row."""

from __future__ import annotations

import datetime as dt
import hashlib
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from arcollect.core.models import EvidenceFile
from arcollect.core.services import keep_evidence
from arcollect.core.services.keep_evidence import (
    FOLDER,
    MAX_BYTES,
    EvidenceChangedError,
    EvidenceRefusedError,
    FrozenFile,
    freeze_evidence,
    read_evidence,
    record_file,
    withdraw_file,
)
from tests import factories
from tests.factories.evidence import PDF, TAKEN_ON

NOWHERE = FrozenFile("gone.pdf", "ab" * 32, 9, "application/pdf")


@pytest.fixture(autouse=True)
def _empty_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path)


def files() -> list[Path]:
    home = Path(settings.VAR_DIR) / FOLDER
    return sorted(path for path in home.rglob("*") if path.is_file())


def record(frozen: FrozenFile, **said: Any) -> EvidenceFile:
    values = {"kind": "contract", "origin": "Chen", "taken_on": TAKEN_ON, **said}
    with transaction.atomic():
        return record_file(
            actor=None, company=factories.company(), frozen=frozen, **values
        )


def test_bytes_lie_under_their_hash_and_nothing_of_the_name_is_in_the_path() -> None:
    frozen = freeze_evidence(name="../../合同.pdf", chunks=[PDF[:10], PDF[10:]])
    digest = hashlib.sha256(PDF).hexdigest()
    assert frozen == FrozenFile("合同.pdf", digest, len(PDF), "application/pdf")
    (stored,) = files()
    assert stored.relative_to(settings.VAR_DIR).as_posix() == (
        f"evidence/{digest[:2]}/{digest}.bin"
    )
    assert stored.read_bytes() == PDF


def test_the_same_bytes_are_stored_once_and_mend_a_changed_file() -> None:
    freeze_evidence(name="one.pdf", chunks=[PDF])
    freeze_evidence(name="two.pdf", chunks=[PDF])
    (stored,) = files()
    stored.write_bytes(b"something else")
    freeze_evidence(name="three.pdf", chunks=[PDF])
    assert [path.read_bytes() for path in files()] == [PDF]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.pdf", b"", "empty"),
        ("x.pdf", b"<html>", "What the file holds decides"),
        ("x.svg", b"<svg/>", "none of the files"),
        ("x.exe", b"MZ\x00\x00", "PDF, JPG, PNG"),
        ("x.txt", b"a\x00b", "none of the files"),
    ],
)
def test_what_is_refused_leaves_nothing(name: str, content: bytes, said: str) -> None:
    with pytest.raises(EvidenceRefusedError, match=said):
        freeze_evidence(name=name, chunks=[content])
    assert files() == []


def test_too_large_is_refused_as_soon_as_it_is_with_flat_memory() -> None:
    sent = 0

    def chunks() -> Iterator[bytes]:
        nonlocal sent
        while True:
            sent += 1 << 16
            yield b"%PDF-" + bytes((1 << 16) - 5)

    tracemalloc.start()
    try:
        with pytest.raises(EvidenceRefusedError, match="larger than 20 MB"):
            freeze_evidence(name="x.pdf", chunks=chunks())
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert MAX_BYTES < sent <= MAX_BYTES + (1 << 16)
    assert peak < 2 << 20
    assert files() == []


def test_what_breaks_off_leaves_nothing() -> None:
    def chunks() -> Iterator[bytes]:
        yield PDF
        raise ConnectionError

    with pytest.raises(ConnectionError):
        freeze_evidence(name="x.pdf", chunks=chunks())
    assert files() == []


def test_death_before_the_name_is_given_leaves_no_file_of_that_hash(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def die(*_args: object, **_kwargs: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(keep_evidence, "freeze", die)
    with pytest.raises(KeyboardInterrupt):
        freeze_evidence(name="x.pdf", chunks=[PDF])
    assert files() == []


@pytest.mark.databases
@pytest.mark.django_db
def test_no_row_without_its_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EvidenceRefusedError, match="did not reach the store"):
        record(NOWHERE)
    assert not EvidenceFile.objects.exists()

    # With the guard off the same row gets in: it is the guard that keeps it out.
    monkeypatch.setattr(keep_evidence, "is_stored", lambda _path: True)
    assert record(NOWHERE).pk


@pytest.mark.databases
@pytest.mark.django_db
def test_a_changed_or_missing_file_is_not_given_out() -> None:
    file = record(freeze_evidence(name="x.pdf", chunks=[PDF]))
    assert read_evidence(file) == PDF
    (stored,) = files()
    stored.write_bytes(PDF + b"\n")
    with pytest.raises(EvidenceChangedError, match=r"x\.pdf is not given out"):
        read_evidence(file)
    stored.unlink()
    with pytest.raises(EvidenceChangedError):
        read_evidence(file)


@pytest.mark.databases
@pytest.mark.django_db
def test_it_is_withdrawn_once_and_with_a_reason() -> None:
    file = record(freeze_evidence(name="x.pdf", chunks=[PDF]))
    with pytest.raises(EvidenceRefusedError, match="Say why"):
        withdraw_file(actor=None, file=file, reason=" ")
    who = factories.user(role=None, full_name="Gu Wei")
    withdraw_file(actor=who, file=file, reason="Wrong customer")
    with pytest.raises(EvidenceRefusedError, match="Gu Wei has withdrawn it"):
        withdraw_file(actor=None, file=file, reason="Again")
    file.refresh_from_db()
    assert file.state.reason == "Wrong customer"


@pytest.mark.django_db
def test_a_day_to_come_is_refused() -> None:
    frozen = freeze_evidence(name="x.pdf", chunks=[PDF])
    with pytest.raises(EvidenceRefusedError, match="not come yet"):
        record(frozen, taken_on=dt.date(2100, 1, 1))
