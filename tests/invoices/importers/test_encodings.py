"""Text that is not UTF-8: a person chooses, nothing is guessed."""

from __future__ import annotations

import gzip

import pytest

from customers.models import Customer
from tests.invoices.importers.books import SALE, Import, open_amounts, snapshot

CUSTOMERS = "code,name\nD001,广州华声电器有限公司\nD002,深圳蓝月商贸\n"


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16"])
def test_not_utf8_is_refused_with_candidates_and_samples(load: Import, encoding: str):
    text = CUSTOMERS if encoding != "big5" else "code,name\nD001,臺北電器有限公司\n"
    before = snapshot()
    result = load({"customers.csv": text.encode(encoding)})
    assert result.status == 1
    assert "not UTF-8" in result.reasons()
    offered = {
        c["encoding"]: c["samples"] for c in result.json["encodings"]["customers.csv"]
    }
    assert text.splitlines()[1].split(",")[1] in offered[encoding]
    assert len(offered[encoding]) <= 10
    after = snapshot()
    assert after["customers.customer"] == before["customers.customer"] == []


def test_the_chosen_encoding_decodes(load: Import):
    result = load({"customers.csv": CUSTOMERS.encode("gb18030")}, encoding="gb18030")
    assert result.status == 0
    assert Customer.objects.get(code="D002").name == "深圳蓝月商贸"


def test_a_chosen_encoding_that_does_not_fit_is_refused(load: Import):
    result = load(
        {"customers.csv": "code,name\nD,é\n".encode("cp1252")}, encoding="ascii"
    )
    assert result.status == 1
    assert "does not decode" in result.reasons()


@pytest.mark.parametrize("name", ["rot13", "no-such-thing", "hex"])
def test_an_encoding_that_is_none_is_wrong_usage(load: Import, name: str):
    assert load({"customers.csv": CUSTOMERS}, encoding=name).status == 2


def test_packed_files_are_unpacked(load: Import):
    assert load({"invoices.csv.gz": gzip.compress(SALE.encode())}).status == 0
    assert open_amounts() == {"I-1": "1000.00"}


def test_a_packed_file_that_unpacks_without_end_is_refused(load: Import, monkeypatch):
    monkeypatch.setattr("arcollect.core.raw_bytes.MAX_UNPACKED_BYTES", 100_000)
    result = load({"invoices.csv.gz": gzip.compress(b"," * 1_000_000)})
    assert result.status == 1
    assert "unpacks to more" in result.reasons()
