from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from reconciliation.domain.verification_facts import Register
from reconciliation.models import ConfirmationLetter
from reconciliation.selectors.seal_register import find_register
from tests.reconciliation import sealed


@dataclass(frozen=True)
class SealedOnce:
    """A sealed letter with what the register says of it."""

    letter: ConfirmationLetter
    pdf: bytes
    register: Register


@pytest.fixture(scope="module")
def made_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[SealedOnce]:
    """Rendered and sealed once for a module; its rows go when the module is done."""
    with django_db_blocker.unblock(), transaction.atomic():
        letter, pdf = sealed.seal_letter()
        register = find_register(sealed.facts(pdf))
        assert register is not None
        yield SealedOnce(letter=letter, pdf=pdf, register=register)
        transaction.set_rollback(True)


@pytest.fixture
def once(made_once: SealedOnce, db: None) -> SealedOnce:
    """The sealed letter; what a test changes is rolled back."""
    return made_once
