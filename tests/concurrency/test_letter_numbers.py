"""Sixteen clerks issue letters at once: numbers without a gap, one letter per customer."""

from __future__ import annotations

import datetime as dt
from threading import Barrier, local

import pytest

from reconciliation.models import ConfirmationLetter, LetterState
from reconciliation.services import issue_letter as issuing
from reconciliation.services.letter_errors import LetterRefusedError
from tests import factories
from tests.concurrency.test_allocation_race import DONE, WRITERS, at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.concurrency,
    pytest.mark.databases,
]


def customers_with_debts(number: int = WRITERS):
    first = factories.customer()
    rest = [factories.customer(company=first.company) for _ in range(number - 1)]
    for customer in (first, *rest):
        factories.invoice(customer=customer, issued_on=dt.date(2026, 4, 1))
    return [first, *rest]


def taken_numbers() -> list[int]:
    found = ConfirmationLetter.objects.values_list("number", flat=True)
    return sorted(int(number.rpartition("-")[2]) for number in found)


def test_numbers_of_letters_issued_at_once_have_no_gap():
    customers = customers_with_debts()
    outcomes = at_once(lambda n: factories.letter(customer=customers[n]))
    assert outcomes == [DONE] * WRITERS
    assert taken_numbers() == list(range(1, WRITERS + 1))


def test_failures_in_between_leave_no_gap():
    customers = customers_with_debts()

    def issue(number: int) -> None:
        # Every second one fails after its number was taken.
        twice = customers[number - number % 2]
        factories.letter(customer=twice)

    outcomes = at_once(issue)
    assert outcomes.count(DONE) == WRITERS // 2
    assert outcomes.count(LetterRefusedError.__name__) == WRITERS // 2
    assert taken_numbers() == list(range(1, WRITERS // 2 + 1))
    assert LetterState.objects.count() == WRITERS // 2


def test_without_the_counter_row_numbers_would_collide(monkeypatch):
    """The control: who counts first and writes later takes another one's number."""
    customers = customers_with_debts()
    all_have_counted, mine = Barrier(WRITERS), local()
    monkeypatch.setattr(issuing, "next_number", lambda **_: mine.number)

    def issue(number: int) -> None:
        mine.number = f"DZ-2026-{ConfirmationLetter.objects.count() + 1:06d}"
        all_have_counted.wait(timeout=60)
        factories.letter(customer=customers[number])

    assert at_once(issue).count(DONE) == 1
