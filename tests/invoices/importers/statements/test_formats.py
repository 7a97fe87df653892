"""What each format's reader makes of a statement."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest

from tests.invoices.importers.statements import samples
from tests.invoices.importers.statements.reading import (
    entries_of,
    read_here,
    why_refused,
)

MARCH_2 = dt.date(2026, 3, 2)


def test_mt940_states_account_number_balances_and_entries():
    (statement,) = read_here(samples.MT940).statements
    assert (statement.account, statement.number) == ("CN99DEMO0001234567", "61/1")
    assert (statement.from_on, statement.until_on) == (dt.date(2026, 2, 27), MARCH_2)
    assert statement.opening is not None
    assert statement.opening.amount == Decimal("1000.00")
    paid, fee, reversal = statement.entries
    assert (paid.amount, paid.bank_reference) == (Decimal("250.00"), "REF0001")
    assert paid.payer_reference == "INV-2026-0001"
    assert paid.text == "INVOICE 2026-0001 NORDWIND TRADING"
    assert (fee.amount, fee.bank_reference) == (Decimal("-12.50"), "REF0002")
    # RD: a debit taken back is money that comes in; booked after its value date.
    assert (reversal.amount, reversal.booked_on) == (Decimal("100.00"), MARCH_2)
    assert reversal.value_on == dt.date(2026, 2, 28)


def test_the_german_fields_of_mt940_give_name_account_and_reference():
    entry = entries_of(samples.MT940)[2]
    assert entry.name == "MUSTER MASCHINENBAU GMBH"
    assert entry.account == "DE02120300000000202051"
    assert entry.payer_reference == "E2E-77"
    assert entry.text == "GUTSCHRIFT\nEREF+E2E-77 SVWZ+RE 4711 UND 4712"


def test_a_reversed_credit_of_mt940_takes_money_away():
    changed = samples.MT940.replace(b"302D12,50", b"302RC12,50")
    assert entries_of(changed)[1].amount == Decimal("-12.50")


def test_mt942_has_no_balances_and_takes_its_currency_from_the_floor_limit():
    file = read_here(samples.MT942)
    assert (file.format, file.statements[0].currency) == ("mt942", "EUR")
    assert file.statements[0].opening is None


def test_an_entry_of_mt940_that_cannot_be_read_refuses_the_whole_file():
    assert ":61:26O302" in why_refused(
        samples.MT940.replace(b":61:260302", b":61:26O302")
    )
    # SWIFT writes a decimal comma; an amount without one may be cut off.
    assert "C250NTRF" in why_refused(samples.MT940.replace(b"C250,00N", b"C250N"))


def test_a_day_that_no_calendar_has_is_not_moved_to_another():
    impossible = samples.MT940.replace(b":62F:C260302", b":62F:C260230")
    assert "no calendar" in why_refused(impossible)


@pytest.mark.parametrize("number", ["052", "053", "054"])
def test_camt_of_each_kind(number: str):
    file = read_here(samples.camt(number))
    assert file.format == f"camt.{number}"
    paid, fee = file.statements[0].entries
    # 250.000 is 250.00 with a trailing zero.
    assert (paid.amount, paid.booked_on) == (Decimal("250.00"), MARCH_2)
    assert (paid.name, paid.account) == ("Nordwind Trading", "NL91ABNA0417164300")
    assert (paid.bank_reference, paid.payer_reference) == ("REF0001", "E2E-1")
    assert paid.text == "Invoice 2026-0001"
    assert (fee.amount, fee.text) == (Decimal("-12.50"), "Bank fee")


def test_a_pending_entry_of_camt_is_kept_apart_and_not_part_of_the_balance():
    file = read_here(samples.camt(status="PDNG", closing="987.50"))
    assert [entry.status for entry in file.statements[0].entries] == [
        "pending",
        "booked",
    ]


def test_an_entry_of_camt_without_a_direction_is_refused():
    text = samples.camt().replace(b"<CdtDbtInd>DBIT</CdtDbtInd><Sts>", b"<Sts>")
    assert "whether it is a credit" in why_refused(text)


def test_the_parts_of_a_collective_credit_stand_in_its_text():
    part = (
        b"<TxDtls><Amt Ccy='EUR'>100.00</Amt><RltdPties><Dbtr><Nm>Second</Nm></Dbtr>"
        b"</RltdPties><RmtInf><Ustrd>Invoice 2</Ustrd></RmtInf></TxDtls></NtryDtls>"
    )
    entry = entries_of(samples.camt().replace(b"</NtryDtls>", part))[0]
    assert (entry.name, entry.amount) == ("", Decimal("250.00"))
    assert "100.00 EUR · Second\nInvoice 2" in entry.text


def test_ofx_in_both_spellings():
    file = read_here(samples.OFX_SGML)
    paid, fee = file.statements[0].entries
    assert file.statements[0].account == "000123456789"
    assert (paid.booked_on, paid.amount) == (MARCH_2, Decimal("250.00"))
    assert (paid.name, paid.text) == ("Fictional & Sons", "INV 2026-0001")
    assert (fee.amount, fee.bank_reference) == (Decimal("-12.50"), "F2")
    (card,) = entries_of(samples.OFX_XML)
    # OFX allows a decimal comma; a value may stand in CDATA.
    assert (card.amount, card.text) == (Decimal("-5.50"), "Paper & ink")


def test_ofx_that_is_cut_off_is_refused():
    half = samples.OFX_SGML[: len(samples.OFX_SGML) * 2 // 3]
    assert "not closed" in why_refused(half)


def test_bai2_counts_in_minor_units_and_its_control_totals_must_be_right():
    (statement,) = read_here(samples.BAI2).statements
    paid, fee = statement.entries
    assert (paid.amount, fee.amount) == (Decimal("250.00"), Decimal("-12.50"))
    assert paid.text == "INVOICE 2026-0001,NORDWIND TRADING"
    assert "sums in the BAI2 trailers" in why_refused(
        samples.BAI2.replace(b"16,142,25000", b"16,142,25100")
    )
    joined = samples.BAI2.replace(b"TRADING/\n16,", b"TRADING/ 16,")
    assert "more than one BAI2 record" in why_refused(joined)


def test_the_content_tells_the_format_and_nothing_else_does():
    assert why_refused(b"") == "The file is empty."
    assert "no CAMT message" in why_refused(b"<html></html>")
    assert "No profile fits" in why_refused(b"a,b,c\n1,2,3\n")
    assert "not an XLSX workbook" in why_refused(b"PK\x03\x04 and then nothing")
    assert "none of the formats" in why_refused(b"%PDF-1.7\n...")
    assert "none of the formats" in why_refused(b"\x00\x01\x02 binary")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("day.sta", samples.MT940)
    assert "not an XLSX workbook" in why_refused(packed.getvalue())
