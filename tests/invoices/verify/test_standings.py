"""Bills and decisions: rows refuse change, and a wrong standing is found and named."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from arcollect.core.roles import Role
from invoices.domain.bills import BillAct
from invoices.models import (
    Assignment,
    Bill,
    BillEvent,
    BillExtension,
    BillStanding,
    ClaimDecision,
    ClaimDecisionEvent,
    ClaimDecisionItem,
    ClaimDecisionState,
    Offset,
    Recovery,
    TakeBack,
    WriteOff,
)
from invoices.services.approve_decision import approve_decision
from invoices.services.move_bill import move_bill
from invoices.services.propose_decision import (
    AssignmentTerms,
    ExtensionTerms,
    TakeBackTerms,
    WriteOffTerms,
)
from invoices.services.record_recovery import record_recovery
from invoices.verify.run import verify
from tests import factories

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 6, 30)
DOCUMENTS = [
    Bill,
    BillEvent,
    ClaimDecision,
    ClaimDecisionItem,
    ClaimDecisionEvent,
    WriteOff,
    Offset,
    Assignment,
    TakeBack,
    BillExtension,
    Recovery,
]


@pytest.fixture
def company():
    """A company with a bill and a decision of every kind."""
    company = factories.company()
    customer = factories.customer(company=company)
    head = factories.user(company=company, role=Role.FINANCE_MANAGER)
    item = factories.overdue_invoice(customer=customer, amount="500.00").items.get()
    bill = factories.bill(customer=customer, pays=item)
    move_bill(actor=head, bill=bill, act=BillAct.HOLD, effective_on=DAY)
    later = DAY + dt.timedelta(days=90)
    for terms in (
        WriteOffTerms("small"),
        AssignmentTerms("Factor", Decimal(5)),
        TakeBackTerms("fans", "agreed"),
        ExtensionTerms(bill, "NEW", DAY, later),
    ):
        decision = factories.decision(item=item, terms=terms)
        approve_decision(actor=head, decision=decision)
    factories.decision(item=item)
    record_recovery(
        actor=head,
        decision=ClaimDecision.objects.get(kind="write_off"),
        due_item_id=item.pk,
        amount=Decimal(3),
        received_on=DAY,
        reference="RC",
    )
    return company


def test_plain_sql_can_neither_change_nor_delete_any_of_them(company):
    for model in DOCUMENTS:
        table, key = model._meta.db_table, model._meta.pk.column
        rows = model.objects.count()
        assert rows, table
        for statement in (
            f'UPDATE "{table}" SET "{key}" = "{key}"',
            f'DELETE FROM "{table}"',
        ):
            with (
                pytest.raises(DatabaseError, match="posted document"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
        assert model.objects.count() == rows


def test_sound_standings_are_found_sound(company):
    assert verify(company=company) == []


@pytest.mark.parametrize(
    ("model", "column", "value"),
    [
        (BillStanding, "state", "honoured"),
        (BillStanding, "since_on", dt.date(2020, 1, 1)),
        (BillStanding, "number", "OTHER"),
        (BillStanding, "payment_id", None),
        (BillStanding, "document_id", None),
        (ClaimDecisionState, "approved_by_id", None),
        (ClaimDecisionState, "posted_on", dt.date(2020, 1, 1)),
        (ClaimDecisionState, "credit_note_id", None),
        (ClaimDecisionState, "reversed_on", dt.date(2020, 1, 1)),
        (ClaimDecisionState, "notice_on", dt.date(2020, 1, 1)),
    ],
)
def test_a_cell_made_wrong_is_found_and_named(company, model, column, value):
    row = model.objects.latest("pk")
    if model is ClaimDecisionState:
        row = model.objects.get(decision__kind="take_back")
    model.objects.filter(pk=row.pk).update(**{column: value})
    [found] = verify(company=company)
    assert (found.table, found.id) == (model._meta.db_table, str(row.pk))
    assert column in found.found


@pytest.mark.parametrize("model", [BillStanding, ClaimDecisionState])
def test_a_state_nobody_knows_is_refused(company, model):
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(state="magic")
