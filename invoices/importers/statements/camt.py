"""CAMT.052, .053 and .054 of any version, entry by entry. Pure.

No kept library reads them; the XML goes through defusedxml, which refuses every DTD and
with it entities. An entry's day is its booking date, else its value date, else the last
day of its statement, else the day of its details if they share one, else the day on
which the message was made.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from invoices.importers.statements.camt_details import Details, details_of
from invoices.importers.statements.camt_elements import child, local, text_at
from invoices.importers.statements.shape import (
    Balance,
    RawEntry,
    RawFile,
    RawStatement,
    RefusedError,
    decimal_of,
    iso_date,
)

_FORMATS = {
    "BkToCstmrAcctRpt": "camt.052",
    "BkToCstmrStmt": "camt.053",
    "BkToCstmrDbtCdtNtfctn": "camt.054",
}
_STATEMENTS = ("Stmt", "Rpt", "Ntfctn")
_SIGNS = {"CRDT": 1, "DBIT": -1}
_STATUS = {"BOOK": "booked", "PDNG": "pending", "FUTR": "pending", "INFO": "info"}
_OPENING = ("OPBD", "PRCD")
_CLOSING = ("CLBD",)
# No statement nests deeper; the parser would, until memory ends.
_DEEPEST = 100


def read_camt(content: bytes) -> RawFile:
    """Every statement, report or notification. Raises `RefusedError`."""
    try:
        return _read(content)
    except DefusedXmlException as error:
        raise RefusedError("xml_dtd") from error
    except ParseError as error:
        raise RefusedError("xml", error=str(error)[:100]) from error


def _read(content: bytes) -> RawFile:
    found = RawFile(format="", statements=[])
    path: list[str] = []
    pending: list[_Entry] = []
    for event, element in _events(content):
        name = local(element)
        if event == "start":
            path.append(name)
            found.format = found.format or _FORMATS.get(name, "")
            if len(path) > _DEEPEST:
                raise RefusedError("xml_deep")
            continue
        path.pop()
        if name == "Ntry" and path and path[-1] in _STATEMENTS:
            pending.append(_Entry(element))
            element.clear()
        elif name in _STATEMENTS and path and path[-1] in _FORMATS:
            found.statements.append(_statement(element, pending))
            pending = []
            element.clear()
            found.check_size()
    if not found.format:
        raise RefusedError("not_camt", root=name[:40])
    if not found.statements:
        raise RefusedError("no_statement")
    return found


def _events(content: bytes) -> Iterator[tuple[str, Element]]:
    parsed: Iterator[tuple[str, Any]] = iterparse(
        io.BytesIO(content), events=("start", "end"), forbid_dtd=True
    )
    return parsed


class _Entry:
    """One `Ntry` before the day of its statement is known."""

    def __init__(self, element: Element) -> None:
        amount = child(element, "Amt")
        sign = _SIGNS.get(text_at(element, "CdtDbtInd"))
        self.reference = text_at(element, "AcctSvcrRef")
        where = self.reference or text_at(element, "NtryRef") or "Ntry"
        if amount is None or sign is None:
            raise RefusedError("camt_direction", where=where[:60])
        self.amount = sign * decimal_of((amount.text or "").strip(), what=where[:60])
        self.currency = amount.get("Ccy", "")
        self.status = _status(element, where)
        self.booked_on = day_at(element, "BookgDt")
        self.value_on = day_at(element, "ValDt")
        self.details: Details = details_of(element, is_credit=sign > 0)

    def entry(self, day: dt.date | None) -> RawEntry:
        details = self.details
        booked = self.booked_on or self.value_on or day or details.settled_on
        if booked is None:
            raise RefusedError("no_day", where=(self.reference or "Ntry")[:60])
        return RawEntry(
            booked_on=booked,
            value_on=self.value_on,
            amount=self.amount,
            currency=self.currency,
            name=details.name,
            account=details.account,
            text=details.text,
            bank_reference=self.reference or details.bank_reference,
            payer_reference=details.reference,
            status=self.status,
        )


def _status(element: Element, where: str) -> str:
    code = text_at(element, "Sts") or text_at(element, "Sts", "Cd") or "BOOK"
    if code not in _STATUS:
        raise RefusedError("camt_status", value=code[:20], where=where[:60])
    return _STATUS[code]


def day_at(element: Element, name: str) -> dt.date | None:
    """The day in `name/Dt` or `name/DtTm`."""
    text = text_at(element, name, "Dt") or text_at(element, name, "DtTm")
    return iso_date(text, what=name) if text else None


def _statement(element: Element, pending: list[_Entry]) -> RawStatement:
    account = child(element, "Acct")
    currency = text_at(element, "Acct", "Ccy")
    currency = currency or next((entry.currency for entry in pending), "")
    opening = _balance(element, _OPENING, currency, last=False)
    closing = _balance(element, _CLOSING, currency, last=True)
    from_on = _range(element, "FrDtTm", "FrDt") or (opening and opening[1])
    until_on = _range(element, "ToDtTm", "ToDt") or (closing and closing[1])
    made = text_at(element, "CreDtTm")
    day = until_on or (iso_date(made, what="CreDtTm") if made and not pending else None)
    entries = [_dated(entry, day, made) for entry in pending]
    if from_on and until_on and from_on > until_on:
        raise RefusedError("dates_turned", first=str(from_on), last=str(until_on))
    return RawStatement(
        account="" if account is None else _account(account),
        number=text_at(element, "ElctrncSeqNb")
        or text_at(element, "LglSeqNb")
        or text_at(element, "Id"),
        currency=currency,
        from_on=from_on or min((e.booked_on for e in entries), default=None),
        until_on=until_on or max((e.booked_on for e in entries), default=None),
        opening=opening[0] if opening else None,
        closing=closing[0] if closing else None,
        entries=entries,
    )


def _dated(entry: _Entry, day: dt.date | None, made: str) -> RawEntry:
    if day is None and entry.details.settled_on is None and made:
        day = iso_date(made, what="CreDtTm")
    return entry.entry(day)


def _account(account: Element) -> str:
    return text_at(account, "Id", "IBAN") or text_at(account, "Id", "Othr", "Id")


def _range(element: Element, *names: str) -> dt.date | None:
    for name in names:
        text = text_at(element, "FrToDt", name)
        if text:
            return iso_date(text, what=name)
    return None


def _balance(
    element: Element, codes: tuple[str, ...], currency: str, *, last: bool
) -> tuple[Balance, dt.date | None] | None:
    """The balance in the statement's currency, else the first of any."""
    found = []
    for item in element:
        code = text_at(item, "Tp", "CdOrPrtry", "Cd")
        amount = child(item, "Amt")
        if local(item) != "Bal" or code not in codes or amount is None:
            continue
        # Some banks leave the sign out where it is the usual one.
        sign = -1 if text_at(item, "CdtDbtInd") == "DBIT" else 1
        value = decimal_of((amount.text or "").strip(), what=code)
        balance = Balance(sign * value, amount.get("Ccy", ""))
        found.append((balance, day_at(item, "Dt")))
    mine = [pair for pair in found if pair[0].currency == currency] or found
    return (mine[-1] if last else mine[0]) if mine else None
