"""Nothing of a sealed letter changes unnoticed, with the register and without it."""

from __future__ import annotations

import random

import pytest

from reconciliation.domain.verification import Result, judge
from tests.levels import at_level
from tests.reconciliation import sealed

pytestmark = [pytest.mark.django_db, pytest.mark.above_database]
CHANGES = 200
# A second signature takes a second each to judge.
COUNTERSIGNED = at_level(ci=20, everything=200)


def outcomes(once, positions, *, pdf: bytes | None = None) -> set[tuple[str, str]]:
    """Verdicts with and without the register of the file with one byte changed."""
    chance = random.Random()
    found = set()
    for at in positions:
        file = sealed.facts(
            sealed.one_byte_changed(pdf or once.pdf, at=at, chance=chance)
        )
        found.add((judge(file, once.register).result, judge(file, None).result))
    return found


def anywhere(pdf: bytes, count: int) -> list[int]:
    return [random.randrange(len(pdf)) for _ in range(count)]


INVALID = {(Result.INVALID, Result.INVALID)}


def test_the_letter_itself_is_valid(once):
    file = sealed.facts(once.pdf)

    assert judge(file, once.register).result == Result.VALID
    assert judge(file, None).result == Result.INDETERMINATE


def test_one_byte_changed_anywhere_is_noticed(once):
    assert outcomes(once, anywhere(once.pdf, CHANGES)) == INVALID


def test_one_digit_of_the_signature_changed_is_noticed(once):
    digits = sealed.signature_digits(once.pdf)

    assert outcomes(once, random.sample(digits, 60)) == INVALID


def test_one_byte_of_a_countersigned_letter_changed_is_noticed(once):
    both = sealed.countersigned(once.pdf)

    assert outcomes(once, anywhere(both, COUNTERSIGNED), pdf=both) == INVALID


def test_one_digit_of_the_countersignature_changed_is_noticed(once):
    both = sealed.countersigned(once.pdf)
    digits = sealed.signature_digits(both)

    assert outcomes(once, random.sample(digits, 40), pdf=both) == INVALID


@pytest.mark.faults
def test_two_thousand_changed_bytes_are_noticed(once):
    assert outcomes(once, anywhere(once.pdf, 2_000)) == INVALID


@pytest.mark.faults
def test_every_digit_of_the_signature_counts(once):
    assert outcomes(once, sealed.signature_digits(once.pdf)) == INVALID


def test_digits_in_capitals_are_noticed(once):
    """They lie outside every digest: nothing but the spelling gives them away."""
    digits = sealed.signature_digits(once.pdf)
    capitals = once.pdf[digits.start : digits.stop].upper()
    pdf = once.pdf[: digits.start] + capitals + once.pdf[digits.stop :]

    assert judge(sealed.facts(pdf), once.register).result == Result.INVALID


def test_something_hidden_in_the_padding_is_noticed(once):
    end = sealed.signature_digits(once.pdf).stop
    pdf = once.pdf[: end + 400] + b"cafe" + once.pdf[end + 404 :]
    file = sealed.facts(pdf)

    assert "padding" in file.signatures[0].contents_problem
    assert judge(file, once.register).result == Result.INVALID


@pytest.mark.parametrize(
    "tail",
    [b"\n", b" ", b"%%EOF\n", b"\x00" * 100],
    ids=["line", "space", "end", "nul"],
)
def test_bytes_after_the_end_are_noticed(once, tail):
    assert judge(sealed.facts(once.pdf + tail), once.register).result == Result.INVALID


@pytest.mark.parametrize("cut", [1, 100, 5_000])
def test_a_file_cut_short_is_noticed(once, cut):
    assert judge(sealed.facts(once.pdf[:-cut]), once.register).result == Result.INVALID
