"""Field `:86:` of MT940: German ?-fields, slashed words, or free text. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FIELDS = re.compile(r"\A\s*\d{3}\s*\?\d\d")
_FIELD = re.compile(r"\?(\d\d)([^?]*)")
_PURPOSE = (*(str(n) for n in range(20, 30)), *(str(n) for n in range(60, 64)))
# A field that fills its width was broken inside a word.
_FULL = 27
_LINE = 65
_WORDS = re.compile(r"(EREF|KREF|MREF|CRED|SVWZ|ABWA|ABWE|IBAN|BIC)\+|MTLG:")
_SLASHED = re.compile(r"/(EREF|CNTP|REMI|PREF|CSID|MARF|RTRN|PURP|NAME|IBAN)/")
_NO_REFERENCE = {"", "NOTPROVIDED", "NONREF"}


@dataclass(frozen=True, slots=True)
class Details:
    """What a bank tells about the other side of an entry."""

    text: str
    name: str = ""
    account: str = ""
    reference: str = ""


def details_of(raw: str) -> Details:
    """Name, account and reference where the text marks them as such, and all of it."""
    if _FIELDS.match(raw):
        return _from_fields(raw)
    text = _rejoin(raw)
    if _SLASHED.match(text.lstrip()):
        return _from_slashes(text)
    return Details(text=text)


def _from_fields(raw: str) -> Details:
    fields: dict[str, str] = {}
    for number, value in _FIELD.findall(raw.replace("\n", "")):
        fields[number] = fields.get(number, "") + value
    purpose = ""
    for number in _PURPOSE:
        value = fields.get(number, "")
        if value:
            gap = "" if len(value) >= _FULL or value.endswith(" ") else " "
            purpose += value + gap
    purpose = purpose.strip()
    kind = fields.get("00", "").strip()
    return Details(
        text="\n".join(part for part in (kind, purpose) if part),
        name=(fields.get("32", "") + fields.get("33", "")).strip(),
        account=fields.get("31", "").strip(),
        reference=_known(_after(purpose, "EREF")),
    )


def _after(purpose: str, word: str) -> str:
    """What stands between a SEPA word and the next one."""
    marks = list(_WORDS.finditer(purpose))
    for number, mark in enumerate(marks):
        if mark[1] == word:
            end = marks[number + 1].start() if number + 1 < len(marks) else len(purpose)
            return " ".join(purpose[mark.end() : end].split())
    return ""


def _from_slashes(text: str) -> Details:
    marks = list(_SLASHED.finditer(text))
    parts: dict[str, str] = {}
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(text)
        parts.setdefault(mark[1], text[mark.end() : end].strip("/ "))
    other = [*parts.get("CNTP", "").split("/"), "", "", ""]
    return Details(
        text=text,
        name=parts.get("NAME") or other[2],
        account=parts.get("IBAN") or other[0],
        reference=_known(parts.get("EREF", "")),
    )


def _known(reference: str) -> str:
    return "" if reference.upper() in _NO_REFERENCE else reference


def _rejoin(raw: str) -> str:
    """Lines of full width run on; the others end where they end."""
    text = ""
    for line in raw.splitlines():
        text += line if len(line) >= _LINE else line + "\n"
    return text.strip()
