"""The letter as a document: page, style sheet and attached files, from frozen data only."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import segno
from django.template.loader import render_to_string
from django.utils.translation import override, pgettext

from arcollect.core.outbound.pdf import Attachment, render_pdf
from reconciliation import letter_words
from reconciliation.domain import ledger_file, letter_json
from reconciliation.models import ConfirmationLetter

_STYLES = Path(__file__).resolve().parent.parent / "letter.css"
# The word of each kind of document and of due item; the balance has a row "deposit".
KINDS = {
    kind: kind
    for kind in (
        "invoice",
        "credit_note",
        "reversal",
        "payment",
        "goods",
        "service",
        "freight",
        "retention",
        "consignment",
        "bill",
        "instalment",
        "milestone",
    )
} | {"deposit": "deposit_item"}
BLANK = "____________________"


def letter_pdf(letter: ConfirmationLetter) -> bytes:
    """The PDF/A-3 of a letter with `ledger.csv` and `letter.json` attached.

    Depends on the letter's frozen columns alone. Raises `PdfRenderError`.
    """
    languages = letter.data["languages"]
    title = " ".join(
        text for _tag, text in letter_words.runs(f"title_{letter.kind}", languages)
    )
    return render_pdf(
        render_to_string("pdf/letter.html", letter_context(letter)),
        language=letter_words.TAGS[languages[0]],
        title=f"{title} {letter.number}",
        css=_styles(languages[0]),
        attachments=attached_files(letter),
        created=dt.datetime.combine(letter.issued_on, dt.time(), tzinfo=dt.UTC),
    )


def attached_files(letter: ConfirmationLetter) -> list[Attachment]:
    """The ledger and the letter for machines."""
    ledger = ledger_file.write_ledger(letter.data)
    columns = {
        "number": letter.number,
        "code": letter.code,
        "kind": letter.kind,
        "language": letter.language,
        "issued_on": letter.issued_on.isoformat(),
        "cut_off": letter.cut_off.isoformat(),
        "reply_due_on": letter.reply_due_on.isoformat(),
        "currency": letter.currency,
        "balance": letter.data["closing"],
        "data": letter.data,
    }
    content = letter_json.write_letter_json(
        columns, ledger_sha256=ledger_file.ledger_hash(ledger)
    )
    return [
        Attachment(name="ledger.csv", content=ledger, description="Ledger"),
        Attachment(
            name="letter.json",
            content=content,
            description="Letter",
            relationship="Alternative",
        ),
    ]


def letter_context(letter: ConfirmationLetter) -> dict[str, Any]:
    """What the template shows, languages included."""
    data = letter.data
    languages = data["languages"]
    closing = Decimal(data["closing"])
    direction = "balance_nil"
    if closing:
        direction = "balance_owed_to_us" if closing > 0 else "balance_owed_to_customer"
    return {
        "letter": letter,
        "data": data,
        "languages": languages,
        "title_key": f"title_{letter.kind}",
        "purpose_key": f"purpose_{letter.kind}",
        "direction_key": direction,
        "balance": data["closing"],
        "accounts": list(data["accounts"].items()),
        "issued_on": letter.issued_on.isoformat(),
        "cut_off": letter.cut_off.isoformat(),
        "reply_due": letter.reply_due_on.isoformat(),
        "kind_words": {kind: _joined(word, languages) for kind, word in KINDS.items()},
        "demand_figures": letter_words.amount_figures(data["demand"]["amount"])
        if data["demand"]
        else "",
        "open_total": str(sum(Decimal(item["open"]) for item in data["items"])),
        "zero": f"{closing - closing}",
        "blank_line": BLANK,
        "qr": qr_address(data["verify_url"]),
        "qr_alt": _joined("qr_alt", languages, code=letter.code),
        "verify_place": data["verify_url"].removesuffix(f"/{letter.code}"),
    }


def _joined(key: str, languages: list[str], **values: Any) -> str:
    return " ".join(text for _tag, text in letter_words.runs(key, languages, **values))


def qr_address(url: str) -> str:
    """A QR code of the address as a data: address, drawn with lines."""
    code = segno.make(url, error="m", micro=False)
    address: str = code.svg_data_uri(border=0, scale=4, omitsize=True, nl=False)
    return address


@cache
def _styles(language: str) -> str:
    """The style sheet; page numbers in the letter's first language."""
    with override(language):
        pages = pgettext("letter", "Page %(page)s of %(pages)s") % {
            "page": '" counter(page) "',
            "pages": '" counter(pages) "',
        }
        seam = str(letter_words.WORDS["seam"])
    numbered = (
        f'@page {{ @bottom-right {{ content: "{pages}"; }} }}'
        f'@page :nth(n+2) {{ @right-middle {{ content: "{seam}"; }} }}'
    )
    return _STYLES.read_text(encoding="utf-8") + numbered
