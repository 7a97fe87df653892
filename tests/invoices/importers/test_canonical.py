"""Canonical files as a bookkeeper sees them: what goes in, what the books then say."""

from __future__ import annotations

from decimal import Decimal

import pytest

from arcollect.core.models import AuditEvent, Company, ImportBatch, Rep
from customers.models import Contract, Customer
from invoices.models import CreditNote, DueItem, DueItemState, Invoice, Payment
from tests import factories
from tests.invoices.importers.books import (
    ALLOCATIONS,
    INVOICES,
    MONEY,
    PAYMENTS,
    SALE,
    SETTLED,
    Import,
    allocations,
    left_on_account,
    open_amounts,
    run_command,
    snapshot,
)


def test_an_empty_database_gets_a_company_that_the_first_run_page_completes(
    load: Import,
):
    load({"invoices.csv": SALE})
    company = Company.objects.get()
    assert (company.name, company.base_currency) == ("Company", "CNY")
    assert (company.time_zone, company.set_up_at) == ("Asia/Shanghai", None)


def test_an_unknown_customer_in_invoices_is_created_with_its_code_as_name(load: Import):
    result = load({"invoices.csv": SALE})
    assert result.json["created"] == result.json["rows"] == 1
    customer = Customer.objects.get()
    assert (customer.code, customer.name) == ("D001", "D001")


def test_net_days_make_the_due_date(load: Import):
    load({"invoices.csv": SALE})
    item = DueItem.objects.get()
    assert (str(item.due_on), item.term_days) == ("2026-02-09", 30)


def test_a_due_date_alone_makes_the_term(load: Import):
    load({"invoices.csv": INVOICES + "I-1,D001,,2026-01-10,2026-02-20,,CNY,5\n"})
    item = DueItem.objects.get()
    assert (str(item.due_on), item.term_days) == ("2026-02-20", 41)


def test_with_both_the_term_is_the_nominal_one(load: Import):
    load({"invoices.csv": INVOICES + "I-1,D001,,2026-01-10,2026-02-28,30,CNY,5\n"})
    item = DueItem.objects.get()
    assert (str(item.due_on), item.term_days) == ("2026-02-28", 30)
    assert str(DueItemState.objects.get().final_on) == "2026-03-10"


def test_a_due_date_before_the_issue_date_is_kept_and_listed(load: Import):
    result = load(
        {"invoices.csv": INVOICES + "I-1,D001,,2026-01-10,2026-01-01,,CNY,5\n"}
    )
    assert result.status == 0
    assert DueItem.objects.get().term_days == 0
    assert [warning["column"] for warning in result.warnings] == ["due_on"]


def test_money_settles_an_invoice(load: Import):
    result = load(
        {"invoices.csv": SALE, "payments.csv": MONEY, "allocations.csv": SETTLED}
    )
    assert (result.status, result.json["created"]) == (0, 3)
    state = DueItemState.objects.get()
    assert (state.open_amount, str(state.settled_on)) == (Decimal(0), "2026-02-01")
    assert state.severity is None
    assert state.next_change_on == state.issued_on


@pytest.mark.parametrize(
    "order",
    [
        ("allocations.csv", "payments.csv", "invoices.csv"),
        ("invoices.csv", "allocations.csv", "payments.csv"),
    ],
)
def test_the_order_of_files_does_not_matter(load: Import, order: tuple[str, ...]):
    texts = {"invoices.csv": SALE, "payments.csv": MONEY, "allocations.csv": SETTLED}
    assert load({name: texts[name] for name in order}).status == 0
    assert open_amounts() == {"I-1": "0.00"}


def test_part_payments_leave_the_rest_open_on_both_sides(load: Import):
    load(
        {
            "invoices.csv": SALE,
            "payments.csv": PAYMENTS + "P-1,D001,2026-02-01,CNY,700.00\n",
            "allocations.csv": ALLOCATIONS + "P-1,I-1,450.50,2026-02-01\n",
        }
    )
    assert open_amounts() == {"I-1": "549.50"}
    assert left_on_account() == {"P-1": "249.50"}


def test_a_credit_note_has_a_positive_amount_and_can_be_allocated(load: Import):
    load(
        {
            "invoices.csv": SALE + "C-1,D001,credit_note,2026-02-01,,,CNY,100.00\n",
            "allocations.csv": ALLOCATIONS + "C-1,I-1,100,2026-02-02\n",
        }
    )
    assert CreditNote.objects.get().amount == Decimal(100)
    assert open_amounts() == {"I-1": "900.00"}
    assert left_on_account() == {"C-1": "0.00"}


def test_an_invoice_and_a_credit_note_may_have_the_same_number(load: Import):
    result = load(
        {"invoices.csv": SALE + "I-1,D001,credit_note,2026-02-01,,,CNY,100\n"}
    )
    assert result.status == 0
    assert (Invoice.objects.count(), CreditNote.objects.count()) == (1, 1)


def test_money_dated_before_its_invoice_counts_from_the_invoices_day(load: Import):
    result = load(
        {
            "invoices.csv": SALE,
            "payments.csv": PAYMENTS + "P-1,D001,2026-01-02,CNY,1000.00\n",
            "allocations.csv": ALLOCATIONS + "P-1,I-1,1000.00,2026-01-02\n",
        }
    )
    assert allocations() == [("1000.00", "2026-01-10")]
    assert str(DueItemState.objects.get().settled_on) == "2026-01-10"
    assert [warning["file"] for warning in result.warnings] == ["allocations.csv"]


def test_two_equal_allocations_are_two(load: Import):
    load(
        {
            "invoices.csv": SALE,
            "payments.csv": MONEY,
            "allocations.csv": ALLOCATIONS + "P-1,I-1,250,2026-02-01\n" * 2,
        }
    )
    assert open_amounts() == {"I-1": "500.00"}


def test_customers_bring_their_rep_and_master_data(load: Import):
    load(
        {
            "customers.csv": "code,name,region,salesperson,distance_km\n"
            "D001,广州华声电器,华南,李伟,12\nD002,Beta,,李伟,\n"
        }
    )
    assert Rep.objects.get().name == "李伟"
    customer = Customer.objects.get(code="D001")
    assert (customer.region, customer.distance_km) == ("华南", 12)
    assert "广州华声电器" in customer.search_text


def test_a_contract_with_its_term_is_bound_to_the_invoice(load: Import):
    load(
        {
            "customers.csv": "code\nD001\n",
            "contracts.csv": "number,customer_code,signed_on,currency,amount,sales_mode,"
            "term_type,term_days\nK-1,D001,2026-01-01,CNY,90000,CREDIT,EOM_PLUS,30\n",
            "invoices.csv": "number,customer_code,issued_on,due_on,currency,amount,"
            "contract_number\nI-1,D001,2026-01-10,2026-03-02,CNY,5,K-1\n",
        }
    )
    contract = Contract.objects.get()
    assert Invoice.objects.get().contract == contract
    assert [(term.type, term.days) for term in contract.terms.all()] == [
        ("EOM_PLUS", 30)
    ]


def test_header_names_in_any_case_and_with_blanks(load: Import):
    text = " Number ,CUSTOMER_CODE,Issued_On,Due_On,Currency,Amount\n"
    assert (
        load({"invoices.csv": text + "1,D,2026-01-01,2026-01-02,CNY,1\n"}).status == 0
    )


def test_a_byte_order_mark_and_windows_lines_are_fine(load: Import):
    data = b"\xef\xbb\xbf" + SALE.replace("\n", "\r\n").encode()
    assert load({"invoices.csv": data}).status == 0
    assert open_amounts() == {"I-1": "1000.00"}


def test_an_unknown_column_is_left_out_with_a_warning(load: Import):
    result = load({"customers.csv": "code,colour\nD001,red\n"})
    assert result.status == 0
    assert result.warnings[0]["column"] == "colour"


def test_one_audit_event_tells_files_and_counts(load: Import):
    load({"invoices.csv": SALE, "payments.csv": MONEY})
    event = AuditEvent.objects.get(action="invoices.import.applied")
    assert event.after["created"] == 2
    assert {file["name"] for file in event.after["files"]} == {
        "invoices.csv",
        "payments.csv",
    }
    assert all(len(file["sha256"]) == 64 for file in event.after["files"])


def test_everything_of_one_import_is_known_since_one_instant(load: Import):
    load({"invoices.csv": SALE, "payments.csv": MONEY, "allocations.csv": SETTLED})
    batch = ImportBatch.objects.get()
    instants = {Invoice.objects.get().recorded_at, Payment.objects.get().recorded_at}
    assert instants == {batch.state_changed_at}
    assert Invoice.objects.get().batch == batch


def test_a_dry_run_counts_and_writes_nothing(load: Import):
    load({"customers.csv": "code\nOTHER\n"})
    before = snapshot()
    result = load({"invoices.csv": SALE, "payments.csv": MONEY}, dry_run=True)
    assert (result.status, result.json["created"], result.json["dry_run"]) == (
        0,
        2,
        True,
    )
    assert snapshot() == before


def test_several_companies_need_a_choice(load: Import):
    factories.company(code="north")
    factories.company(code="south")
    before = snapshot()
    result = load({"invoices.csv": SALE})
    assert result.status == 2
    assert "north, south" in result.json["usage"]
    assert snapshot() == before
    assert load({"invoices.csv": SALE}, company="south").status == 0
    assert Invoice.objects.get().company.code == "south"


def test_a_folder_is_taken_with_the_files_it_holds(tmp_path, db):
    (tmp_path / "invoices.csv").write_text(SALE)
    (tmp_path / "invoices_2025.csv").write_text(SALE)
    (tmp_path / "readme.txt").write_text("nothing")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    result = run_command(tmp_path)
    assert result.json["rows"] == 1
    left_out = {warning["file"] for warning in result.warnings}
    assert left_out == {"invoices_2025.csv", "readme.txt", "other.csv"}


@pytest.mark.parametrize("name", ["nowhere.csv", "nowhere/"])
def test_a_path_that_is_not_there_is_wrong_usage(tmp_path, db, name):
    assert run_command(tmp_path / name).status == 2


def test_a_kind_is_told_by_the_header_where_the_name_says_nothing(load: Import):
    assert load({"export-7.csv": SALE}).status == 0
    assert open_amounts() == {"I-1": "1000.00"}


@pytest.mark.parametrize(
    ("cell", "stored"),
    [("zh-Hans", "zh-hans"), ("ZH_HANT", "zh-hant"), ("EN", "en"), ("pt-BR", "pt-BR")],
)
def test_a_language_is_known_in_any_spelling(load: Import, cell: str, stored: str):
    files = {"customers.csv": f"code,language\nD001,{cell}\n"}
    assert load(files).status == 0
    assert Customer.objects.get().language == stored
    assert load(files).json["unchanged"] == 1
