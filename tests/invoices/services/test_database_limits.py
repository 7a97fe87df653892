"""The database itself refuses what no code may do, whoever asks."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Sum

from arcollect.core.fields import MoneyField
from arcollect.core.insert_only import insert_only_tables, missing_triggers
from arcollect.core.models import AuditEvent
from invoices.models import (
    Allocation,
    CreditNote,
    DueItem,
    DueItemState,
    Fact,
    Invoice,
    InvoiceLine,
    OnAccount,
    Payment,
)
from tests import factories

pytestmark = pytest.mark.django_db
MONEY_DOCUMENTS = {Invoice, InvoiceLine, DueItem, CreditNote, Payment, Allocation}
TABLES = insert_only_tables()


def test_every_money_document_and_the_audit_log_are_insert_only():
    tables = {model._meta.db_table for model in MONEY_DOCUMENTS | {AuditEvent, Fact}}

    assert tables <= set(TABLES)
    assert missing_triggers(connection) == []


@pytest.fixture
def book():
    payment = factories.payment(pays=factories.invoice(amount="100.00"), amount="30.00")
    factories.credit_note(customer=payment.customer)
    return payment


DOCUMENTS = [Invoice, DueItem, CreditNote, Payment, Allocation, AuditEvent]


@pytest.mark.parametrize("model", DOCUMENTS, ids=lambda m: m.__name__)
def test_the_orm_can_neither_change_nor_delete_a_posted_row(book, model):
    row = model.objects.first()
    before = model.objects.values().get(pk=row.pk)

    for act in (
        lambda: model.objects.filter(pk=row.pk).update(company_id=row.company_id),
        lambda: model.objects.filter(pk=row.pk)._raw_delete("default"),
        row.save,
    ):
        with (
            pytest.raises(DatabaseError, match="posted document"),
            transaction.atomic(),
        ):
            act()

    assert model.objects.values().get(pk=row.pk) == before


@pytest.mark.parametrize("table", TABLES)
def test_plain_sql_can_neither_change_nor_delete_where_rows_lie(book, table):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        [rows] = cursor.fetchone()
        if not rows:
            # A trigger fires per row; that it is there is tested above.
            return
        for statement in (
            f'UPDATE "{table}" SET id = id',
            f'DELETE FROM "{table}"',
        ):
            with (
                pytest.raises(DatabaseError, match="posted document"),
                transaction.atomic(),
            ):
                cursor.execute(statement)
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        assert cursor.fetchone() == (rows,)


def test_an_item_is_never_open_below_zero_or_above_its_amount(book):
    states = DueItemState.objects.all()

    for wrong in (Decimal("-0.01"), Decimal("100.01")):
        with pytest.raises(IntegrityError), transaction.atomic():
            states.update(open_amount=wrong)
    assert states.get().open_amount == Decimal("70.00")


def test_money_is_never_left_below_zero_or_above_its_amount(book):
    rows = OnAccount.objects.filter(payment=book)

    for wrong in (Decimal("-0.01"), Decimal("30.01")):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(unallocated=wrong, used_up_on=None)
    assert rows.get().unallocated == 0


def documents_with_money():
    """Insert-only models with an amount and a currency: all carry the CHECK."""
    return [
        model
        for model in apps.get_models()
        if getattr(model, "insert_only", False)
        and any(field.name == "currency" for field in model._meta.fields)
        and any(isinstance(field, MoneyField) for field in model._meta.fields)
    ]


def test_the_check_stands_on_every_amount_of_every_document():
    assert set(documents_with_money()) >= MONEY_DOCUMENTS
    for model in documents_with_money():
        names = {constraint.name for constraint in model._meta.constraints}
        assert any(name.endswith("_minor_units") for name in names), model


@pytest.mark.parametrize(
    ("currency", "finer"), [("CNY", "1.005"), ("JPY", "1.5"), ("KWD", "1.0005")]
)
def test_an_amount_finer_than_the_minor_unit_is_refused(currency, finer):
    customer = factories.customer()
    day = factories.TODAY
    invoice = factories.invoice(customer=customer, currency=currency, amount="2")
    common = {
        "company": customer.company,
        "currency": currency,
        "amount": Decimal(finer),
        "recorded_at": invoice.recorded_at,
    }
    rows = [
        Invoice(customer=customer, number="X", issued_on=day, **common),
        CreditNote(customer=customer, number="X", issued_on=day, **common),
        Payment(customer=customer, reference="X", received_on=day, **common),
        DueItem(
            customer=customer,
            invoice=invoice,
            position=9,
            issued_on=day,
            term_days=0,
            due_on=day,
            **common,
        ),
    ]

    for row in rows:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)
    assert Invoice.objects.get() == invoice


def test_sums_in_the_database_are_exact():
    customer = factories.customer()
    for amount in ("0.10", "0.20", "99999999.99"):
        factories.payment(customer=customer, amount=amount)

    total = Payment.objects.aggregate(n=Sum("amount"))["n"]

    assert total == Decimal("100000000.29")
