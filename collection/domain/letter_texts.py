"""Texts of reminders: a closed list of placeholders, and nothing else that means anything.

`{{total}}` is replaced by text. There are no expressions, attributes or filters, and what
is put in is never looked at again, so that a name cannot smuggle in a placeholder.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES = ("en", "zh-hans", "zh-hant")
PLACEHOLDERS = (
    "customer",
    "contact",
    "company",
    "number",
    "date",
    "items",
    "total",
    "total_words",
    "oldest_days",
    "due_on",
    "pay_by",
    "rep",
    "phone",
    "email",
)
_TOKEN = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


class UnknownPlaceholderError(ValueError):
    """A text names a placeholder that does not exist; `name` is as it was written."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Wording:
    """Subject and body of a letter before its placeholders are filled."""

    subject: str
    body: str


def check_text(text: str) -> None:
    """Raise `UnknownPlaceholderError` for the first placeholder nobody knows."""
    for token in _TOKEN.findall(text):
        if token.strip() not in PLACEHOLDERS:
            raise UnknownPlaceholderError(token.strip()[:60])


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with its placeholders replaced, once; an unknown one stays as it is."""

    def value(found: re.Match[str]) -> str:
        name = found.group(1).strip()
        return plain(values[name]) if name in values else found.group(0)

    return _TOKEN.sub(value, text)


def plain(text: str) -> str:
    """`text` without control characters; line breaks and tabs become blanks."""
    return _CONTROLS.sub("", text.replace("\n", " ").replace("\t", " "))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a body, separated by empty lines."""
    return [part.strip() for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]
