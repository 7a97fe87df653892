"""Files made to harm: refused, and the child that reads them stays below 300 MB."""

from __future__ import annotations

# ruff: noqa: E501 - one harmful file a line
import io
import zipfile
from collections.abc import Iterator

import pytest

from invoices.importers.statements.profile import load_shipped
from invoices.importers.statements.reading import MAX_BYTES, Reader
from invoices.importers.statements.shape import RefusedError
from tests.invoices.importers.statements import samples

LIMIT_KILOBYTES = 300 * 1024


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as found:
        yield found


def refusal(reader: Reader, content: bytes) -> str:
    with pytest.raises(RefusedError) as refused:
        reader.read(content, profiles=load_shipped())
    return refused.value.code


def entities(levels: int) -> bytes:
    lines = [b'<!ENTITY a0 "ha">']
    for level in range(1, levels):
        refs = b"&a%d;" % (level - 1) * 10
        lines.append(b'<!ENTITY a%d "%s">' % (level, refs))
    return b"<!DOCTYPE d [" + b"".join(lines) + b"]><d>&a%d;</d>" % (levels - 1)


def repacked(parts: dict[str, bytes]) -> bytes:
    """The sample workbook with some of its parts replaced or added."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(samples.xlsx())) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return target.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
MAIN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
XML = b'<?xml version="1.0"?>'
HARMFUL = {
    "billion laughs": lambda: XML + entities(12),
    "a file from outside": lambda: XML + b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>',
    "a definition without use": lambda: samples.camt().replace(b"<Document", b"<!DOCTYPE d><Document", 1),
    "entities in OFX": lambda: samples.OFX_XML.replace(b"<OFX>", b"<!DOCTYPE x><OFX>"),
    "nested without end": lambda: XML + b"<Document>" * 500_000,
    "one long name": lambda: XML + b"<" + b"a" * (2 << 20) + b">",
    "a sheet of blanks": lambda: repacked({SHEET: MAIN + b" " * (100 << 20)}),
    "a sheet of rows": lambda: repacked({SHEET: MAIN + b"<row><c><v>1</v></c></row>" * 2_000_000}),
    "one endless cell": lambda: repacked({SHEET: MAIN + b'<row><c t="str"><v>' + b"x" * (60 << 20)}),
    "entities in a sheet": lambda: repacked({SHEET: XML + entities(12)}),
    "a row without end": lambda: repacked({SHEET: MAIN + b'<row r="999999999999"><c><v>1</v></c></row></sheetData></worksheet>'}),
    "a column without end": lambda: repacked({SHEET: MAIN + b'<row><c r="ZZZZZZ1"><v>1</v></c></row></sheetData></worksheet>'}),
    "many parts": lambda: repacked({f"x/{n}": b"" for n in range(3_000)}),
    "a table that is all headings": lambda: b",".join([b"x"] * 1_000_000),
    "an unclosed quote": lambda: b'booked_on,"' + b"x," * 4_000_000,
    "a stream of nothing": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * (8 << 20),
    "brackets": lambda: b"OFXHEADER:100\n<OFX>" + b"<STMTRS>" * 500_000,
    "a million entries": lambda: samples.MT940.replace(b":62F:", b":61:2603020302C1,00NTRFX\n" * 200_000 + b":62F:"),
}  # fmt: skip


@pytest.mark.parametrize("name", HARMFUL)
def test_a_harmful_file_is_refused_within_its_memory(reader: Reader, name: str):
    content = HARMFUL[name]()[:MAX_BYTES]
    assert refusal(reader, content) not in ("", "too_slow")
    assert 0 < reader.peak_kilobytes < LIMIT_KILOBYTES


def test_a_file_that_promises_less_than_it_unpacks_is_refused(reader: Reader):
    content = bytearray(repacked({SHEET: MAIN + b" " * (64 << 20)}))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo(SHEET).file_size
    lie = bytes(content).replace(
        size.to_bytes(4, "little"), (1_000).to_bytes(4, "little")
    )
    assert refusal(reader, lie)
    assert reader.peak_kilobytes < LIMIT_KILOBYTES


def test_a_file_larger_than_any_statement_is_not_even_handed_on():
    assert refusal(Reader(), b"x" * (MAX_BYTES + 1)) == "too_large_file"


def test_the_child_reads_on_after_a_harmful_file(reader: Reader):
    refusal(reader, HARMFUL["billion laughs"]())
    assert reader.read(samples.MT940, profiles=[]).format == "mt940"


def test_a_child_that_runs_out_of_memory_is_replaced():
    many = samples.MT940.replace(
        b":62F:", b":61:2603020302C1,00NTRFX\n" * 40_000 + b":62F:"
    )
    with Reader(memory=64 << 20) as small:
        assert refusal(small, many) == "too_large"
        assert small.read(samples.MT940, profiles=[]).format == "mt940"


def test_a_child_that_takes_too_long_is_ended():
    many = samples.MT940.replace(
        b":62F:", b":61:2603020302C1,00NTRFX\n" * 40_000 + b":62F:"
    )
    with Reader(seconds=1) as hasty:
        assert refusal(hasty, many) == "too_slow"
