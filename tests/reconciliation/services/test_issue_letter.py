"""Issuing, withdrawing and replacing a letter: numbers, content, what is refused."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from arcollect.core.models import AuditEvent
from arcollect.core.roles import Role
from invoices.models import Dispute
from reconciliation.domain.letter_codes import LENGTH, read_code, shown_code
from reconciliation.models import ConfirmationLetter, LetterState
from reconciliation.services.letter_errors import LetterRefusedError
from reconciliation.services.reissue_letter import reissue_letter
from reconciliation.services.withdraw_letter import withdraw_letter
from tests import factories
from tests.factories.letters import CUT_OFF

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY


@pytest.fixture
def customer():
    made = factories.customer(name="苏州恒达电器有限公司", language="zh-hans")
    factories.bank_account(company=made.company)
    return made


@pytest.fixture
def clerk(customer):
    return factories.user(role=Role.FINANCE, company=customer.company)


def test_numbers_run_without_gaps_per_company_and_year(customer):
    other = factories.customer()
    first = factories.letter(customer=customer)
    second = factories.letter(customer=factories.customer(company=customer.company))
    elsewhere = factories.letter(customer=other)
    assert (first.number, second.number) == ("DZ-2026-000001", "DZ-2026-000002")
    assert elsewhere.number == "DZ-2026-000001"


def test_a_letter_that_fails_gives_its_number_back(customer):
    factories.letter(customer=customer)
    with pytest.raises(LetterRefusedError, match="already has"):
        factories.letter(customer=customer)
    later = factories.letter(customer=factories.customer(company=customer.company))
    assert later.number == "DZ-2026-000002"


def test_the_letter_says_what_the_ledger_says_at_the_cut_off(customer):
    factories.invoice(
        customer=customer, amount="1000.00", issued_on=dt.date(2026, 3, 2)
    )
    factories.payment(
        customer=customer, amount="150.25", received_on=dt.date(2026, 5, 31)
    )
    factories.payment(
        customer=customer, amount="99.00", received_on=dt.date(2026, 6, 1)
    )
    letter = factories.letter(customer=customer)
    assert letter.balance == Decimal("849.75")
    assert letter.data["closing"] == "849.75"
    assert letter.data["lines"][-1]["balance"] == "849.75"
    assert letter.data["accounts"]["receivable"]["owed_to_us"] == "1000.00"
    assert letter.data["accounts"]["advance"]["owed_to_customer"] == "150.25"
    assert letter.data["accounts"]["notes"]["owed_to_us"] == "0.00"


def test_what_was_issued_never_changes(customer):
    letter = factories.letter(customer=customer)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConfirmationLetter.objects.filter(pk=letter.pk).update(balance=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConfirmationLetter.objects.filter(pk=letter.pk).delete()


def test_later_postings_before_the_cut_off_leave_the_letter_as_it_is(customer):
    letter = factories.letter(customer=customer)
    factories.invoice(customer=customer, amount="5.00", issued_on=dt.date(2026, 5, 30))
    letter.refresh_from_db()
    assert letter.balance == Decimal("100.00")


def test_past_due_items_make_it_a_demand(customer):
    factories.invoice(
        customer=customer,
        amount="500.00",
        issued_on=dt.date(2026, 3, 1),
        due_on=dt.date(2026, 4, 1),
    )
    letter = factories.letter(customer=customer, kind="")
    assert letter.kind == "demand_reconciliation"
    assert letter.data["demand"]["amount"] == "500.00"
    assert letter.data["demand"]["pay_by"] == letter.reply_due_on.isoformat()


def test_a_demand_leaves_out_what_is_contested_and_what_we_hold(customer):
    invoice = factories.invoice(
        customer=customer,
        amount="500.00",
        issued_on=dt.date(2026, 3, 1),
        due_on=dt.date(2026, 4, 1),
    )
    Dispute.objects.create(
        company=customer.company,
        customer=customer,
        due_item=invoice.items.get(),
        currency="CNY",
        amount=Decimal("80.00"),
        reason=Dispute.Reason.PRICE,
        opened_on=dt.date(2026, 4, 2),
        recorded_at=dt.datetime(2026, 4, 2, tzinfo=dt.UTC),
    )
    factories.payment(
        customer=customer, amount="100.00", received_on=dt.date(2026, 4, 3)
    )
    letter = factories.letter(customer=customer, kind="")
    assert letter.balance == Decimal("400.00")
    assert letter.data["demand"]["amount"] == "400.00"


def test_nothing_past_due_makes_it_a_reconciliation(customer):
    factories.invoice(
        customer=customer, issued_on=dt.date(2026, 5, 20), due_on=dt.date(2026, 7, 1)
    )
    assert factories.letter(customer=customer, kind="").kind == "reconciliation"


@pytest.mark.parametrize(
    ("order", "why"),
    [
        ({"kind": "demand_reconciliation"}, "Nothing is past due"),
        ({"kind": "audit_confirmation"}, "auditor"),
        ({"cut_off": TODAY + dt.timedelta(days=1)}, "after the issue date"),
        ({"ledger_from": dt.date(2026, 6, 2)}, "begins after"),
        ({"reply_due_on": TODAY - dt.timedelta(days=1)}, "before the letter"),
    ],
)
def test_what_is_refused_says_why_and_issues_nothing(customer, order, why):
    factories.invoice(
        customer=customer, issued_on=dt.date(2026, 5, 20), due_on=dt.date(2026, 7, 1)
    )
    with pytest.raises(LetterRefusedError, match=why):
        factories.letter(customer=customer, **order)
    assert not ConfirmationLetter.objects.exists()


def test_a_demand_needs_an_account_in_its_currency(customer):
    factories.invoice(
        customer=customer,
        currency="USD",
        issued_on=dt.date(2026, 3, 1),
        due_on=dt.date(2026, 4, 1),
    )
    with pytest.raises(LetterRefusedError, match="No bank account in USD"):
        factories.letter(customer=customer, currency="USD", kind="")


def test_each_currency_of_a_customer_has_a_letter_of_its_own(customer):
    for currency in ("CNY", "USD"):
        factories.invoice(
            customer=customer, currency=currency, issued_on=dt.date(2026, 4, 1)
        )
        factories.letter(customer=customer, currency=currency)
    assert LetterState.objects.filter(customer=customer).count() == 2


def test_codes_are_random_and_read_as_they_are_typed(customer):
    letter = factories.letter(customer=customer)
    assert re.fullmatch(r"[0-9A-Z]{16}", letter.code)
    assert len(letter.code) == LENGTH
    assert read_code(f" {shown_code(letter.code).lower()} ") == letter.code
    assert read_code("DZ-2026-000001") == ""


def test_a_withdrawn_letter_keeps_its_number_and_frees_its_place(customer, clerk):
    letter = factories.letter(customer=customer)
    state = withdraw_letter(actor=clerk, letter=letter, reason="wrong cut-off")
    assert (state.state, state.withdrawn_by) == ("withdrawn", clerk)
    assert factories.letter(customer=customer).number == "DZ-2026-000002"
    with pytest.raises(LetterRefusedError, match="not in force"):
        withdraw_letter(actor=clerk, letter=letter, reason="again")


def test_withdrawing_needs_a_reason(customer, clerk):
    letter = factories.letter(customer=customer)
    with pytest.raises(LetterRefusedError, match="why"):
        withdraw_letter(actor=clerk, letter=letter, reason="  ")
    assert letter.state.state == "issued"


def test_a_new_letter_supersedes_the_old_one(customer, clerk):
    old = factories.letter(customer=customer)
    factories.invoice(customer=customer, amount="5.00", issued_on=CUT_OFF)
    new = reissue_letter(
        actor=clerk,
        letter=old,
        order=factories.letter_order(),
        reason="an invoice was missing",
    )
    old.state.refresh_from_db()
    assert (new.number, new.supersedes) == ("DZ-2026-000002", old)
    assert old.state.state == "superseded"
    assert new.balance - old.balance == Decimal("5.00")
    with pytest.raises(LetterRefusedError, match="not in force"):
        reissue_letter(
            actor=clerk, letter=old, order=factories.letter_order(), reason="again"
        )


def test_a_replacement_that_is_refused_leaves_the_old_letter_in_force(customer, clerk):
    old = factories.letter(customer=customer)
    order = factories.letter_order(kind="audit_confirmation")
    with pytest.raises(LetterRefusedError):
        reissue_letter(actor=clerk, letter=old, order=order, reason="for the audit")
    old.state.refresh_from_db()
    assert old.state.state == "issued"


def test_every_step_is_in_the_audit_log(customer, clerk):
    letter = factories.letter(customer=customer, actor=clerk)
    withdraw_letter(actor=clerk, letter=letter, reason="wrong day")
    events = AuditEvent.objects.filter(
        object_type="reconciliation.confirmationletter", object_id=str(letter.pk)
    ).order_by("pk")
    assert [event.action for event in events] == [
        "reconciliation.letter.issued",
        "reconciliation.letter.withdrawn",
    ]
    assert events[1].reason == "wrong day"
