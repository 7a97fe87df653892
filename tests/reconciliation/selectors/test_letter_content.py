"""Reading an account while others post: never a letter whose lines miss its total."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from invoices.selectors.customer_statement import customer_statement
from reconciliation.selectors import letter_content
from reconciliation.selectors.letter_content import TornReadError, read_content
from tests import factories
from tests.factories.letters import CUT_OFF

pytestmark = pytest.mark.django_db


def read(customer):
    return read_content(
        company=customer.company,
        customer_id=customer.pk,
        currency="CNY",
        cut_off=CUT_OFF,
        since=None,
    )


def test_an_account_torn_by_a_posting_is_read_again(monkeypatch):
    customer = factories.customer()
    factories.invoice(customer=customer, issued_on=dt.date(2026, 4, 1))
    reads = []

    def posted_in_between(**asked):
        """The first time, documents of before and items of after a posting."""
        before = customer_statement(**asked)
        reads.append(before)
        if len(reads) > 1:
            return before
        factories.invoice(
            customer=customer, amount="5.00", issued_on=dt.date(2026, 4, 2)
        )
        after = customer_statement(**asked)
        return type(after)(
            customer_id=after.customer_id,
            currency=after.currency,
            as_of=after.as_of,
            opening=before.opening,
            lines=before.lines,
            items=after.items,
            on_account=after.on_account,
        )

    monkeypatch.setattr(letter_content, "customer_statement", posted_in_between)
    content = read(customer)
    assert len(reads) == 2
    assert content.closing == Decimal("105.00")
    assert content.adds_up


def test_an_account_that_never_agrees_gives_no_letter(monkeypatch):
    customer = factories.customer()
    factories.invoice(customer=customer, issued_on=dt.date(2026, 4, 1))
    monkeypatch.setattr(
        "reconciliation.domain.letter_content.Content.adds_up",
        property(lambda _: False),
    )
    with pytest.raises(TornReadError):
        read(customer)
