"""Rows in bulk: the same constraints and ids as one by one."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from arcollect.core import clock
from arcollect.core.bulk import (
    execute_many,
    in_chunks,
    insert_rows,
    refresh_statistics,
    reserve_ids,
    stored_instant,
)
from arcollect.core.models import Rep
from invoices.models import CreditNote, Invoice
from tests import factories

pytestmark = pytest.mark.django_db


def test_reserved_ids_are_consecutive_and_nobody_elses():
    company = factories.company()
    factories.rep(company=company)
    first = reserve_ids(Rep, 3)
    insert_rows(
        Rep,
        ("id", "company_id", "name"),
        [(first + n, company.pk, f"bulk {n}") for n in range(3)],
    )
    later = factories.rep(company=company)
    assert later.pk > first + 2
    assert list(
        Rep.objects.filter(name__startswith="bulk").values_list("pk", flat=True)
    ) == [
        first,
        first + 1,
        first + 2,
    ]


@pytest.mark.django_db(transaction=True)
def test_ids_are_reserved_only_inside_a_transaction():
    with pytest.raises(transaction.TransactionManagementError):
        reserve_ids(Rep, 1)


def test_a_unique_key_holds_in_bulk():
    company = factories.company()
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Rep, ("company_id", "name"), [(company.pk, "x"), (company.pk, "x")])
    assert not Rep.objects.exists()


def test_texts_survive_tabs_breaks_and_backslashes():
    company = factories.company()
    name = "a\tb\\n\nc ' \" 蓝月"
    insert_rows(Rep, ("company_id", "name", "team_id"), [(company.pk, name, None)])
    assert Rep.objects.get().name == name


def test_touched_rows_are_counted():
    company = factories.company()
    reps = [factories.rep(company=company) for _ in range(3)]
    rows = [(f"new {rep.pk}", rep.pk) for rep in reps]
    rows.append(("nobody", 0))
    assert execute_many("UPDATE core_rep SET name = %s WHERE id = %s", rows) == 3
    assert execute_many("UPDATE core_rep SET name = %s WHERE id = %s", []) == 0


def test_chunks():
    assert list(in_chunks(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(in_chunks([], 2)) == []


def test_one_row_of_a_unique_column_is_looked_up_and_not_searched_for():
    """SQLite's sample takes the NULLs of a unique column for rows of one key."""
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's planner")
    customer = factories.customer()
    for _ in range(60):
        factories.credit_note(customer=customer)

    refresh_statistics([CreditNote._meta.db_table])

    plan = Invoice.objects.select_related("reversed_by").explain()
    assert "SCAN invoices_creditnote" not in plan
    assert "SEARCH invoices_creditnote" in plan


def test_a_column_nobody_names_takes_the_models_default():
    company = factories.company()
    customer = factories.customer(company=company)
    row = (company.pk, customer.pk, "B-1", "2026-01-01", "CNY", 10_000, "")
    columns = ("company_id", "customer_id", "number", "issued_on", "currency")
    posted = clock.now()
    insert_rows(
        Invoice,
        (*columns, "amount", "note", "recorded_at"),
        [(*row, stored_instant(posted))],
    )
    assert Invoice.objects.get(number="B-1").kind == Invoice.Kind.INVOICE
