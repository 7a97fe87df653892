"""Thousands of damaged statements: each is taken whole or refused with a reason.

Reading never takes a minute, nothing escapes as an error, and a refused file leaves
nothing behind. The child that reads is kept between files, as files are small.
"""

from __future__ import annotations

import io
import os
import random
import sys
import zipfile
from collections import Counter
from decimal import Decimal

import pytest
from django.db.models import Sum

from arcollect.core.models import Company
from invoices.importers.statements.reading import WALL_SECONDS, Reader
from invoices.models import BankEntry, BankEntryState, BankStatement
from invoices.services.import_statement import (
    ImportedFile,
    StatementRefusedError,
    import_statement,
)
from tests import factories
from tests.invoices.importers.statements import samples
from tests.levels import at_level

FILES = at_level(ci=1_000, everything=20_000)
GUARD_SECONDS = 60
SEED = int(
    os.environ.get("ARCOLLECT_FUZZ_SEED") or random.SystemRandom().randrange(10**9)
)
TOKENS = (
    b"\0", b"\xff", b"-", b"\n", b",", b".", b"9" * 30, b"1e999999", b"-0", b"NaN",
    b"<", b">", b"&x;", b"<!DOCTYPE d>", b"<!ENTITY a 'b'>", b"]]>", b"{4:", b"-}",
    b":61:", b":86:", b":62F:", b"\n:20:X\n", b"EUR", b"JPY", b"KWD", b"XXX",
    "﷽".encode(), "１２".encode(), b"/\n88,", b"/\n16,", b'"', b"%s%n", b"=1+1",
)  # fmt: skip
pytestmark = [pytest.mark.django_db, pytest.mark.databases]


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The file with one to four faults; a workbook sometimes inside its parts."""
    if content.startswith(b"PK") and chance.random() < 0.7:
        return _mutated_part(content, chance)
    for _fault in range(chance.randint(1, 4)):
        content = _faulty(content, chance)
    return content


def _mutated_part(content: bytes, chance: random.Random) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        chosen = chance.choice([*old.namelist(), "xl/worksheets/sheet1.xml"])
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _faulty(part, chance) if name == chosen else part)
    return target.getvalue()


def _faulty(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    length = min(len(content) - start, chance.choice((1, 1, 2, 8, 64, 400)))
    middle = content[start : start + length]
    change = chance.choice(("flip", "drop", "double", "token", "cut", "digit", "swap"))
    if change == "flip":
        middle = bytes(byte ^ (1 << chance.randrange(8)) for byte in middle)
    elif change == "drop":
        middle = b""
    elif change == "double":
        middle *= chance.choice((2, 3, 50))
    elif change == "token":
        middle += chance.choice(TOKENS)
    elif change == "cut":
        return content[:start]
    elif change == "digit":
        middle = bytes(
            chance.choice(b"0123456789") if chr(byte).isdigit() else byte
            for byte in middle
        )
    else:
        lines = content.split(b"\n")
        chance.shuffle(lines)
        return b"\n".join(lines)
    return content[:start] + middle + content[start + length :]


def counts() -> tuple[int, int, int]:
    return tuple(  # type: ignore[return-value]
        model.objects.count() for model in (BankStatement, BankEntry, BankEntryState)
    )


def taken_or_reason(
    name: str, content: bytes, company: Company, reader: Reader
) -> ImportedFile | str:
    """What was imported, or the sentence with which it was refused."""
    try:
        return import_statement(
            actor=None, company=company, name=name, content=content, reader=reader
        )
    except StatementRefusedError as error:
        return str(error)


def test_a_damaged_statement_is_taken_whole_or_refused(
    capsys: pytest.CaptureFixture[str],
):
    chance = random.Random(SEED)
    company = factories.company()
    files = list(samples.every_sample().items())
    outcomes: Counter[str] = Counter()
    before = counts()
    assert WALL_SECONDS < GUARD_SECONDS
    with Reader() as reader:
        for number in range(FILES):
            name, content = chance.choice(files)
            which = f"seed {SEED}, file {number}: {name}"
            found = taken_or_reason(name, mutated(content, chance), company, reader)
            after = counts()
            if isinstance(found, str):
                # A sentence, not the name of an error; and nothing is left behind.
                assert found.endswith("."), which
                assert "seconds" not in found, which
                assert after == before, which
                outcomes["refused"] += 1
                continue
            assert after[1] - before[1] == found.created, which
            assert after[0] - before[0] == len(found.created_statements), which
            outcomes[found.status] += 1
            before = after
        peak = reader.peak_kilobytes
    with capsys.disabled():
        sys.stdout.write(f"\nseed {SEED}: {dict(outcomes)}, peak {peak >> 10} MB\n")
    assert outcomes["refused"] > FILES // 5
    assert outcomes["imported"] > 0
    assert peak < 300 * 1024
    _check_books()


def _check_books() -> None:
    """Balances tie in what was taken, and exactly the booked credits wait."""
    booked = BankEntry.objects.filter(status="booked", amount__gt=0)
    assert set(booked.values_list("pk")) == set(
        BankEntryState.objects.values_list("pk")
    )
    for statement in BankStatement.objects.filter(
        opening__isnull=False, closing__isnull=False
    ):
        rows = statement.entries.filter(status="booked")
        if statement.entries.count() == statement.entries_stated:
            moved = rows.aggregate(n=Sum("amount"))["n"] or Decimal(0)
            assert statement.opening + moved == statement.closing
