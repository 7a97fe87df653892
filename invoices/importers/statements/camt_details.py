"""The details of a CAMT entry: the other side, its references, what it says. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from invoices.importers.statements.camt_elements import child, children, text_at
from invoices.importers.statements.shape import iso_date

_NO_REFERENCE = {"", "NOTPROVIDED", "NONREF"}


@dataclass(frozen=True, slots=True)
class Details:
    """What all transactions of an entry have in common, and everything they say."""

    name: str
    account: str
    text: str
    reference: str
    bank_reference: str
    settled_on: dt.date | None


def details_of(entry: Element, *, is_credit: bool) -> Details:
    """Details of an `Ntry`; a name or reference only where all its parts share it."""
    parts = [
        part
        for group in children(entry, "NtryDtls")
        for part in children(group, "TxDtls")
    ]
    other = "Dbtr" if is_credit else "Cdtr"
    several = len(parts) > 1
    lines = [text_at(entry, "AddtlNtryInf")]
    for part in parts:
        lines.extend(_lines(part, other, several=several))
    settled = _shared(text_at(part, "RltdDts", "IntrBkSttlmDt") for part in parts)
    return Details(
        name=_shared(_name(part, other) for part in parts),
        account=_shared(_account(part, other) for part in parts),
        text="\n".join(dict.fromkeys(line for line in lines if line)),
        reference=_shared(_reference(part) for part in parts),
        bank_reference=""
        if several
        else _shared(text_at(part, "Refs", "AcctSvcrRef") for part in parts),
        settled_on=iso_date(settled, what="IntrBkSttlmDt") if settled else None,
    )


def _shared(values: Iterable[str]) -> str:
    """The one value they all have, else nothing."""
    found = set(values)
    return found.pop() if len(found) == 1 else ""


def _name(part: Element, other: str) -> str:
    return text_at(part, "RltdPties", other, "Nm") or text_at(
        part, "RltdPties", other, "Pty", "Nm"
    )


def _account(part: Element, other: str) -> str:
    path = ("RltdPties", f"{other}Acct", "Id")
    return text_at(part, *path, "IBAN") or text_at(part, *path, "Othr", "Id")


def _reference(part: Element) -> str:
    """The creditor's structured reference, else the payer's own."""
    for remittance in children(part, "RmtInf"):
        for structured in children(remittance, "Strd"):
            found = text_at(structured, "CdtrRefInf", "Ref")
            if found:
                return found
    found = text_at(part, "Refs", "EndToEndId")
    return "" if found.upper() in _NO_REFERENCE else found


def _lines(part: Element, other: str, *, several: bool) -> Iterator[str]:
    """What a transaction says; of several also who it is from and how much."""
    if several:
        yield " · ".join(
            word
            for word in (_amount(part), _name(part, other), _reference(part))
            if word
        )
    remittance = child(part, "RmtInf")
    if remittance is not None:
        for line in children(remittance, "Ustrd"):
            yield (line.text or "").strip()
        for structured in children(remittance, "Strd"):
            yield text_at(structured, "CdtrRefInf", "Ref")
            for document in children(structured, "RfrdDocInf"):
                yield text_at(document, "Nb")
            yield text_at(structured, "AddtlRmtInf")
    yield text_at(part, "AddtlTxInf")


def _amount(part: Element) -> str:
    amount = child(part, "Amt")
    if amount is None:
        amount = child(part, "AmtDtls", "TxAmt", "Amt")
    if amount is None:
        return ""
    return f"{(amount.text or '').strip()} {amount.get('Ccy', '')}".strip()
