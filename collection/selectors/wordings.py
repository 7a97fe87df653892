"""The wording of a level in a language: the company's own, else the shipped one."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from arcollect.core.models import Company
from collection.domain.dunning import HIGHEST_SENT, Level
from collection.domain.letter_texts import LANGUAGES, Wording
from collection.models import DunningText

FOLDER = Path(__file__).resolve().parent.parent / "letter_texts"
SENT_LEVELS = tuple(level for level in Level if level <= HIGHEST_SENT)


@cache
def _shipped(language: str) -> dict[Level, Wording]:
    text = (FOLDER / f"{language}.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return {
        level: Wording(
            data[level.name.lower()]["subject"],
            data[level.name.lower()]["body"].strip(),
        )
        for level in SENT_LEVELS
    }


def shipped_wording(level: Level, language: str) -> Wording:
    """The shipped wording; English where the language is none of ours."""
    return _shipped(language if language in LANGUAGES else "en")[level]


def wording_of(*, company: Company, level: Level, language: str) -> Wording:
    """What a letter of the company says at that level in that language."""
    own = find_own_text(company=company, level=level, language=language)
    if own is None:
        return shipped_wording(level, language)
    return Wording(own.subject, own.body)


def find_own_text(
    *, company: Company, level: Level, language: str
) -> DunningText | None:
    """The company's own wording, if somebody wrote one."""
    return (
        DunningText.objects.select_related("changed_by")
        .filter(company=company, level=level, language=language)
        .first()
    )


def own_texts(*, company: Company) -> dict[tuple[int, str], DunningText]:
    """Every own wording by level and language."""
    rows = DunningText.objects.filter(company=company).select_related("changed_by")
    return {(row.level, row.language): row for row in rows}
