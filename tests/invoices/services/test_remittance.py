"""Remittance advices: read, checked by a person, used by the matching."""

from __future__ import annotations

import pytest

from arcollect.core.roles import Role
from invoices.domain.remittance import read_advice
from invoices.models import DueItemState, MatchProposal, RemittanceAdvice
from invoices.services.errors import LedgerRefusedError
from invoices.services.post_by_rules import confirm_proposal
from invoices.services.propose_matches import propose_matches
from invoices.services.remittance import (
    check_remittance,
    discard_remittance,
    read_remittance,
)
from invoices.services.undo_match import undo_match
from tests import factories
from tests.invoices.services.by_hand import D, open_of

pytestmark = [pytest.mark.django_db, pytest.mark.databases]


@pytest.fixture
def customer():
    return factories.customer()


@pytest.fixture
def clerk(customer):
    return factories.user(company=customer.company, role=Role.FINANCE)


@pytest.fixture
def three(customer):
    return [
        factories.invoice(customer=customer, amount=amount, number=number)
        for amount, number in (
            ("724.00", "LY-26-09411"),
            ("643.00", "LY-26-09502"),
            ("497.00", "LY-26-09630"),
        )
    ]


def read(clerk, customer, text):
    lines = read_advice(text).lines
    advice = read_remittance(
        actor=clerk,
        company=customer.company,
        currency="CNY",
        lines=lines,
        source="mail",
        text=text,
        customer=customer,
    )
    return advice, lines


def test_one_payment_for_three_invoices_less_freight(clerk, customer, three):
    """The freight stays open: a claim lowers no debt until somebody approves it."""
    text = "LY-26-09411 724.00\n09502 643.00\nLY-26-09630 497.00\nfreight -14.00"
    advice, lines = read(clerk, customer, text)
    line = factories.bank_line(company=customer.company, amount="1850.00")
    propose_matches(company=customer.company)
    assert not MatchProposal.objects.filter(entry=line).exists()

    check_remittance(actor=clerk, advice=advice, lines=lines, customer=customer)
    proposal = MatchProposal.objects.get(entry=line, rank=1)
    assert (proposal.advice, proposal.rule) == (advice, "BY_REMITTANCE")
    assert not proposal.is_ready
    assert confirm_proposal(actor=clerk, proposal=proposal)

    assert [open_of(one) for one in three] == [D("14.00"), 0, 0]
    assert RemittanceAdvice.objects.get().state == RemittanceAdvice.State.USED
    undo_match(actor=clerk, entry=line)
    assert RemittanceAdvice.objects.get().state == RemittanceAdvice.State.CHECKED
    assert [open_of(one) for one in three] == [D("724.00"), D("643.00"), D("497.00")]


def test_what_a_customer_names_binds_although_an_older_debt_is_open(
    clerk, customer, three
):
    old = factories.overdue_invoice(customer=customer, days=200, amount="643.00")
    advice, lines = read(clerk, customer, "LY-26-09502 643.00")
    check_remittance(actor=clerk, advice=advice, lines=lines, customer=customer)
    line = factories.bank_line(
        company=customer.company, amount="643.00", payer=customer.name
    )
    propose_matches(company=customer.company)

    proposal = MatchProposal.objects.get(entry=line, rank=1)
    assert proposal.is_ready
    confirm_proposal(actor=clerk, proposal=proposal)

    assert (open_of(three[1]), open_of(old)) == (0, D("643.00"))


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("XX-99-00001 10.00", "No open invoice XX-99-00001"),
        ("LY-26-09411 724.01", r"Only 724\.00"),
        ("LY-26-09411 10.00\nrebate -10.00", "greater than zero"),
    ],
)
def test_an_advice_that_does_not_fit_the_books_is_not_taken_for_right(
    clerk, customer, three, text, refusal
):
    advice, lines = read(clerk, customer, text)

    with pytest.raises(LedgerRefusedError, match=refusal):
        check_remittance(actor=clerk, advice=advice, lines=lines, customer=customer)

    assert RemittanceAdvice.objects.get().state == RemittanceAdvice.State.READ
    assert DueItemState.objects.filter(open_amount=0).count() == 0


def test_an_empty_message_is_refused_and_a_discarded_one_is_not_used(
    clerk, customer, three
):
    with pytest.raises(LedgerRefusedError, match="No line"):
        read(clerk, customer, "see attachment")
    advice, lines = read(clerk, customer, "LY-26-09411 724.00")
    discard_remittance(actor=clerk, advice=advice)

    with pytest.raises(LedgerRefusedError, match="already"):
        check_remittance(actor=clerk, advice=advice, lines=lines)
    with pytest.raises(LedgerRefusedError, match="already"):
        discard_remittance(actor=clerk, advice=advice)
