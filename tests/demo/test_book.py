"""The generator alone: no database."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from decimal import Decimal

import pytest

from demo.generator.book import Book, build_book
from demo.generator.names import check_character
from demo.generator.staff import REP_NAMES
from demo.generator.trade import book_start
from demo.loading.company import TAX_ID

AS_OF = dt.date(2026, 11, 20)
SMALL = 60
DAYS = (AS_OF, dt.date(2026, 2, 28), dt.date(2028, 2, 29), dt.date(2027, 7, 1))


@pytest.fixture(scope="module")
def book() -> Book:
    return build_book(as_of=AS_OF)


def files_of(as_of: dt.date, seed: int) -> dict[str, bytes]:
    return build_book(as_of=as_of, seed=seed, customers=SMALL).csv_files()


def test_same_seed_and_day_give_the_same_bytes():
    assert files_of(AS_OF, 1) == files_of(AS_OF, 1)
    assert build_book(as_of=AS_OF, customers=SMALL) == build_book(
        as_of=AS_OF, customers=SMALL
    )


def test_another_seed_or_day_gives_other_books():
    assert files_of(AS_OF, 1) != files_of(AS_OF, 2)
    assert files_of(AS_OF, 1) != files_of(AS_OF + dt.timedelta(days=1), 1)


def test_fewer_customers_than_roles_in_the_play_are_refused():
    with pytest.raises(ValueError, match="at least 40"):
        build_book(as_of=AS_OF, customers=39)


def test_size_of_the_company(book: Book):
    invoices = [row for row in book.invoices if row.kind == "invoice"]
    assert len(book.customers) == 200
    assert 6_000 <= len(invoices) <= 9_000
    assert len(book.invoices) - len(invoices) >= 500
    assert len(book.payments) >= 4_000
    # Several invoices are settled by one payment.
    used = Counter(row.payment_reference for row in book.allocations)
    assert sum(1 for times in used.values() if times >= 3) > 100


def test_no_rep_is_without_customers(book: Book):
    assert {row.salesperson for row in book.customers} == set(REP_NAMES.values())
    small = build_book(as_of=AS_OF, customers=40)
    assert {row.salesperson for row in small.customers} == set(REP_NAMES.values())


def test_codes_and_numbers_are_unique(book: Book):
    for keys in (
        [row.code for row in book.customers],
        [row.name for row in book.customers],
        [row.number for row in book.contracts],
        [row.number for row in book.invoices],
        [row.reference for row in book.payments]
        + [row.reference for row in book.strays]
        + [row.number for row in book.invoices if row.kind == "credit_note"],
    ):
        assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("as_of", DAYS)
def test_nothing_lies_outside_the_three_years(as_of: dt.date):
    book = build_book(as_of=as_of, customers=SMALL)
    carried_over = {fact.invoice_number for fact in book.facts} - {""}
    first = book_start(as_of)
    for row in book.invoices:
        assert row.issued_on <= as_of
        assert row.issued_on >= first or row.number in carried_over
    assert all(row.received_on <= as_of for row in book.payments)
    assert all(row.allocated_on <= as_of for row in book.allocations)
    assert all(row.from_on <= as_of for row in book.facts)
    assert all(row.on <= as_of for row in book.reversals)
    assert all(row.signed_on <= as_of for row in book.contracts)


@pytest.mark.parametrize("as_of", DAYS)
def test_sums_are_true_at_every_step(as_of: dt.date):
    """No allocation takes more than either side has, on any day, reversals included."""
    book = build_book(as_of=as_of, customers=SMALL)
    invoices = {row.number: row for row in book.invoices if row.kind == "invoice"}
    sources = {row.number: row for row in book.invoices if row.kind == "credit_note"}
    payments = {row.reference: row for row in book.payments}
    on_item: dict[str, Decimal] = defaultdict(Decimal)
    on_source: dict[str, Decimal] = defaultdict(Decimal)
    for row in book.allocations:
        amount = Decimal(row.amount)
        invoice = invoices[row.invoice_number]
        source = payments.get(row.payment_reference) or sources[row.payment_reference]
        dated = getattr(source, "received_on", None) or source.issued_on
        assert amount > 0
        assert row.allocated_on >= max(dated, invoice.issued_on)
        assert source.customer_code == invoice.customer_code
        assert source.currency == invoice.currency
        on_item[row.invoice_number] += amount
        on_source[row.payment_reference] += amount
    # Reversed money is counted in full: nobody may pay an invoice twice meanwhile.
    for number, used in on_item.items():
        assert used <= Decimal(invoices[number].amount)
    for number, used in on_source.items():
        source = payments.get(number) or sources[number]
        assert used <= Decimal(source.amount)


def test_lines_entered_by_hand_sum_to_their_invoice(book: Book):
    amounts = {row.number: Decimal(row.amount) for row in book.invoices}
    assert len(book.lines) > 50
    for number, lines in book.lines.items():
        assert sum(Decimal(line.amount) for line in lines) == amounts[number]
        for line in lines:
            assert Decimal(line.unit_price) * line.pieces == Decimal(line.amount)
    groups = [{line.due_on for line in lines} for lines in book.lines.values()]
    assert any(len(group) > 1 for group in groups)


def test_both_currencies_and_both_languages(book: Book):
    assert {row.currency for row in book.invoices} == {"CNY", "USD"}
    assert {row.language for row in book.customers} == {"zh-hans", "en"}


def test_money_on_account_and_reversals_are_there(book: Book):
    used = {row.payment_reference for row in book.allocations}
    unused = [row for row in book.payments if row.reference not in used]
    assert any(row.currency == "CNY" for row in unused)
    assert len(book.reversals) >= 2
    assert any(row.customer_code == "" for row in book.strays)
    assert any(row.reversed_on for row in book.strays)


def test_nobody_can_be_taken_for_a_real_firm(book: Book):
    for row in book.customers:
        assert row.email.endswith(".example")
        if row.tax_id:
            assert len(row.tax_id) == 18
            assert check_character(row.tax_id[:17]) != row.tax_id[17]
        assert "-0000" in row.phone or row.phone.startswith("+999 ")
    assert len(TAX_ID) == 18
    assert check_character(TAX_ID[:17]) != TAX_ID[17]


def test_check_character_of_a_published_example():
    # 91350100M000100Y43 is the example that GB 32100 itself works out.
    assert check_character("91350100M000100Y4") == "3"
