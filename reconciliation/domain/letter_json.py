"""`letter.json`: what a letter says, for machines, and the hashes of its files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

FORMAT = "arcollect-letter-1"
_TAKEN = (
    "number",
    "code",
    "kind",
    "language",
    "issued_on",
    "cut_off",
    "reply_due_on",
    "currency",
    "balance",
)


def write_letter_json(letter: Mapping[str, Any], *, ledger_sha256: str) -> bytes:
    """UTF-8 JSON; keys in a fixed order, so that equal letters give equal bytes.

    `letter` holds the columns of the letter as text and its content under `data`.
    """
    data = letter["data"]
    found: dict[str, Any] = {"format": FORMAT}
    found |= {key: letter[key] for key in _TAKEN}
    found["sender"] = {
        key: data["company"][key] for key in ("name", "tax_id", "address")
    }
    found["receiver"] = {
        key: data["customer"][key] for key in ("name", "code", "tax_id", "address")
    }
    found["opening"] = data["opening"]
    found["accounts"] = data["accounts"]
    found["demand"] = data["demand"]
    found["files"] = [{"name": "ledger.csv", "sha256": ledger_sha256}]
    return json.dumps(found, ensure_ascii=False, indent=1).encode()
