"""A file is what its bytes say, whatever it is called."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcollect.core.file_names import LONGEST, clean_name
from arcollect.core.media_types import ENDINGS, by_first_bytes, media_type_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIL = (
    b"Received: from mx.example\r\n by mail.example\r\nFrom: Chen <chen@buyer.example>\r\n"
    b"Subject: Delivery\r\n\r\n<html><body>We received it.</body></html>\r\n"
)


def packed(*parts: str) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for part in parts:
            archive.writestr(part, "x")
    return whole.getvalue()


def ftyp(major: bytes, *others: bytes) -> bytes:
    body = b"ftyp" + major + b"\x00\x00\x00\x00" + b"".join(others)
    return (len(body) + 4).to_bytes(4) + body + b"\x00" * 40


KNOWN = {
    "pdf": (b"%PDF-1.7\nrest", "application/pdf"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
    "png": (b"\x89PNG\r\n\x1a\n\x00\x00", "image/png"),
    "webp": (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
    "heic": (ftyp(b"heic", b"mif1"), "image/heic"),
    "heic by a later brand": (ftyp(b"mif1", b"heic"), "image/heic"),
    "sound of a phone": (ftyp(b"M4A ", b"isom"), "audio/mp4"),
    "mp3 with tags": (b"ID3\x04\x00\x00\x00\x00", "audio/mpeg"),
    "mp3 without": (b"\xff\xfb\x90\x64" + b"\x00" * 30, "audio/mpeg"),
    "ofd": (packed("OFD.xml", "Doc_0/Document.xml"), "application/ofd"),
    "xlsx": (packed("[Content_Types].xml", "xl/workbook.xml"), XLSX),
    "docx": (packed("[Content_Types].xml", "word/document.xml"), DOCX),
    "text": (b"We received the goods.\n", "text/plain"),
    "chinese text": ("货已收到，数量无误。\n".encode(), "text/plain"),
    "chinese text, national": (
        "货已收到，数量无误。\n".encode("gb18030"),
        "text/plain",
    ),
    "chinese text, taiwan": ("貨已收到，數量無誤。\n".encode("big5"), "text/plain"),
    "text with a mark": ("﻿ok".encode(), "text/plain"),
    "wide text": ("货已收到".encode("utf-16"), "text/plain"),
    "mail": (MAIL, "message/rfc822"),
}
REFUSED = {
    "nothing": b"",
    "page": b"<!DOCTYPE html><html><script>alert(1)</script>",
    "page after blanks": b"\n\n  <html>",
    "page behind words": b"Dear all <script>alert(1)</script>",
    "drawing": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "drawing with a mark": b"\xef\xbb\xbf<svg/>",
    "wide page": "<html>".encode("utf-16"),
    "xml": b'<?xml version="1.0"?><invoice/>',
    "program": b"MZ\x90\x00\x03\x00\x00\x00",
    "elf": b"\x7fELF\x02\x01\x01\x00",
    "archive": packed("a.txt"),
    "sheet with macros": packed("xl/workbook.xml", "xl/vbaProject.bin"),
    "two documents in one": packed("xl/workbook.xml", "word/document.xml"),
    "broken archive": b"PK\x03\x04" + b"\x00" * 40,
    "film": ftyp(b"isom", b"mp42"),
    "gif": b"GIF89a\x01\x00",
    "old word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00",
    "text with a nought": b"We received\x00 the goods",
    "a mail without sender": b"Subject: x\r\n\r\n\x00",
}


@pytest.mark.parametrize("name", KNOWN)
def test_known_types_are_told_by_their_bytes(tmp_path: Path, name: str) -> None:
    content, expected = KNOWN[name]
    file = tmp_path / "upload"
    file.write_bytes(content)
    assert media_type_of(file, name="anything.html") == expected


@pytest.mark.parametrize("name", REFUSED)
def test_everything_else_is_unknown_however_it_is_called(
    tmp_path: Path, name: str
) -> None:
    file = tmp_path / "upload"
    file.write_bytes(REFUSED[name])
    for called in ("scan.pdf", "photo.jpg", "table.csv", "note.txt"):
        assert media_type_of(file, name=called) is None


def test_only_among_text_the_name_decides(tmp_path: Path) -> None:
    file = tmp_path / "upload"
    file.write_bytes(b"number,amount\n1,2\n")
    assert media_type_of(file, name="Lines.CSV") == "text/csv"
    assert media_type_of(file, name="lines.png") == "text/plain"


def test_late_bytes_count_too(tmp_path: Path) -> None:
    file = tmp_path / "upload"
    file.write_bytes(b"We received it.\n" * 20_000 + b"\x00")
    assert media_type_of(file) is None


def test_a_directory_out_of_all_measure_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "upload"
    whole = packed("OFD.xml")
    at = whole.rfind(b"PK\x05\x06") + 12
    file.write_bytes(whole[:at] + (1 << 30).to_bytes(4, "little") + whole[at + 4 :])
    assert media_type_of(file) is None


@given(st.binary(max_size=64))
def test_no_beginning_breaks_it(head: bytes) -> None:
    assert by_first_bytes(head) in {None, *ENDINGS}


@pytest.mark.parametrize(
    ("name", "endings", "cleaned"),
    [
        ("送货单 第3联.jpg", ("jpg", "jpeg"), "送货单 第3联.jpg"),
        ("scan.JPEG", ("jpg", "jpeg"), "scan.JPEG"),
        ("bill.html", ("png",), "bill.html.png"),
        ("../../etc/passwd", ("txt",), "passwd.txt"),
        ("..\\..\\boot.ini", ("txt",), "boot.ini.txt"),
        ("/etc/cron.d/x.pdf", ("pdf",), "x.pdf"),
        ("invoice\u202efdp.exe", ("pdf",), "invoice_fdp.exe.pdf"),
        ("a\r\nSet-Cookie: x.pdf", ("pdf",), "a__Set-Cookie_ x.pdf"),
        (
            "<img src=x onerror=alert(1)>.png",
            ("png",),
            "_img src=x onerror=alert(1)_.png",
        ),
        (".pdf", ("pdf",), "pdf.pdf"),
        ("...", ("pdf",), "file.pdf"),
        ("", ("pdf",), "file.pdf"),
        ("x" * 500 + ".pdf", ("pdf",), "x" * LONGEST + ".pdf"),
    ],
)
def test_names(name: str, endings: tuple[str, ...], cleaned: str) -> None:
    assert clean_name(name, endings=endings) == cleaned


@given(st.text(max_size=300), st.sampled_from(sorted(ENDINGS.values())))
def test_every_name_becomes_one_that_may_be_kept(
    name: str, endings: tuple[str, ...]
) -> None:
    cleaned = clean_name(name, endings=endings)
    stem, _dot, ending = cleaned.rpartition(".")
    assert stem
    assert ending.lower() in endings
    assert len(stem) <= LONGEST
    assert cleaned.isprintable()
    assert not set(cleaned) & set('/\\<>:"|?*')
    assert not cleaned.startswith(".")
    assert clean_name(cleaned, endings=endings) == cleaned
