"""Cells that somebody changes behind the product's back are found and named."""

from __future__ import annotations

import pytest
from django.db import connection

from arcollect.core import insert_only
from invoices.models import ClassHistory, Invoice
from tests.acceptance.desk import Desk

INVOICES = "number|customer_code|issued_on|term_days|currency|amount"
PAYMENTS = "reference|customer_code|received_on|currency|amount"
ALLOCATIONS = "payment_reference|invoice_number|amount|allocated_on"


@pytest.fixture
def sound(desk: Desk) -> Desk:
    """Books with a year of classes, in which nothing differs."""
    desk.table(
        "invoices.csv",
        INVOICES,
        "F1|C1|2026-01-01|30|CNY|100.00",
        "F2|C2|2026-01-05|60|CNY|70.00",
    )
    desk.table("payments.csv", PAYMENTS, "P1|C1|2026-04-01|CNY|60.00")
    desk.table("allocations.csv", ALLOCATIONS, "P1|F1|60.00|2026-04-01")
    desk.must_import()
    for day in ("2026-01-10", "2026-03-10", "2026-06-30"):
        desk.nightly(day)
    assert desk.verify() == []
    return desk


def _tamper(table: str, column: str, wrong: str, key: int) -> None:
    insert_only.drop_triggers(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = {wrong} WHERE id = %s", [key])
        assert cursor.rowcount == 1
    insert_only.install_triggers(connection)


@pytest.mark.parametrize(
    ("column", "wrong"),
    [
        ("customer_id", "(SELECT id FROM customers_customer WHERE code = 'C2')"),
        ("currency", "'USD'"),
        ("issued_on", "'2026-01-02'"),
        ("amount", "amount + 100"),
    ],
)
def test_an_invoice_that_no_longer_fits_its_due_item(
    sound: Desk, column: str, wrong: str
) -> None:
    invoice = Invoice.objects.get(number="F1")
    _tamper("invoices_invoice", column, wrong, invoice.pk)
    named = [each for each in sound.verify() if each["table"] == "invoices_invoice"]
    assert [(each["id"], list(each["expected"])) for each in named] == [
        (str(invoice.pk), [column])
    ]


@pytest.mark.parametrize(
    "wrong", ["'2026-02-12'", "'2026-02-10'"], ids=["late", "early"]
)
def test_a_change_of_class_moved_by_a_day(sound: Desk, wrong: str) -> None:
    # Day 41 of a 30-day term; the second row is followed by a third.
    row = ClassHistory.objects.filter(due_item__invoice__number="F1").order_by("pk")[1]
    assert str(row.changed_on) == "2026-02-11"
    _tamper("invoices_classhistory", "changed_on", wrong, row.pk)
    assert (row._meta.db_table, str(row.pk)) in [
        (each["table"], each["id"]) for each in sound.verify()
    ]


def test_a_change_of_class_under_a_policy_not_in_force(sound: Desk) -> None:
    from invoices.domain.policy import FIELD_DEFAULT
    from invoices.models import ClassificationPolicy
    from invoices.services.publish_policy import publish_policy

    row = ClassHistory.objects.filter(due_item__invoice__number="F1").order_by("pk")[1]
    policy = publish_policy(
        actor=None,
        company=row.company,
        name="next year",
        rules=FIELD_DEFAULT.to_dict(),
        from_on=row.changed_on.replace(year=2027),
    )
    assert ClassificationPolicy.objects.count() == 2
    assert sound.verify() == []
    _tamper("invoices_classhistory", "policy_id", str(policy.pk), row.pk)
    assert [(each["id"], list(each["expected"])) for each in sound.verify()] == [
        (str(row.pk), ["policy_id"])
    ]
