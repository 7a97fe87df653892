"""Contract sheet, payment calendar and statement on paper, in the reader's language."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import pytest
from django.utils import translation

from invoices.selectors.account_statement import account_of
from invoices.selectors.payment_calendar import payment_calendar
from invoices.services.render_account import (
    contract_sheet_pdf,
    payment_calendar_pdf,
    statement_pdf,
)
from tests import factories
from tests.books.contracts import contract_with, invoice_under, milestones_of

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY


def text_of(pdf: bytes, folder: Path) -> str:
    """The words as poppler reads them, without line breaks."""
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    program = shutil.which("pdftotext")
    assert program is not None
    done = subprocess.run(
        [program, "-layout", str(file), "-"], capture_output=True, check=True
    )
    return " ".join(done.stdout.decode().split())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Contract sheet", "Payment calendar", "Closing balance")),
        ("zh-hans", ("合同要点表", "付款日历", "期末余额")),
        ("zh-hant", ("合約要點表", "付款行事曆", "期末餘額")),
    ],
)
def test_papers_tell_the_figures_of_the_books(
    language: str, words: tuple[str, str, str], tmp_path: Path
) -> None:
    company = factories.company(name="Lanyue Appliance")
    customer = factories.customer(company=company, name="Suzhou Hengda")
    contract = contract_with(
        customer,
        {"type": "MILESTONE", "days": 15},
        signed_on=dt.date(2026, 5, 2),
        late_interest_bp=550,
    )
    milestones_of(contract, 7000, 3000)
    invoice_under(contract, "1234.50", issued_on=dt.date(2026, 6, 2))
    factories.payment(customer=customer, amount="200.00")
    with translation.override(language):
        sheet = text_of(contract_sheet_pdf(contract, today=TODAY), tmp_path)
        calendar = text_of(
            payment_calendar_pdf(payment_calendar(contract), today=TODAY), tmp_path
        )
        account = account_of(
            customer, currency="CNY", since=dt.date(2026, 6, 1), until=TODAY
        )
        statement = text_of(statement_pdf(account, today=TODAY), tmp_path)
    for paper, word in zip((sheet, calendar, statement), words, strict=True):
        assert word in paper
        assert "Suzhou Hengda" in paper
    assert "5.5%" in sheet
    assert "864.15" in calendar
    assert "370.35" in calendar
    assert "1,034.50" in statement
    assert "2999" not in sheet + calendar + statement
