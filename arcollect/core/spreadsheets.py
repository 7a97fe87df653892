"""XLSX files: sizes checked before parsing, parsed in a child with limits."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from arcollect.core.raw_bytes import FileRefusedError

MAX_ENTRIES = 2_000
MAX_UNPACKED_BYTES = 400 << 20
# A sheet of real figures packs about ten times; a bomb several hundred times.
MAX_RATIO = 120
RATIO_COUNTS_FROM_BYTES = 4 << 20
CHILD_MEMORY_BYTES = 1 << 30
CHILD_SECONDS = 120
ENCRYPTED_OFFICE = b"\xd0\xcf\x11\xe0"
_CHILD = Path(__file__).with_name("xlsx_child.py")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One filled sheet, unpacked to a CSV file whose first cell is the row number."""

    title: str
    path: Path


def unpack(path: Path, *, scratch: Path) -> list[Sheet]:
    """Unpack every filled, visible sheet below `scratch`.

    Dates become ISO texts and numbers the shortest text that means the same number.
    Raises `FileRefusedError` for anything but a sound, reasonably sized workbook.
    """
    check_archive(path)
    folder = Path(tempfile.mkdtemp(prefix="sheets-", dir=scratch))
    found = json.loads(_run_child(path, folder))
    sheets = [Sheet(title=title, path=folder / name) for title, name in found["sheets"]]
    if not sheets:
        raise FileRefusedError(_("The workbook is empty: no sheet holds anything."))
    return sheets


def check_archive(path: Path) -> None:
    """Refuse archives whose directory promises too much, before anything is unpacked.

    Raises `FileRefusedError`.
    """
    with path.open("rb") as source:
        if source.read(4) == ENCRYPTED_OFFICE:
            raise FileRefusedError(
                _(
                    "The file is an old .xls file or protected by a password. Save it "
                    "as .xlsx without a password."
                )
            )
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FileRefusedError(_("The file is not an XLSX workbook.")) from error
    _check_entries(entries)


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefusedError(_("The workbook is encrypted. Save it unencrypted."))
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED_BYTES:
        raise FileRefusedError(
            _(
                "The workbook unpacks to %(size)d MB, more than the %(limit)d MB allowed."
            )
            % {"size": unpacked >> 20, "limit": MAX_UNPACKED_BYTES >> 20}
        )
    if unpacked > RATIO_COUNTS_FROM_BYTES and unpacked > packed * MAX_RATIO:
        raise FileRefusedError(
            _("The workbook is packed %(ratio)d times, as only harmful files are.")
            % {"ratio": unpacked // max(packed, 1)}
        )


def _run_child(path: Path, folder: Path) -> bytes:
    # -P keeps this folder's modules out of the child's search path.
    command = [sys.executable, "-P", str(_CHILD), str(path), str(folder)]
    command += [str(CHILD_MEMORY_BYTES), str(CHILD_SECONDS)]
    try:
        done = subprocess.run(  # noqa: S603 - fixed program, the path is data
            command, capture_output=True, check=False, timeout=CHILD_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefusedError(
            _("The workbook took longer than %(limit)d seconds to read.")
            % {"limit": CHILD_SECONDS}
        ) from error
    if done.returncode != 0:
        raise FileRefusedError(
            _("The workbook cannot be read: it is damaged, or too large to unpack.")
        )
    return done.stdout
