"""Raw tables: lines as people count them, nothing interpreted."""

from __future__ import annotations

from pathlib import Path

import pytest

from arcollect.core.files import NotUtf8Error, is_importable, open_tables, stem_of
from arcollect.core.raw_bytes import FileRefusedError


def rows_of(tmp_path: Path, data: bytes, name: str = "a.csv", **options: str):
    path = tmp_path / name
    path.write_bytes(data)
    (table,) = open_tables(path, scratch=tmp_path, **options)
    return table.header, list(table.rows)


def test_lines_are_physical_and_begin_with_the_header(tmp_path: Path):
    data = b'\na,b\n"x\ny",1\n\n2,3\n'
    header, rows = rows_of(tmp_path, data)
    assert header == ("a", "b")
    assert rows == [(3, ["x\ny", "1"]), (6, ["2", "3"])]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system(tmp_path: Path, ending: str):
    _header, rows = rows_of(tmp_path, f"a,b{ending}1,2{ending}".encode())
    assert rows == [(2, ["1", "2"])]


def test_other_delimiters(tmp_path: Path):
    header, _rows = rows_of(tmp_path, b"a;b\n1;2\n", delimiter=";")
    assert header == ("a", "b")


def test_a_quote_that_never_closes_names_its_line(tmp_path: Path):
    with pytest.raises(FileRefusedError) as refused:
        rows_of(tmp_path, b'a,b\n1,2\n"3,4\n5,6\n')
    assert refused.value.line == 3


def test_bytes_that_are_not_utf8_come_with_candidates(tmp_path: Path):
    with pytest.raises(NotUtf8Error) as refused:
        rows_of(tmp_path, "code,名称\n1,蓝月\n".encode("gb18030"))
    best = refused.value.candidates[0]
    assert (best.encoding, best.samples) == ("gb18030", ("蓝月",))


def test_names_of_files():
    assert is_importable(Path("A.CSV.GZ"))
    assert not is_importable(Path("a.pdf"))
    assert stem_of(Path("Invoices_2026.csv.gz")) == "invoices_2026"
