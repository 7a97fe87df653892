"""Opening balances as a bookkeeper brings them over on the day of the change."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arcollect.core import clock
from arcollect.core.models import ClosedBooks, Company
from customers.models import Customer
from invoices.models import CreditNote, DueItemState, Invoice, OnAccount
from invoices.services.post_openings import Opening, post_openings
from invoices.verify.run import verify
from tests import factories
from tests.invoices.importers.books import (
    ALLOCATIONS,
    PAYMENTS,
    Import,
    left_on_account,
    open_amounts,
    run_command,
    snapshot,
    write,
)

pytestmark = pytest.mark.databases
CUSTOMERS = {"customers.csv": "code,name\nD001,Lanyue\nD002,Donghai\n"}
HEAD = (
    "number,customer_code,issued_on,due_on,currency,open_amount,contract_number,note\n"
)
ROWS = (
    HEAD
    + "A-1,D001,2025-11-20,2025-12-20,CNY,35000.00,,from the old books\n"
    + "A-2,D001,2025-12-01,2026-01-15,JPY,120000,,\n"
    + "A-3,D002,2025-12-10,,CNY,-800.50,,\n"
    + "A-4,D002,,2025-12-31,USD,12.30,,\n"
)


def openings(*rows: str) -> dict[str, str | bytes]:
    return {"openings.csv": HEAD + "".join(f"{row}\n" for row in rows)}


def test_open_items_come_over_with_their_age(load: Import) -> None:
    result = load({**CUSTOMERS, "openings.csv": ROWS})
    assert (result.status, result.json["created"]) == (0, 6)
    assert result.json["by_kind"]["openings"]["created"] == 4
    assert result.json["by_kind"]["invoices"]["created"] == 0
    assert open_amounts() == {"A-1": "35000.00", "A-2": "120000.00", "A-4": "12.30"}
    assert left_on_account() == {"A-3": "800.50"}
    item = DueItemState.objects.get(due_item__invoice__number="A-1")
    assert (str(item.due_on), item.term_days) == ("2025-12-20", 30)
    invoice = Invoice.objects.get(number="A-1")
    assert (invoice.kind, invoice.note) == ("opening", "from the old books")
    credit = CreditNote.objects.get()
    assert (credit.reason, credit.note) == ("opening", "Opening balance")
    assert verify(company=Company.objects.get()) == []


def test_the_dry_run_says_what_would_be_owed_in_each_currency(load: Import) -> None:
    result = load({**CUSTOMERS, "openings.csv": ROWS}, dry_run=True)
    assert result.json["openings"] == [
        {
            "currency": "CNY",
            "rows": 2,
            "owed": "35000.00",
            "credit": "800.50",
            "net": "34199.50",
        },
        {
            "currency": "JPY",
            "rows": 1,
            "owed": "120000",
            "credit": "0",
            "net": "120000",
        },
        {
            "currency": "USD",
            "rows": 1,
            "owed": "12.30",
            "credit": "0.00",
            "net": "12.30",
        },
    ]
    assert not Invoice.objects.exists()


def test_the_same_file_again_posts_nothing_twice(load: Import) -> None:
    load({**CUSTOMERS, "openings.csv": ROWS})
    before = snapshot()
    result = load({"openings.csv": ROWS})
    assert (result.status, result.json["created"], result.json["unchanged"]) == (
        0,
        0,
        4,
    )
    assert snapshot() == before


def test_without_the_old_day_the_due_date_is_taken_and_the_row_is_listed(
    load: Import,
) -> None:
    result = load({**CUSTOMERS, **openings("A-4,D002,,2025-12-31,CNY,9.00,,")})
    invoice = Invoice.objects.get()
    assert str(invoice.issued_on) == "2025-12-31"
    (problem,) = result.warnings
    assert (problem["line"], problem["column"]) == (2, "issued_on")


def test_chinese_titles_and_a_chinese_name_need_no_mapping(load: Import) -> None:
    result = load(
        {
            **CUSTOMERS,
            "期初余额.csv": (
                "客户编码,单据号,单据日期,到期日,币种,期初余额,备注\n"
                "D001,旧-1,2025-11-20,2025-12-20,CNY,35000.00,旧账\n"
            ),
            "旧帳.csv": (
                "客戶編號,單據號碼,到期日,幣別,未收餘額\nD002,舊-2,2025-12-20,CNY,-5\n"
            ),
        }
    )
    assert (result.status, result.errors) == (0, [])
    assert open_amounts() == {"旧-1": "35000.00"}
    assert left_on_account() == {"舊-2": "5.00"}


REFUSED = {
    "unknown customer": ("A,D009,,2026-01-31,CNY,5,,", "customer_code", "no customer"),
    "nothing open": ("A,D001,,2026-01-31,CNY,0,,", "open_amount", "above 0"),
    "yen with decimals": ("A,D001,,2026-01-31,JPY,5.50,,", "open_amount", "finer"),
    "owed, not dated": ("A,D001,2026-01-01,,CNY,5,,", "due_on", "when it is due"),
    "credit, not dated": ("A,D001,,,CNY,-5,,", "issued_on", "old document"),
    "no such contract": ("A,D001,,2026-01-31,CNY,5,K-9,", "contract_number", "K-9"),
    "no such currency": ("A,D001,,2026-01-31,RMB,5,,", "currency", "ISO 4217"),
    "no number": (",D001,,2026-01-31,CNY,5,,", "number", "empty"),
    "two signs": ("A,D001,,2026-01-31,CNY,--5,,", "open_amount", "amount"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_row_that_cannot_be_refuses_the_whole_file(load: Import, case: str) -> None:
    row, column, word = REFUSED[case]
    load(CUSTOMERS)
    before = snapshot()
    result = load(openings("A-1,D001,2025-11-20,2025-12-20,CNY,1.00,,", row))
    assert result.status == 1
    (problem,) = result.errors
    assert (problem["line"], problem["column"]) == (3, column)
    assert word in problem["reason"] + problem["value"]
    assert snapshot() == before


def test_a_number_twice_in_the_file(load: Import) -> None:
    row = "A-1,D001,2025-11-20,2025-12-20,CNY,5.00,,"
    again = load({**CUSTOMERS, **openings(row, row)})
    assert (again.status, again.json["unchanged"]) == (0, 1)
    assert open_amounts() == {"A-1": "5.00"}
    other = load(openings("B,D001,,2025-12-20,CNY,5,,", "B,D001,,2025-12-20,CNY,-5,,"))
    (problem,) = other.errors
    assert (problem["line"], problem["column"]) == (3, "open_amount")


@pytest.mark.parametrize(
    ("row", "column", "posted"),
    [
        ("A-1,D001,2025-11-20,2025-12-20,CNY,35000.01,,", "open_amount", "35000.00"),
        ("A-1,D001,2025-11-20,2025-12-20,CNY,-35000.00,,", "open_amount", "35000.00"),
        ("A-1,D001,2025-11-20,2025-12-21,CNY,35000.00,,", "due_on", "2025-12-20"),
        ("A-1,D002,2025-11-20,2025-12-20,CNY,35000.00,,", "customer_code", "D001"),
        ("A-3,D002,2025-12-10,,CNY,-800.51,,", "open_amount", "-800.50"),
        ("A-3,D002,2025-12-10,2026-01-01,CNY,800.50,,", "open_amount", "-800.50"),
        ("A-3,D002,2025-12-11,,CNY,-800.50,,", "issued_on", "2025-12-10"),
    ],
)
def test_a_later_file_that_says_something_else_is_refused(
    load: Import, row: str, column: str, posted: str
) -> None:
    load({**CUSTOMERS, "openings.csv": ROWS})
    before = snapshot()
    result = load(openings(row))
    assert [problem["column"] for problem in result.errors] == [column]
    assert posted in result.reasons()
    assert snapshot() == before


def test_a_number_that_an_invoice_has_is_refused(load: Import) -> None:
    sale = (
        "number,customer_code,issued_on,due_on,currency,amount\n"
        "A-1,D001,2025-11-20,2025-12-20,CNY,5.00\n"
    )
    row = openings("A-1,D001,2025-11-20,2025-12-20,CNY,5.00,,")
    together = load({**CUSTOMERS, "invoices.csv": sale, **row})
    assert "as well" in together.reasons()
    load({**CUSTOMERS, "invoices.csv": sale})
    assert "not as an opening balance" in load(row).reasons()


def test_a_closed_period_takes_no_opening_balance(load: Import) -> None:
    load(CUSTOMERS)
    ClosedBooks.objects.create(
        company=Company.objects.get(),
        through=dt.date(2025, 11, 30),
        changed_at=clock.now(),
    )
    before = snapshot()
    result = load({"openings.csv": ROWS})
    (problem,) = result.errors
    assert (problem["line"], problem["column"]) == (2, "issued_on")
    assert "2025-12-01" in problem["reason"]
    assert snapshot() == before


def test_money_of_the_same_files_settles_an_opening_balance(load: Import) -> None:
    result = load(
        {
            **CUSTOMERS,
            "openings.csv": ROWS,
            "payments.csv": PAYMENTS + "P-1,D001,2026-01-05,CNY,30000.00\n",
            "allocations.csv": ALLOCATIONS + "P-1,A-1,30000.00,2026-01-05\n",
        }
    )
    assert result.status == 0
    assert open_amounts()["A-1"] == "5000.00"
    assert verify(company=Company.objects.get()) == []


def test_a_contract_of_the_customer_is_kept_with_it(load: Import) -> None:
    contracts = "number,customer_code,currency\nK-1,D001,CNY\n"
    good = openings("A,D001,,2026-01-31,CNY,5,K-1,")
    assert load({**CUSTOMERS, "contracts.csv": contracts, **good}).status == 0
    assert str(Invoice.objects.get().contract) == "K-1"
    other = load(openings("B,D002,,2026-01-31,CNY,5,K-1,"))
    assert "belongs to customer D001" in other.reasons()


def books_without_marks() -> list[tuple[Any, ...]]:
    """What is posted, but for who, when, and from which file."""
    left_out = {"id", "recorded_at", "recorded_by_id", "batch_id", "next_change_on"}
    found = []
    for model in (Invoice, CreditNote, DueItemState, OnAccount):
        for row in model.objects.order_by("pk").values():
            kept = {
                name: value
                for name, value in row.items()
                if name not in left_out
                and not name.endswith(("invoice_id", "item_id", "note_id"))
            }
            kept.pop("severity", None)
            kept.pop("decided_by", None)
            found.append((model.__name__, tuple(sorted(kept.items(), key=str))))
    return found


@pytest.mark.django_db
def test_the_file_posts_what_the_form_posts(tmp_path: Any) -> None:
    """The set-based twin against the service, row by row."""
    company = factories.company()
    customer = factories.customer(company=company, code="D001")
    rows = [
        Opening(
            customer,
            "A-1",
            dt.date(2025, 11, 20),
            "CNY",
            Decimal("35000.00"),
            due_on=dt.date(2025, 12, 20),
        ),
        Opening(customer, "A-3", dt.date(2025, 12, 10), "JPY", Decimal(-800)),
    ]
    text = (
        HEAD
        + "A-1,D001,2025-11-20,2025-12-20,CNY,35000.00,,\n"
        + "A-3,D001,2025-12-10,,JPY,-800,,\n"
    )
    with transaction.atomic():
        post_openings(actor=None, company=company, rows=rows)
        by_form = books_without_marks()
        transaction.set_rollback(True)
    paths = write(tmp_path, {"openings.csv": text})
    assert run_command(*paths).status == 0
    assert Counter(map(str, books_without_marks())) == Counter(map(str, by_form))


CURRENCIES = {"CNY": 2, "JPY": 0, "KWD": 3}
AMOUNTS = st.tuples(
    st.sampled_from(sorted(CURRENCIES)),
    st.integers(-(10**9), 10**9).filter(bool),
)


@pytest.mark.django_db
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=st.lists(AMOUNTS, min_size=1, max_size=12))
def test_the_control_totals_move_by_the_sums_of_the_file(
    tmp_path: Any, rows: list[tuple[str, int]]
) -> None:
    wanted: Counter[str] = Counter()
    lines = []
    for number, (currency, units) in enumerate(rows):
        digits = CURRENCIES[currency]
        amount = Decimal(units).scaleb(-digits)
        wanted[currency] += amount  # type: ignore[assignment]
        lines.append(f"N-{number},D001,2025-11-20,2025-12-20,{currency},{amount:f},,\n")
    files = {"customers.csv": "code\nD001\n", "openings.csv": HEAD + "".join(lines)}
    with transaction.atomic():
        result = run_command(*write(tmp_path, files))
        assert result.errors == []
        moved: Counter[str] = Counter()
        for state in DueItemState.objects.all():
            moved[state.currency] += state.open_amount  # type: ignore[assignment]
        for left in OnAccount.objects.all():
            moved[left.currency] -= left.unallocated  # type: ignore[assignment]
        for currency in CURRENCIES:
            assert moved[currency] == wanted[currency], currency
        said = {line["currency"]: line["net"] for line in result.json["openings"]}
        assert {name: Decimal(net) for name, net in said.items()} == {
            name: wanted[name] for name in said
        }
        assert Customer.objects.count() == 1
        transaction.set_rollback(True)
