"""Random books of claims and little else, so that each has many of them."""

from __future__ import annotations

from random import SystemRandom

import pytest
from django.db import transaction

from tests.books.invariants import check_book
from tests.books.steps import Book
from tests.books.steps_claims import CLAIM_STEPS, check_claims
from tests.levels import at_level

pytestmark = pytest.mark.django_db
BOOKS = at_level(ci=9, everything=900)
STEPS = 40
FIRST = SystemRandom().randrange(10**9)


def run(seed: int) -> None:
    book = Book(seed)
    steps = [
        *CLAIM_STEPS,
        *((lambda book, act=act: getattr(book, act)(), weight) for act, weight in OWN),
    ]
    acts, weights = [act for act, _ in steps], [weight for _, weight in steps]
    for _ in range(STEPS):
        book.random.choices(acts, weights)[0](book)
        check_book(book.company)
        check_claims(book)


OWN = (
    ("post_invoice", 5),
    ("receive", 4),
    ("allocate", 6),
    ("undo", 2),
    ("reverse_source", 1),
    ("reverse_invoice", 1),
    ("next_day", 4),
)


@pytest.mark.parametrize("part", range(3))
def test_claims_keep_the_books_whole(part: int) -> None:
    for number in range(BOOKS // 3):
        seed = FIRST + part * BOOKS + number
        with transaction.atomic():
            try:
                run(seed)
            except Exception as error:
                error.add_note(f"Repeat with test_claims_in_books.run({seed})")
                raise
            finally:
                transaction.set_rollback(True)
