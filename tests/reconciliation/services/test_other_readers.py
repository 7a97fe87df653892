"""Other programs agree on a sealed letter: poppler's tools, and pikepdf."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest

from reconciliation.seal_drawing import SealKind, diameter_mm
from tests.reconciliation import sealed
from tests.reconciliation.test_seal_drawing import red_extent_mm

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(shutil.which("pdfsig") is None, reason="needs poppler"),
]


@pytest.fixture
def path(once, tmp_path) -> Path:
    file = tmp_path / "letter.pdf"
    file.write_bytes(once.pdf)
    return file


def run(*command: object) -> str:
    done = subprocess.run(
        [str(each) for each in command], capture_output=True, text=True, check=False
    )
    return done.stdout


def test_pdfsig_finds_the_signature_valid_and_whole(path):
    text = run("pdfsig", path)

    assert "Signature is Valid" in text
    assert "Total document signed" in text
    assert "ETSI.CAdES.detached" in text
    assert "countersignature" in text
    assert "not signed" in text  # the customer's field


def test_pdfsig_sees_both_signatures(once, tmp_path):
    both = tmp_path / "both.pdf"
    both.write_bytes(sealed.countersigned(once.pdf))

    assert run("pdfsig", both).count("Signature is Valid") == 2


def test_pdfsig_sees_a_changed_byte(once, tmp_path):
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(once.pdf.replace(b"/Type", b"/Typf", 1))

    assert "Signature is Valid" not in run("pdfsig", changed)


def test_pdfdetach_gets_the_ledger_out(once, path, tmp_path):
    listed = run("pdfdetach", "-list", path)
    run("pdfdetach", "-saveall", "-o", tmp_path, path)

    assert "ledger.csv" in listed
    assert "letter.json" in listed
    ledger = (tmp_path / "ledger.csv").read_bytes()
    assert hashlib.sha256(ledger).hexdigest() == once.letter.ledger_sha256


def test_pdftotext_reads_the_figures(once, path):
    text = run("pdftotext", path, "-")

    assert once.letter.number in text
    assert "12,345.67" in text


def test_the_seal_on_the_letter_has_its_true_size(once, path):
    """Measured on the printed page, within half a millimetre."""
    with pikepdf.open(path) as pdf:
        page = pdf.pages[-1]
        field = next(each for each in page.Annots if str(each.T) == "seal")
        left, bottom, right, top = map(float, field.Rect)
        page.mediabox = [left - 6, bottom - 6, right + 6, top + 6]
        page.cropbox = page.mediabox
        cut = path.with_name("cut.pdf")
        pdf.pages[:] = [page]
        pdf.save(cut)

    width, height = red_extent_mm(cut)

    true_size = diameter_mm(SealKind(once.letter.seal_use.seal.kind))
    assert width == pytest.approx(true_size, abs=0.5)
    assert height == pytest.approx(true_size, abs=0.5)


def test_tags_title_and_language_outlive_the_signature(once, path):
    with pikepdf.open(path) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang)
        assert [str(each.UF) for each in pdf.Root.AF] == ["ledger.csv", "letter.json"]
        metadata = str(pdf.Root.Metadata.read_bytes(), "utf-8")
        assert "<pdfaid:part>3" in metadata or 'pdfaid:part="3"' in metadata
        assert str(pdf.docinfo["/Producer"]) in metadata
        for field in pdf.Root.AcroForm.Fields:
            assert str(field.TU)  # what assistive devices read
        assert int(pdf.Root.Perms.DocMDP.Reference[0].TransformParams.P) == 2
