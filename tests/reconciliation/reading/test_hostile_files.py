"""Files that want to do harm: the child ends, the answer is INVALID."""

from __future__ import annotations

import io
import zlib

import pytest

from reconciliation.domain.verification import judge
from reconciliation.services.read_foreign_pdf import LARGEST_FILE, read_foreign_pdf


def pdf(*objects: bytes, root: bytes = b"1 0 R", extra: bytes = b"") -> bytes:
    """A file of these objects with a table that is right."""
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    size = len(places) + 1
    out.write(b"trailer\n<</Size %d /Root %s %s>>\n" % (size, root, extra))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[]/Count 0>>"


def bomb() -> bytes:
    """A small stream that unpacks to half a gigabyte, where attachments lie."""
    press = zlib.compressobj(9)
    parts = [press.compress(bytes(1 << 20)) for _ in range(1 << 9)]
    packed = b"".join([*parts, press.flush()])
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(ledger.csv)3 0 R]>>"
        b">>>>",
        PAGES,
        b"<</Type/Filespec/F(ledger.csv)/EF<</F 4 0 R>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream"
        % (len(packed), packed),
    )


HOSTILE = {
    "empty": b"",
    "no pdf": b"PK\x03\x04" + b"x" * 1000,
    "only a head": b"%PDF-1.7\n",
    "noise": b"%PDF-1.7\n" + bytes(range(256)) * 400,
    "deep": pdf(b"[" * 100_000 + b"]" * 100_000, PAGES),
    "table in a loop": pdf(CATALOGUE, PAGES, extra=b"/Prev 9"),
    "pages in a loop": pdf(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"
    ),
    "form in a loop": pdf(
        b"<</Type/Catalog/Pages 2 0 R/AcroForm 3 0 R>>",
        PAGES,
        b"<</Fields[4 0 R]>>",
        b"<</T(a)/FT/Sig/Kids[4 0 R]>>",
    ),
    "refers to itself": pdf(b"1 0 R", PAGES),
    "a signature of nonsense": pdf(
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[3 0 R]/SigFlags 3>>>>",
        PAGES,
        b"<</T(a)/FT/Sig/V 4 0 R>>",
        b"<</Type/Sig/Contents<00>/ByteRange[0 99999999 -5 99999999999]>>",
    ),
    "huge numbers": pdf(
        CATALOGUE, b"<</Type/Pages/Kids[]/Count 9" + b"9" * 5000 + b">>"
    ),
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_hostile_file_is_invalid_and_harms_nobody(name):
    facts = read_foreign_pdf(HOSTILE[name])

    assert judge(facts, None).result == "INVALID"


def test_a_file_that_unpacks_without_end_takes_the_child_only():
    facts = read_foreign_pdf(bomb(), memory=400 * 1024 * 1024)

    assert judge(facts, None).result == "INVALID"


def test_a_child_that_takes_too_long_is_ended(monkeypatch):
    facts = read_foreign_pdf(HOSTILE["noise"], seconds=0)

    assert facts.unreadable


def test_what_is_larger_than_a_letter_is_not_even_read():
    facts = read_foreign_pdf(b"%PDF-1.7" + b" " * LARGEST_FILE)

    assert "too large" in facts.unreadable
