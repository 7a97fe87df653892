"""A small .xls file by hand: nothing that is kept still writes them."""

from __future__ import annotations

import struct
from collections.abc import Sequence

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def old_workbook(title: str, rows: Sequence[Sequence[str | float]]) -> bytes:
    """An OLE2 file with one BIFF8 sheet of texts and numbers."""
    # A stream below 4,096 bytes would need the small-sector table as well.
    stream = _workbook(title, rows).ljust(4096, b"\0")
    sectors = -(-len(stream) // SECTOR)
    stream = stream.ljust(sectors * SECTOR, b"\0")
    table = [*range(1, sectors), END, END, FAT]
    table += [FREE] * (SECTOR // 4 - len(table))
    directory = (
        _entry("Root Entry", 5, child=1, start=END, size=0)
        + _entry("Workbook", 2, child=FREE, start=0, size=len(stream))
        + _entry("", 0, child=FREE, start=0, size=0) * 2
    )
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(10)
        + struct.pack("<IIIIIIIII", 1, sectors, 0, 4096, END, 0, END, 0, sectors + 1)
        + struct.pack("<I", FREE) * 108
    )
    return header + stream + directory + struct.pack(f"<{SECTOR // 4}I", *table)


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    length = len(text) + 2 if name else 0
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", length, kind, 1, FREE, FREE, child)
        + bytes(36)
        + struct.pack("<III", start, size, 0)
    )


def _workbook(title: str, rows: Sequence[Sequence[str | float]]) -> bytes:
    name = struct.pack("<BB", len(title), 0) + title.encode("latin-1")
    head = _record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    size = len(head) + 4 + 6 + len(name) + 4
    sheet = _record(0x0085, struct.pack("<IBB", size, 0, 0) + name)
    return head + sheet + _record(0x000A, b"") + _sheet(rows)


def _sheet(rows: Sequence[Sequence[str | float]]) -> bytes:
    found = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0))
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            place = struct.pack("<HHH", row, column, 0)
            if isinstance(value, str):
                text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
                found += _record(0x0204, place + text)
            else:
                found += _record(0x0203, place + struct.pack("<d", value))
    return found + _record(0x000A, b"")


def _record(number: int, data: bytes) -> bytes:
    return struct.pack("<HH", number, len(data)) + data
