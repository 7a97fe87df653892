"""What a letter carries: its attachments, and the words on its pages."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

LARGEST_ATTACHMENT = 4 << 20
MOST_ATTACHMENTS = 12
MOST_PAGES = 60
_FONT = re.compile(rb"/(\S+)\s+[-\d.]+\s+Tf|<([0-9A-Fa-f\s]*)>|\b(ET|Td|TD|T\*|Tm)\b")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?=<|$|\n|\r|e)")


def read_attachments(reader: PdfFileReader) -> list[dict[str, Any]]:
    """Name, size and SHA-256 of every attached file; the text of the known ones."""
    found = []
    for name, content in _embedded(reader):
        one: dict[str, Any] = {
            "name": name,
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        if name == "letter.json":
            one["letter"] = json.loads(content)
        if name == "ledger.csv":
            one["ledger"] = ledger_sums(content)
        found.append(one)
    return found


def _embedded(reader: PdfFileReader) -> list[tuple[str, bytes]]:
    try:
        names = reader.root["/Names"]["/EmbeddedFiles"]["/Names"]
    except KeyError:
        return []
    entries = [each.get_object() for each in names]
    found = []
    for name, spec in list(zip(entries[0::2], entries[1::2], strict=False))[
        :MOST_ATTACHMENTS
    ]:
        stream = spec["/EF"]["/F"]
        content = stream.data
        if len(content) > LARGEST_ATTACHMENT:
            message = "an attachment is too large"
            raise ValueError(message)
        shown = str(spec.get("/UF") or spec.get("/F") or name)
        found.append((shown, content))
    return found


def ledger_sums(content: bytes) -> dict[str, Any] | None:
    """Debits less credits of all lines, and whether the running balance of the last
    booked line says the same. None where the file is no ledger."""
    try:
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        debit = sum((_amount(row["debit"]) for row in rows), Decimal(0))
        credit = sum((_amount(row["credit"]) for row in rows), Decimal(0))
        booked = [row for row in rows if row["debit"] or row["credit"]]
        last = _amount(booked[-1]["balance"]) if booked else Decimal(0)
        return {"closing": str(debit - credit), "adds_up": last == debit - credit}
    except (KeyError, UnicodeDecodeError, InvalidOperation, csv.Error):
        return None


def _amount(text: str) -> Decimal:
    return Decimal(text) if text else Decimal(0)


def read_text(reader: PdfFileReader) -> str:
    """The words of all pages without their spaces, from the fonts' own tables."""
    count = min(int(reader.root["/Pages"]["/Count"]), MOST_PAGES)
    parts = []
    for index in range(count):
        page = reader.find_page_for_modification(index)[0].get_object()
        parts.append(_page_text(page))
    return "".join("".join(parts).split())


def _page_text(page: Any) -> str:
    resources = page["/Resources"]
    fonts = resources["/Font"] if "/Font" in resources else {}  # noqa: SIM401 - get() does not follow references
    tables = {str(name)[1:].encode(): _table(fonts[name]) for name in fonts}
    content = page["/Contents"]
    streams = content if isinstance(content, list) else [content]
    drawn = b"\n".join(each.get_object().data for each in streams)
    table: dict[str, str] = {}
    found: list[str] = []
    for match in _FONT.finditer(drawn):
        if match.group(1) is not None:
            table = tables.get(match.group(1), {})
        elif match.group(2) is not None:
            code = match.group(2).decode().replace(" ", "").lower()
            found.extend(
                table.get(code[at : at + 4], "") for at in range(0, len(code), 4)
            )
        else:
            found.append(" ")
    return "".join(found)


def _table(font: Any) -> dict[str, str]:
    """Glyph code to text, from the font's ToUnicode table."""
    if "/ToUnicode" not in font:
        return {}
    table = {}
    for code, text in _RANGE.findall(font["/ToUnicode"].data):
        raw = bytes.fromhex(text.decode())
        table[code.decode().lower()] = raw.decode("utf-16-be", errors="replace")
    return table
