"""A final letter shows the interest that the contract agrees, apart from the principal."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from arcollect.core.models import Company
from collection.models import DunningLetter
from collection.selectors.letter_words import words_of_letter
from collection.services.render_letter import letter_body, mail_parts
from customers.services.save_contract import add_contract
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.post_invoice import DueItemInput, post_invoice
from tests import factories
from tests.collection.reminders import (
    DAY,
    change_settings,
    company_with_sending,
    debtor,
    night,
)

pytestmark = [pytest.mark.databases, pytest.mark.django_db]


def _owe(company: Company, *, rate_bp: int | None, number: str = "INT-1") -> None:
    """73,000.00 that were due 73 days ago; half of it came after ten days."""
    customer = debtor(company, code=f"C-{number}")
    contract = add_contract(
        actor=None,
        customer=customer,
        values={"number": number, "currency": "CNY", "late_interest_bp": rate_bp},
        terms=[],
    )
    due_on = DAY - dt.timedelta(days=73)
    invoice = post_invoice(
        actor=None,
        company=company,
        customer=customer,
        contract=contract,
        issued_on=due_on - dt.timedelta(days=30),
        currency="CNY",
        items=[DueItemInput(due_on=due_on, term_days=30, amount=Decimal("73000.00"))],
    )
    paid = factories.payment(
        customer=customer,
        amount="36500.00",
        received_on=due_on + dt.timedelta(days=10),
    )
    part = AllocationPart(invoice.items.get().pk, Decimal("36500.00"))
    allocate(actor=None, source=paid, parts=[part])


@pytest.fixture
def company() -> Company:
    company = company_with_sending()
    change_settings(company, went_live_on=DAY, start_level=3)
    return company


def test_a_final_letter_tells_interest_to_date_apart_from_the_principal(
    company: Company,
) -> None:
    _owe(company, rate_bp=1_000)
    night(company)
    letter = DunningLetter.objects.get()
    # 36,500 x 10 % x (10 + 73) / 365
    assert letter.content["totals"][0]["demanded"] == "36500.00"
    assert letter.content["totals"][0]["interest"] == "830.00"
    words = words_of_letter(letter)
    for text in (letter_body(words), mail_parts(words)["text"]):
        assert "830.00" in text
        assert "36,500.00" in text
        assert "10 %" in text


@pytest.mark.parametrize("rate", [None, 0])
def test_without_an_agreed_rate_it_speaks_of_no_interest(
    company: Company, rate: int | None
) -> None:
    _owe(company, rate_bp=rate)
    night(company)
    words = words_of_letter(DunningLetter.objects.get())
    assert "interest" not in letter_body(words).lower()


def test_a_lower_letter_asks_for_the_principal_alone(company: Company) -> None:
    change_settings(company, start_level=2)
    _owe(company, rate_bp=1_000)
    night(company)
    letter = DunningLetter.objects.get()
    assert letter.level == 2
    assert letter.content["totals"][0]["interest"] == "0.00"
    assert "interest" not in letter_body(words_of_letter(letter)).lower()
