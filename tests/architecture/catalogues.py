"""The Chinese catalogues and the English sentences they must hold."""

from __future__ import annotations

import importlib
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = str(ROOT / "scripts")
LOCALES = ("zh_Hans", "zh_Hant")
HAN = re.compile(r"[\u3400-\u9fff]")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}|</?\w+>")
GLOSSARY_COLUMN = {"zh_Hans": 1, "zh_Hant": 2}

Key = tuple[str, str | None]


@cache
def script() -> Any:
    """`scripts/messages.py`, which is no package of ours."""
    if SCRIPTS not in sys.path:
        sys.path.append(SCRIPTS)
    return importlib.import_module("messages")


@cache
def extracted() -> dict[Key, Message]:
    """What the sources ask for; says which package is missing when it cannot."""
    return by_key(script().extract(root=ROOT))


@cache
def translated(locale: str) -> dict[Key, Message]:
    path = script().catalogue_path(locale, root=ROOT)
    assert path.exists(), f"There is no catalogue {path}."
    return by_key(script().read_catalogue(path, locale=locale))


def by_key(catalogue: Catalog) -> dict[Key, Message]:
    return {
        (english(message), message.context): message
        for message in catalogue
        if message.id
    }


def english(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def plural(message: Message) -> str:
    """The English that a Chinese form stands for: Chinese has the plural only."""
    return message.id if isinstance(message.id, str) else message.id[-1]


def chinese(message: Message) -> list[str]:
    """The forms that are written; none when nobody has translated it yet."""
    forms = message.string
    every = [forms] if isinstance(forms, str) else forms
    return [form for form in every if form]


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def glossary(locale: str) -> dict[str, str]:
    """English term to the word that it has in `locale`."""
    words = {}
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    for row in rows[1:]:
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        words[cells[0]] = cells[GLOSSARY_COLUMN[locale]]
    return words
