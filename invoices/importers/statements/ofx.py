"""OFX and QFX, both the SGML of version 1 and the XML of version 2. Pure.

An own small reader: of the libraries, ofxtools is GPL and ofxparse has had no release
since 2021. Tags open and close; a value ends at the next tag; nothing is expanded.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from invoices.importers.statements.detect import text_of
from invoices.importers.statements.shape import (
    Balance,
    RawEntry,
    RawFile,
    RawStatement,
    RefusedError,
    decimal_of,
)

_TOKEN = re.compile(
    r"<(/?)([A-Za-z0-9._]{1,40})\s*(/?)>|<!\[CDATA\[(.*?)\]\]>", re.DOTALL
)
_AGGREGATES = {
    "STMTRS", "CCSTMTRS", "BANKACCTFROM", "CCACCTFROM", "BANKTRANLIST",
    "STMTTRN", "LEDGERBAL", "AVAILBAL", "CURRENCY", "ORIGCURRENCY",
    "PAYEE", "BANKACCTTO", "CCACCTTO",
}  # fmt: skip
_STATEMENTS = ("STMTRS", "CCSTMTRS")
_DAY = re.compile(r"\d{8}(\d{4}(\d{2})?)?(\.\d{1,6})?(\[[^\]]*\])?")
_AMOUNT = re.compile(r"[+-]?\d{1,15}([.,]\d{0,6})?")
_DEEPEST = 20


@dataclass(slots=True)
class _Node:
    name: str
    values: dict[str, str] = field(default_factory=dict)
    nodes: list[_Node] = field(default_factory=list)

    def all(self, name: str) -> Iterator[_Node]:
        """Every node of that name below this one."""
        for node in self.nodes:
            if node.name == name:
                yield node
            else:
                yield from node.all(name)

    def value(self, *path: str) -> str:
        """A value here, or in the first node of the path that has it."""
        *names, last = path
        if not names:
            return self.values.get(last, "")
        return next((node.value(last) for node in self.all(names[0])), "")


def read_ofx(content: bytes) -> RawFile:
    """Every bank or card statement. Raises `RefusedError`."""
    text = text_of(content)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise RefusedError("xml_dtd")
    start = text.find("<OFX>")
    if start < 0:
        raise RefusedError("no_statement")
    root = _tree(text[start:])
    statements = [_statement(node) for name in _STATEMENTS for node in root.all(name)]
    if not statements:
        raise RefusedError("no_statement")
    return RawFile(format="ofx", statements=statements)


def _tree(text: str) -> _Node:
    """Aggregates as nodes, elements as values; every aggregate must be closed."""
    root = _Node("")
    open_nodes = [root]
    name, end = "", 0
    value: list[str] = []
    for token in _TOKEN.finditer(text):
        value.append(text[end : token.start()])
        end = token.end()
        if token[4] is not None:
            value.append(token[4].replace("&", "&amp;"))
            continue
        if name:
            _keep(open_nodes[-1], name, "".join(value))
        value, name = [], ""
        tag = token[2].upper()
        if tag not in _AGGREGATES:
            name = "" if token[1] or token[3] else tag
        elif not token[1]:
            node = _Node(tag)
            open_nodes[-1].nodes.append(node)
            open_nodes.append(node)
            if len(open_nodes) > _DEEPEST:
                raise RefusedError("ofx_tags", tag=tag)
        elif open_nodes.pop().name != tag:
            raise RefusedError("ofx_tags", tag=tag)
    if len(open_nodes) > 1:
        raise RefusedError("ofx_tags", tag=open_nodes[-1].name)
    return root


def _keep(node: _Node, name: str, text: str) -> None:
    text = html.unescape(text).strip()
    if text:
        node.values.setdefault(name, text)


def _statement(node: _Node) -> RawStatement:
    currency = node.value("CURDEF")
    entries = [_entry(item, currency) for item in node.all("STMTTRN")]
    balance = node.value("LEDGERBAL", "BALAMT")
    lists = list(node.all("BANKTRANLIST"))
    starts = [_day(item.value("DTSTART")) for item in lists if item.value("DTSTART")]
    ends = [_day(item.value("DTEND")) for item in lists if item.value("DTEND")]
    days = [entry.booked_on for entry in entries]
    stated = node.value("LEDGERBAL", "DTASOF")
    from_on = min(starts, default=None) or min(days, default=None)
    until_on = max(ends, default=None) or max(days, default=None)
    if until_on is None and stated:
        until_on = _day(stated)
    if from_on and until_on and from_on > until_on:
        raise RefusedError("dates_turned", first=str(from_on), last=str(until_on))
    return RawStatement(
        account=node.value("BANKACCTFROM", "ACCTID")
        or node.value("CCACCTFROM", "ACCTID"),
        currency=currency,
        from_on=from_on,
        until_on=until_on,
        closing=Balance(_amount(balance), currency) if balance else None,
        entries=entries,
    )


def _entry(node: _Node, currency: str) -> RawEntry:
    reference = node.value("FITID")
    texts = (node.value("MEMO"), node.value("CHECKNUM").lstrip("0"))
    name = node.value("NAME") or node.value("PAYEE", "NAME")
    return RawEntry(
        booked_on=_day(node.value("DTPOSTED")),
        value_on=_day(node.value("DTAVAIL")) if node.value("DTAVAIL") else None,
        amount=_amount(node.value("TRNAMT")),
        # Only CURRENCY changes what the amount is in; ORIGCURRENCY tells where from.
        currency=node.value("CURRENCY", "CURSYM") or currency,
        name=name,
        account=node.value("BANKACCTTO", "ACCTID") or node.value("CCACCTTO", "ACCTID"),
        text="\n".join(text for text in texts if text),
        bank_reference=reference,
        payer_reference=node.value("REFNUM"),
    )


def _day(text: str) -> dt.date:
    """20130525 with a time and a zone behind it: the day the bank writes."""
    if not _DAY.fullmatch(text):
        raise RefusedError("date", value=text[:40], where="OFX")
    try:
        return dt.datetime.strptime(text[:8], "%Y%m%d").date()  # noqa: DTZ007
    except ValueError:
        raise RefusedError("date", value=text[:40], where="OFX") from None


def _amount(text: str) -> Decimal:
    """The decimal sign is a dot or a comma; OFX groups no thousands."""
    if not _AMOUNT.fullmatch(text):
        raise RefusedError("amount", value=text[:40], where="OFX")
    return decimal_of(text.replace(",", ".").rstrip("."), what="OFX")
