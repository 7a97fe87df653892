"""Reads a file in this process, as the child does, and checks it."""

from __future__ import annotations

from arcollect.core.money import CURRENCIES, minor_digits
from invoices.importers.statements.checking import check_file
from invoices.importers.statements.child import read
from invoices.importers.statements.profile import load_shipped
from invoices.importers.statements.sentences import sentence
from invoices.importers.statements.shape import (
    RawEntry,
    RawFile,
    RefusedError,
    from_wire,
    to_wire,
)

DIGITS = {code: minor_digits(code) for code in CURRENCIES}


def read_here(content: bytes | str, profiles: list[dict] | None = None) -> RawFile:
    """The statements of a file; raises `RefusedError`."""
    if isinstance(content, str):
        content = content.encode()
    job = {
        "digits": DIGITS,
        "profiles": load_shipped() if profiles is None else profiles,
    }
    file = from_wire(to_wire(read(content, job)))
    check_file(file)
    return file


def entries_of(
    content: bytes | str, profiles: list[dict] | None = None
) -> list[RawEntry]:
    """Every entry of a file."""
    file = read_here(content, profiles)
    return [entry for statement in file.statements for entry in statement.entries]


def why_refused(content: bytes | str, profiles: list[dict] | None = None) -> str:
    """The sentence with which a file is refused; empty if it is taken."""
    try:
        read_here(content, profiles)
    except RefusedError as error:
        return sentence(error)
    return ""
