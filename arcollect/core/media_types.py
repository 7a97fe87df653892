"""What a file is, told by its bytes: names and declared types are not believed."""

from __future__ import annotations

import codecs
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

# Every type that is known, with the endings of names it goes by; the first is given.
ENDINGS: dict[str, tuple[str, ...]] = {
    "application/pdf": ("pdf",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/webp": ("webp",),
    "image/heic": ("heic", "heif"),
    "application/ofd": ("ofd",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xlsx",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (
        "docx",
    ),
    "text/csv": ("csv",),
    "text/plain": ("txt",),
    "message/rfc822": ("eml",),
    "audio/mpeg": ("mp3",),
    "audio/mp4": ("m4a",),
}
_HEAD = 4096
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis"}
# Parts that only one kind of packed document holds; macros make it another kind.
_PARTS = {
    "OFD.xml": "application/ofd",
    "xl/workbook.xml": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ),
    "word/document.xml": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
}
_MACROS = {"xl/vbaProject.bin", "word/vbaProject.bin"}
_END_OF_ARCHIVE, _LONGEST_END = b"PK\x05\x06", 22 + 0xFFFF
_LARGEST_DIRECTORY = 1 << 20
_MARKUP = re.compile(
    r"\s*<|.*<(!doctype|html|svg|script|iframe)\b", re.IGNORECASE | re.DOTALL
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_MAIL_LINE = re.compile(r"([!-9;-~]+):", re.ASCII)
_MAIL_NEEDS = ({"from"}, {"date", "received", "message-id", "mime-version"})
_ENCODINGS = ("utf-8-sig", "gb18030", "big5")


def media_type_of(path: Path, *, name: str = "") -> str | None:
    """The media type of a file by its bytes; None for one that is not known here.

    Only among plain text does `name` decide: a table if it ends with .csv.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    found = by_first_bytes(head)
    if found is None and head.startswith(b"PK\x03\x04"):
        return _packed(path)
    return found or _text(path, name)


def by_first_bytes(head: bytes) -> str | None:
    """The type of a file that begins like this, for those that say so themselves."""
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return _by_brands(head)
    if (head[:3] == b"ID3" and head[3:4] < b"\xff") or _is_mp3_frame(head):
        return "audio/mpeg"
    return None


def _by_brands(head: bytes) -> str | None:
    """Pictures and sound share a container: its brands tell which."""
    length = min(int.from_bytes(head[:4]), 256)
    brands = {head[8:12]} | {head[at : at + 4] for at in range(16, length, 4)}
    if brands & _HEIC_BRANDS:
        return "image/heic"
    return "audio/mp4" if b"M4A " in brands else None


def _is_mp3_frame(head: bytes) -> bool:
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    has_version = head[1] & 0x18 != 0x08
    rates = head[2] & 0xF0 not in (0x00, 0xF0) and head[2] & 0x0C != 0x0C
    return has_version and rates


def _packed(path: Path) -> str | None:
    names = _names_in(path)
    if names & _MACROS:
        return None
    found = {kind for part, kind in _PARTS.items() if part in names}
    return found.pop() if len(found) == 1 else None


def _names_in(path: Path) -> set[str]:
    """Names in an archive; none where its directory is broken or out of all measure."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _LONGEST_END))
        tail = file.read()
    at = tail.rfind(_END_OF_ARCHIVE)
    if at < 0 or tail[max(0, at - 20) : at].startswith(b"PK\x06\x07"):
        return set()
    if int.from_bytes(tail[at + 12 : at + 16], "little") > _LARGEST_DIRECTORY:
        return set()
    try:
        with zipfile.ZipFile(path) as archive:
            return set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return set()


def _text(path: Path, name: str) -> str | None:
    """Mail, a table or plain text, in one of the encodings of the trade."""
    with path.open("rb") as file:
        mark = file.read(2)
    wide = mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    for encoding in ("utf-16",) if wide else _ENCODINGS:
        beginning = _beginning(path, encoding)
        if beginning is not None:
            return _kind_of_text(beginning, name)
    return None


def _beginning(path: Path, encoding: str) -> str | None:
    """The first characters, if the whole file is text in `encoding`."""
    decode: Callable[..., str] = codecs.getincrementaldecoder(encoding)().decode
    beginning = ""
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 16):
                text = decode(block)
                if _CONTROLS.search(text):
                    return None
                beginning = beginning or text[:_HEAD]
            if _CONTROLS.search(decode(b"", final=True)):
                return None
    except UnicodeDecodeError:
        return None
    return beginning


def _kind_of_text(beginning: str, name: str) -> str | None:
    if not beginning:
        return None
    if _is_mail(beginning):
        return "message/rfc822"
    if _MARKUP.match(beginning):
        return None
    return "text/csv" if name.lower().endswith(".csv") else "text/plain"


def _is_mail(beginning: str) -> bool:
    """Whether it begins with header lines of a mail, sender and a stamp among them."""
    named: set[str] = set()
    for line in beginning.splitlines():
        if not line.strip():
            break
        if line[0] in " \t" and named:
            continue
        found = _MAIL_LINE.match(line)
        if found is None:
            return False
        named.add(found[1].lower())
    return all(named & needed for needed in _MAIL_NEEDS)
