"""What was added to a file after its newest signature, for people to read."""

from __future__ import annotations

from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

MOST = 40


def later_changes(
    reader: PdfFileReader, *, signed_revision: int, signed_end: int, size: int
) -> list[dict[str, Any]]:
    """One entry per revision after `signed_revision` (counted from 1)."""
    found = [
        {"revision": number, "objects": _objects(reader, number - 1)}
        for number in range(signed_revision + 1, reader.xrefs.total_revisions + 1)
    ]
    if size > signed_end:
        found.append({"revision": None, "bytes": size - signed_end})
    return found


def _objects(reader: PdfFileReader, revision: int) -> list[str]:
    refs = sorted(
        reader.xrefs.explicit_refs_in_revision(revision), key=lambda ref: ref.idnum
    )
    return [
        f"{ref.idnum} {_kind(reader, ref, revision)}".strip() for ref in refs[:MOST]
    ]


def _kind(reader: PdfFileReader, ref: Any, revision: int) -> str:
    try:
        found = reader.get_object(ref, revision=revision, never_decrypt=True)
        kind = found.get("/Type") or found.get("/FT") or ""
        return str(kind).removeprefix("/")
    except Exception:  # an object that does not read: its number has to do
        return ""
