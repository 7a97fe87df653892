"""Statement profiles: TOML files that say how a bank's table is read.

Read strictly: an unknown key is an error, since a mistyped one would be a rule that
silently does not hold. The result is plain values, which the reading child is handed.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from arcollect.core.encodings import is_text_encoding
from invoices.importers.expressions import ProfileError

SHIPPED = Path(__file__).with_name("profiles")
MAX_BYTES = 100_000
KINDS = ("csv", "xls", "xlsx")
_DELIMITERS = (",", ";", "\t", "|")
_KEYS: dict[str, type] = {
    "title": str,
    "kinds": list,
    "encodings": list,
    "delimiter": str,
    "loose_quotes": bool,
    "header": list,
    "ends_with": list,
    "empty": list,
    "account": dict,
    "currency": dict,
    "original_amount": str,
    "columns": dict,
    "dates": list,
    "amount": dict,
    "status": dict,
}
_COLUMNS = (
    "booked_on",
    "value_on",
    "name",
    "account",
    "text",
    "bank_reference",
    "payer_reference",
)
_AMOUNT = (
    "column", "credit", "debit", "direction", "credit_words", "debit_words",
    "left_out_words", "decimal", "thousands", "signs",
)  # fmt: skip
_STATUS = ("column", "booked", "pending", "left_out")
_ACCOUNT = ("after", "column", "constant")
_CURRENCY = ("constant", "column", "words")


@functools.cache
def load_shipped() -> list[dict[str, Any]]:
    """Every profile that comes with the product, by name."""
    return [load_profile(path) for path in sorted(SHIPPED.glob("*.toml"))]


def load_profile(path: Path) -> dict[str, Any]:
    """A profile from its file. Raises `ProfileError`, `OSError`."""
    with path.open("rb") as source:
        content = source.read(MAX_BYTES + 1)
    return parse_profile(content, name=path.stem)


def parse_profile(content: bytes, *, name: str) -> dict[str, Any]:
    """A checked profile, with what it leaves out filled in. Raises `ProfileError`."""
    if len(content) > MAX_BYTES:
        raise ProfileError(
            _("A profile is at most %(size)d bytes.") % {"size": MAX_BYTES}
        )
    try:
        data = tomllib.loads(content.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProfileError(str(error)) from error
    _check_keys(data, tuple(_KEYS), "")
    for key, kind in _KEYS.items():
        if key in data and type(data[key]) is not kind:
            raise ProfileError(
                _("“%(key)s” has the wrong kind of value.") % {"key": key}
            )
    for key in ("header", "columns", "dates", "amount", "currency"):
        if not data.get(key):
            raise ProfileError(_("“%(key)s” is missing.") % {"key": key})
    profile = {
        "title": name,
        "kinds": list(KINDS),
        "encodings": ["utf-8"],
        "delimiter": ",",
        "loose_quotes": False,
        "ends_with": [],
        "empty": [],
        **data,
        "name": name[:100],
    }
    _check(profile)
    return profile


def _check(profile: dict[str, Any]) -> None:
    for key in ("kinds", "encodings", "header", "ends_with", "empty", "dates"):
        _check_texts(profile[key], key)
    columns, amount = profile["columns"], profile["amount"]
    _check_keys(columns, _COLUMNS, "columns.")
    _check_keys(amount, _AMOUNT, "amount.")
    _check_keys(profile["currency"], _CURRENCY, "currency.")
    _check_keys(profile.get("account", {}), _ACCOUNT, "account.")
    _check_keys(profile.get("status", {}), _STATUS, "status.")
    if profile["delimiter"] not in _DELIMITERS or not set(profile["kinds"]) <= set(
        KINDS
    ):
        raise ProfileError(
            _("“%(key)s” has the wrong kind of value.") % {"key": "delimiter, kinds"}
        )
    if not all(is_text_encoding(name) for name in profile["encodings"]):
        raise ProfileError(
            _("“%(key)s” has the wrong kind of value.") % {"key": "encodings"}
        )
    texts = columns.get("text", [])
    columns["text"] = [texts] if isinstance(texts, str) else texts
    _check_texts(columns["text"], "columns.text")
    for key, default in (("decimal", "."), ("thousands", ","), ("signs", [])):
        amount.setdefault(key, default)
    _check_amount(amount)
    _check_headings(profile)


def _check_amount(amount: Mapping[str, Any]) -> None:
    two = "credit" in amount and "debit" in amount
    directed = {"direction", "credit_words", "debit_words"} & set(amount)
    if (
        two == ("column" in amount)
        or (directed and len(directed) < 3)
        or (two and directed)
    ):
        raise ProfileError(
            _(
                "“amount” names one signed column, or a credit and a debit column, or "
                "a column with a direction and its words."
            )
        )
    if not amount["decimal"] or amount["decimal"] == amount["thousands"]:
        raise ProfileError(
            _("“%(key)s” has the wrong kind of value.") % {"key": "amount.decimal"}
        )


def _check_headings(profile: dict[str, Any]) -> None:
    """Every column that is read is a heading by which the table is told."""
    columns, amount = profile["columns"], profile["amount"]
    used = [columns[key] for key in _COLUMNS if key in columns and key != "text"]
    used += columns["text"]
    used += [
        amount[key]
        for key in ("column", "credit", "debit", "direction")
        if key in amount
    ]
    for rule in ("currency", "account", "status"):
        used += [profile[rule]["column"]] if "column" in profile.get(rule, {}) else []
    used += [profile["original_amount"]] if "original_amount" in profile else []
    if "booked_on" not in columns:
        raise ProfileError(_("“%(key)s” is missing.") % {"key": "columns.booked_on"})
    if not {"constant", "column"} & set(profile["currency"]):
        raise ProfileError(_("“%(key)s” is missing.") % {"key": "currency.constant"})
    if "status" in profile and "column" not in profile["status"]:
        raise ProfileError(_("“%(key)s” is missing.") % {"key": "status.column"})
    for name in used:
        if name not in profile["header"]:
            raise ProfileError(
                _("“%(name)s” is read but does not stand in “header”.") % {"name": name}
            )


def _check_keys(data: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in data:
        if key not in known:
            raise ProfileError(
                _("There is no key “%(key)s”.") % {"key": f"{where}{key}"}
            )


def _check_texts(values: Any, key: str) -> None:
    if not isinstance(values, list) or not all(
        isinstance(text, str) for text in values
    ):
        raise ProfileError(_("“%(key)s” has the wrong kind of value.") % {"key": key})
