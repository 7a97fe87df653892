"""Small made-up papers and photos: real files, a few hundred bytes each."""

from __future__ import annotations

import struct
import zlib

_SIDE = 48


def picture(red: int, green: int, blue: int) -> bytes:
    """A PNG of a box on a light ground, as a photo of goods."""
    ground, box = bytes((244, 241, 234)), bytes((red, green, blue))
    rows = b"".join(
        b"\x00"
        + b"".join(
            box if _inside(row) and _inside(column) else ground
            for column in range(_SIDE)
        )
        for row in range(_SIDE)
    )
    head = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(*part) for part in parts)


def _inside(place: int) -> bool:
    return _SIDE // 4 <= place < _SIDE * 3 // 4


def _part(name: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + check


def paper(*lines: str) -> bytes:
    """A PDF of one page with lines of Latin letters."""
    text = "BT /F1 12 Tf 18 TL 60 780 Td " + " ".join(
        f"({line}) Tj T*" for line in lines
    )
    stream = f"{text} ET".encode()
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>>>>>"
        ),
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    whole, starts = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        starts.append(len(whole))
        whole += b"%d 0 obj%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    count = len(objects) + 1
    return whole + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\n"
        b"startxref\n%d\n%%%%EOF\n" % (count, table, count, len(whole))
    )
