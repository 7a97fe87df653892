"""Nobody who reads Chinese is told in English what is wrong with a file."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from reconciliation.domain.verification import Check, Name, State
from reconciliation.services.reader_words import KNOWN, moment_text, reader_text
from reconciliation.services.verification_sentences import sentence

# What is the same in every language.
NAMES = re.compile(r"PDF|Catalog|SHA-256|UTC|seal")
CHINESE = ("zh-hans", "zh-hant")


@pytest.mark.parametrize("language", CHINESE)
@pytest.mark.parametrize("words", sorted(KNOWN))
def test_what_the_reader_finds_is_said_in_chinese(words: str, language: str) -> None:
    with translation.override(language):
        assert not re.search(r"[A-Za-z]{2,}", NAMES.sub("", reader_text(words)))


@pytest.mark.parametrize("language", CHINESE)
def test_later_changes_are_listed_in_chinese(language: str) -> None:
    changes = ("revision 3: objects 2 Catalog", "2151 bytes")
    check = Check(
        Name.LATER_CHANGES, State.FAILED, "unsigned_changes", {"changes": changes}
    )
    with translation.override(language):
        text = sentence(check)
    assert "2 Catalog" in text
    assert "2151" in text
    assert not re.search(r"[A-Za-z]{2,}", NAMES.sub("", text))


def test_in_english_the_words_stay() -> None:
    assert reader_text("1 bytes") == "1 byte"
    assert reader_text("revision 3: objects 2 Catalog") == (
        "revision 3: objects 2 Catalog"
    )
    assert reader_text("PdfReadError: EOF marker not found.") == (
        "PdfReadError: EOF marker not found."
    )


def test_moments_are_shown_to_the_minute_with_their_zone() -> None:
    assert moment_text("2026-11-26T08:39:18+08:00") == "2026-11-26 00:39 UTC"
    assert moment_text("") == ""
    assert moment_text("2026-11-26T08:39:18") == "2026-11-26T08:39:18"
    assert moment_text("no day") == "no day"
