"""The finished file: figures, attached files, tags, languages, and bytes that stay."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import subprocess
from decimal import Decimal
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from reconciliation.domain.ledger_file import COLUMNS
from reconciliation.models import LetterFile
from reconciliation.services import render_letter as rendering
from reconciliation.services.render_letter import (
    LetterFileDamagedError,
    read_letter_file,
    render_letter,
)
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.above_database]
HOSTILE = (
    '<img src="http://127.0.0.1:9/x"><script>alert(1)</script>',
    "{{ letter.code }}{% load i18n %}",
    "=cmd|' /C calc'!A0",
    "</style><style>@import url(file:///etc/passwd);",
    "%(amount)s %s %n",
    "'; DROP TABLE letters; --",
    "\u202eevil\u2066",
    "&lt;b&gt; &amp; <b>",
)


@pytest.fixture
def customer():
    made = factories.customer(name="苏州恒达电器有限公司", language="zh-hans")
    factories.bank_account(company=made.company)
    factories.invoice(
        customer=made,
        amount="12345.60",
        issued_on=dt.date(2026, 3, 1),
        due_on=dt.date(2026, 4, 1),
        number="LY-26-09702",
    )
    factories.payment(customer=made, amount="345.60", received_on=dt.date(2026, 5, 6))
    return made


def text_of(content: bytes) -> str:
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"],
        input=content,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


def made_of(letter) -> bytes:
    return read_letter_file(render_letter(letter))


def test_figures_words_and_sums_are_printed(customer):
    letter = factories.letter(customer=customer, kind="")
    text = text_of(made_of(letter))
    assert "对账催款函" in text
    assert "DZ-2026-000001" in text
    assert "12,000.00" in text
    assert "人民币壹万贰仟元整" in text
    assert "LY-26-09702" in text
    assert letter.ledger_sha256 in text
    assert "信息证明无误" in text
    assert "请贵公司于" in text
    assert "仅为复核账目之用" not in text


def test_an_audit_confirmation_is_no_demand(customer):
    letter = factories.letter(
        customer=customer,
        kind="audit_confirmation",
        auditor={"name": "Lixin CPA", "email": "confirm@auditor.example"},
    )
    text = text_of(made_of(letter))
    assert "仅为复核账目之用" in text
    assert "confirm@auditor.example" in text
    assert "支付至下列账户" not in text
    assert "本公司承诺于" not in text


@pytest.mark.parametrize(
    ("language", "title", "words"),
    [
        ("zh-hans", "往来款项对账函", "人民币壹万贰仟元整"),
        ("zh-hant", "往來帳款對帳函", "人民幣壹萬貳仟元整"),
        ("en", "Statement of account for reconciliation", "CNY twelve thousand only"),
    ],
)
def test_each_language_speaks_for_itself(customer, language, title, words):
    letter = factories.letter(customer=customer, language=language)
    content = made_of(letter)
    text = text_of(content)
    assert title in text
    assert words in text
    with pikepdf.open(io.BytesIO(content)) as document:
        assert str(document.Root.Lang).lower() == language
        assert title in str(document.docinfo["/Title"])


def test_a_bilingual_letter_says_everything_twice(customer):
    text = text_of(made_of(factories.letter(customer=customer, language="bilingual")))
    for words in ("往来款项对账函", "Statement of account", "贵公司欠", "You owe us"):
        assert words in text


def test_a_balance_in_the_customers_favour_says_so(customer):
    factories.payment(
        customer=customer, amount="20000.00", received_on=dt.date(2026, 5, 7)
    )
    letter = factories.letter(customer=customer)
    assert letter.balance == Decimal("-8000.00")
    text = text_of(made_of(letter))
    assert "本公司欠贵公司" in text
    assert "人民币捌仟元整" in text


def test_the_attached_ledger_sums_to_the_balance(customer):
    letter = factories.letter(
        customer=customer, kind="", ledger_from=dt.date(2026, 5, 1)
    )
    with pikepdf.open(io.BytesIO(made_of(letter))) as document:
        files = {
            name: document.attachments[name].get_file().read_bytes()
            for name in document.attachments
        }
        related = {str(each.UF): str(each.AFRelationship) for each in document.Root.AF}
    assert related == {"ledger.csv": "/Data", "letter.json": "/Alternative"}
    assert hashlib.sha256(files["ledger.csv"]).hexdigest() == letter.ledger_sha256
    rows = list(csv.DictReader(io.StringIO(files["ledger.csv"].decode())))
    assert tuple(rows[0]) == COLUMNS
    debit = sum(Decimal(row["debit"] or 0) for row in rows)
    credit = sum(Decimal(row["credit"] or 0) for row in rows)
    assert debit - credit == letter.balance
    open_items = [row for row in rows if row["kind"] == "open_item"]
    assert open_items[0]["due_date"] == "2026-04-01"
    assert open_items[0]["days_past_due"] == "60"
    said = json.loads(files["letter.json"])
    assert said["number"] == letter.number
    assert said["balance"] == "12000.00"
    assert said["files"] == [{"name": "ledger.csv", "sha256": letter.ledger_sha256}]


def test_the_file_is_tagged_and_its_pictures_are_described(customer):
    content = made_of(factories.letter(customer=customer))
    with pikepdf.open(io.BytesIO(content)) as document:
        assert document.Root.MarkInfo.Marked
        metadata = document.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        found: dict[str, list] = {}
        _walk(document.Root.StructTreeRoot, found)
    assert {"/H1", "/Table", "/TH", "/TD", "/Figure"} <= set(found)
    assert all("二维码" in str(each.Alt) for each in found["/Figure"])
    assert all(each.get("/A") is not None for each in found["/TH"])


def _walk(node, found) -> None:
    if not isinstance(node, pikepdf.Dictionary):
        return
    if "/S" in node:
        found.setdefault(str(node.S), []).append(node)
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        _walk(child, found)


def test_seal_and_countersignature_have_their_places(customer):
    with pikepdf.open(
        io.BytesIO(made_of(factories.letter(customer=customer)))
    ) as document:
        names = [str(name) for name in document.Root.Names.Dests.Names[::2]]
    assert {"seal-here", "countersign-here"} <= set(names)


def test_a_letter_is_rendered_once_and_stays_byte_equal(customer, monkeypatch):
    letter = factories.letter(customer=customer)
    first = render_letter(letter)
    content = read_letter_file(first)
    monkeypatch.setattr(
        rendering, "letter_pdf", lambda _letter: pytest.fail("rendered twice")
    )
    assert render_letter(letter) == first
    assert read_letter_file(first) == content
    with pytest.raises(IntegrityError), transaction.atomic():
        LetterFile.objects.filter(pk=first.pk).update(sha256="0" * 64)


def test_two_who_render_at_once_end_with_one_file(customer, monkeypatch):
    letter = factories.letter(customer=customer)
    first = render_letter(letter)
    monkeypatch.setattr(rendering, "find_file", lambda *_: None)
    assert render_letter(letter) == first
    assert LetterFile.objects.filter(letter=letter).count() == 1


def test_a_changed_file_is_not_handed_out(customer):
    file = render_letter(factories.letter(customer=customer))
    path = Path(settings.VAR_DIR) / file.path
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(LetterFileDamagedError, match="changed"):
        read_letter_file(file)
    path.unlink()
    with pytest.raises(LetterFileDamagedError, match="missing"):
        read_letter_file(file)


def test_hostile_names_and_numbers_are_inert():
    customer = factories.customer(
        name=HOSTILE[0], address=HOSTILE[1], tax_id=HOSTILE[2][:40]
    )
    company = customer.company
    company.name, company.address = HOSTILE[3], HOSTILE[4]
    company.contact_person = HOSTILE[5]
    company.save()
    for number, text in enumerate(HOSTILE):
        factories.invoice(
            customer=customer,
            number=f"{text}{number}"[:60],
            issued_on=dt.date(2026, 4, 1 + number),
        )
    letter = factories.letter(customer=customer, language="en")
    content = made_of(letter)
    text = text_of(content)
    assert "<script>alert(1)</script>" in text.replace("\n", "")
    assert letter.code not in text.replace("-", "").split("Verify")[0]
    assert b"/JavaScript" not in content
    assert "root:" not in text
    with pikepdf.open(io.BytesIO(content)) as document:
        assert set(document.attachments) == {"ledger.csv", "letter.json"}
        ledger = document.attachments["ledger.csv"].get_file().read_bytes().decode()
    cells = [cell for row in csv.reader(io.StringIO(ledger)) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t"))]
