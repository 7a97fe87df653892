"""Text encodings of uploaded files: found out by people, never guessed."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from arcollect.core.raw_bytes import read_blocks

# In the order in which they are offered; each is tried on the whole file.
CANDIDATES = ("gb18030", "big5", "utf-16", "shift_jis", "euc_kr", "cp1252")
SAMPLES = 10
# The part of the file that samples are taken from.
SAMPLE_BYTES = 1 << 20
SAMPLE_LINES = 5_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """An encoding that decodes the whole file, and names as it would read them."""

    encoding: str
    samples: tuple[str, ...]


def is_text_encoding(name: str) -> bool:
    """Whether Python knows `name` as an encoding of text (`rot13` is not one)."""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    return bool(getattr(found, "_is_text_encoding", False))


def first_bad_byte(path: Path, *, encoding: str) -> int | None:
    """Offset of the first byte that `encoding` cannot decode; None if it decodes all."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="strict")
    position = 0
    try:
        for block in read_blocks(path):
            decoder.decode(block)
            position += len(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return max(0, position + error.start)
    except UnicodeError:
        return position
    return None


def has_utf8_mark(path: Path) -> bool:
    """Whether the file begins with the byte order mark of UTF-8."""
    return next(iter(read_blocks(path)), b"").startswith(codecs.BOM_UTF8)


def list_candidates(path: Path) -> list[Candidate]:
    """Every candidate encoding that decodes the whole file, with decoded samples."""
    head = b"".join(_head(path))
    found = []
    for encoding in CANDIDATES:
        if first_bad_byte(path, encoding=encoding) is None:
            text = codecs.getincrementaldecoder(encoding)(errors="ignore").decode(head)
            found.append(Candidate(encoding, tuple(_samples(text))))
    return found


def _head(path: Path) -> Iterable[bytes]:
    size = 0
    for block in read_blocks(path):
        yield block
        size += len(block)
        if size >= SAMPLE_BYTES:
            return


def _samples(text: str) -> list[str]:
    """The first different values of the name column, else of any cell beyond ASCII."""
    reader = csv.reader(io.StringIO(text, newline=""))
    named: dict[str, None] = {}
    other: dict[str, None] = {}
    wanted: int | None = None
    try:
        for number, cells in enumerate(reader):
            if number == 0:
                wanted = _name_column(cells)
                continue
            if number > SAMPLE_LINES or len(named) >= SAMPLES:
                break
            for index, cell in enumerate(cells):
                if cell and not cell.isascii():
                    (named if index == wanted else other).setdefault(cell[:80])
    except csv.Error:
        pass
    return [*named, *other][:SAMPLES]


def _name_column(header: list[str]) -> int | None:
    for index, title in enumerate(header):
        if "name" in title.casefold() or "名" in title:
            return index
    return None
