"""Which format a file is in: told by its content, never by its name. Pure."""

from __future__ import annotations

import codecs
import re

from invoices.importers.statements.shape import RefusedError

XLSX = b"PK\x03\x04"
XLS = b"\xd0\xcf\x11\xe0"
_HEAD = 4_096
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SWIFT = re.compile(rb"^:(20|25P?|28C?):", re.MULTILINE)
_BAI = re.compile(rb"\s*01,[^\n]*")


def format_of(content: bytes) -> str:
    """`xlsx`, `xls`, `ofx`, `xml`, `bai2`, `swift` or `csv`.

    Raises `RefusedError` for an empty file.
    """
    if content.startswith(XLSX):
        return "xlsx"
    if content.startswith(XLS):
        return "xls"
    text = content.removeprefix(codecs.BOM_UTF8).lstrip()
    if not text:
        raise RefusedError("empty")
    head = text[:_HEAD]
    if head.startswith(b"%PDF") or (b"\0" in head and not head.startswith(_UTF16)):
        raise RefusedError("unknown_format")
    if head.startswith(b"OFXHEADER") or b"<OFX>" in head or b"<?OFX" in head:
        return "ofx"
    if head.startswith(b"<") or content.startswith((b"\xff\xfe<", b"\xfe\xff\x00<")):
        return "xml"
    if _BAI.match(head):
        return "bai2"
    found = {match.group(1)[:2] for match in _SWIFT.finditer(text)}
    return "swift" if found >= {b"20", b"25"} else "csv"


def text_of(content: bytes) -> str:
    """UTF-8 text, else Windows-1252: the formats' own figures are plain ASCII."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
