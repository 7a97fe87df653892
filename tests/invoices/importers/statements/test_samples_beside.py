"""Every real sample beside the repository: imported with the manifest's figures, or
refused with a reason that was checked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.statements import import_all
from invoices.models import BankEntry

# Why these cannot be taken; the figures in their balances were added up by hand.
REFUSED = {
    "bank/mt940/jejik_abnamro.sta": "makes 2914.84, but it closes with 876.84",
    "bank/mt940/jejik_commerzbank.sta": "makes -12.35, but it closes with 0.00",
    "bank/mt940/jejik_deutschebank.sta": "makes -12.35, but it closes with 0.00",
    "bank/mt940/jejik_ing-dos.sta": "makes -45.59, but it closes with 3.47",
    "bank/mt940/jejik_postfinance.sta": "makes 159.40, but it closes with 159.60",
    "bank/camt/oca_camt053_abnamro.xml": "makes 15555.28, but it closes with 15121.12",
    # An amount without the decimal comma; it would not tie either.
    "bank/mt940/jejik_knab.sta": "C500NTRF29-07-2014",
    # The 31st of November.
    "bank/mt940/cmxl_mt940.sta": ":62F:C021131EUR4387,95",
    "bank/bai2/moov_sample3.txt": "Line 1 holds more than one BAI2 record",
}


@pytest.mark.realdata
@pytest.mark.django_db
def test_every_sample_is_imported_as_stated_or_refused_with_a_true_sentence(
    shared_dir: Path,
):
    wrong, seen, created = [], set(), 0
    for file, stated, done in import_all(shared_dir / "data"):
        seen.add(file)
        created += done.created
        if file in REFUSED:
            if done.status != "refused" or REFUSED[file] not in done.reason:
                wrong.append((file, done.status, done.reason))
        elif done.status == "refused" or stated.differs(done):
            wrong.append((file, done.status, stated.differs(done), done.reason))
    assert wrong == []
    assert set(REFUSED) < seen
    assert len(seen) == 137
    assert BankEntry.objects.count() == created
