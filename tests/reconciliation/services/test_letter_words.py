"""Every kind of document and of due item that a letter can list has its word there."""

from __future__ import annotations

import pytest

from invoices.models import DueItem
from reconciliation import letter_words
from reconciliation.services.letter_document import KINDS

DOCUMENTS = ("invoice", "credit_note", "payment", "reversal")


@pytest.mark.parametrize("kind", [*DOCUMENTS, *DueItem.Kind.values])
def test_a_letter_has_a_word_for(kind):
    assert str(letter_words.WORDS[KINDS[kind]])
