"""Several people at the same bank line: one matches it, the others are told who."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from itertools import count
from threading import Barrier

import pytest
from django.db import connections

from arcollect.core import clock
from arcollect.core.roles import Role
from invoices.models import DueItemState, EntryDecision, OnAccount, Payment
from invoices.services import confirm_match as confirming
from invoices.services.confirm_match import MatchPart, confirm_match
from invoices.services.entry_states import AlreadyDecidedError
from invoices.services.set_aside_entry import ignore_entry, mark_unidentified
from invoices.services.undo_match import undo_match
from tests import factories

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.concurrency,
    pytest.mark.databases,
]
WRITERS = 10
DONE = "done"


def at_once(act) -> list[str]:
    start = Barrier(WRITERS)

    def run(number: int) -> str:
        try:
            start.wait(timeout=60)
            act(number)
        except Exception as error:
            return type(error).__name__
        finally:
            connections.close_all()
        return DONE

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(run, range(WRITERS)))


@pytest.fixture
def desk():
    """A line of 100.00, an invoice that could take it ten times, and clerks."""
    customer = factories.customer()
    company = customer.company
    invoice = factories.invoice(customer=customer, amount="1000.00")
    line = factories.bank_line(company=company, amount="100.00")
    clerks = [
        factories.user(company=company, role=Role.FINANCE) for _ in range(WRITERS)
    ]
    return line, invoice.items.get(), clerks


def matched_by(clerks, line, item):
    def match(number: int) -> None:
        part = MatchPart(item.pk, Decimal("100.00"))
        confirm_match(actor=clerks[number], entry=line, parts=[part])

    return match


def test_of_ten_people_who_match_the_same_line_one_does(desk):
    line, item, clerks = desk

    outcomes = at_once(matched_by(clerks, line, item))

    assert outcomes.count(DONE) == 1
    assert outcomes.count(AlreadyDecidedError.__name__) == WRITERS - 1
    assert Payment.objects.get().amount == Decimal("100.00")
    assert DueItemState.objects.get(pk=item.pk).open_amount == Decimal("900.00")
    assert EntryDecision.objects.filter(ended_at=None).count() == 1


def test_of_ten_people_who_decide_differently_one_does(desk):
    line, item, clerks = desk
    match = matched_by(clerks, line, item)

    def decide(number: int) -> None:
        if number % 3 == 0:
            match(number)
        elif number % 3 == 1:
            mark_unidentified(actor=clerks[number], entry=line, owner=clerks[number])
        else:
            ignore_entry(actor=clerks[number], entry=line, reason="Interest")

    outcomes = at_once(decide)

    decided = EntryDecision.objects.filter(ended_at=None).get()
    # Unidentified money may find its owner in the same moment: then two acted in turn.
    assert outcomes.count(DONE) == (2 if decided.follows_id else 1)
    in_force = Payment.objects.filter(reverses=None, reversed_by=None)
    assert in_force.count() == (0 if decided.kind == "ignore" else 1)


def test_of_ten_people_who_undo_the_same_match_one_does(desk):
    line, item, clerks = desk
    matched_by(clerks, line, item)(0)

    outcomes = at_once(lambda number: undo_match(actor=clerks[number], entry=line))

    assert outcomes.count(DONE) == 1
    assert outcomes.count(AlreadyDecidedError.__name__) == WRITERS - 1
    assert DueItemState.objects.get(pk=item.pk).open_amount == Decimal("1000.00")
    assert not OnAccount.objects.filter(unallocated__gt=0).exists()


def test_without_the_guards_the_line_is_booked_more_than_once(desk, monkeypatch):
    """The control: what everybody saw when he opened the page, and no keys behind it.

    If this test ever fails, the tests above prove nothing.
    """
    line, item, clerks = desk
    reference = count(1)

    def unguarded(entry, *, kind, actor, payment=None, **fields):
        now = clock.now()
        return EntryDecision.objects.create(
            company_id=entry.company_id,
            entry=entry,
            kind=kind,
            payment=payment,
            decided_at=now,
            decided_by=actor,
            ended_at=now,
            **fields,
        )

    monkeypatch.setattr(confirming, "take_entry", lambda *_args, **_named: "open")
    monkeypatch.setattr(confirming, "reference_of", lambda _e: f"R{next(reference)}")
    monkeypatch.setattr(confirming, "decide", unguarded)

    at_once(matched_by(clerks, line, item))

    assert Payment.objects.count() > 1
