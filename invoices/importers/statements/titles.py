"""What the shipped statement profiles are called, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, gettext_noop

# The titles in the TOML files, word for word: the catalogues find them only here.
TITLES = (
    gettext_noop("Agricultural Bank of China: account details (CSV, XLS, XLSX)"),
    gettext_noop("Alipay: transaction details (CSV)"),
    gettext_noop("Bank of China: account details (CSV, XLS, XLSX)"),
    gettext_noop("China Merchants Bank: account details (CSV, XLS, XLSX)"),
    gettext_noop("ICBC: account details (CSV)"),
    gettext_noop("PayPal: activity (CSV)"),
    gettext_noop("Shanghai Pudong Development Bank: account details (XLS, XLSX, CSV)"),
    gettext_noop("Table with Date, Label, Amount and original amount (CSV, XLS, XLSX)"),
    gettext_noop("Table with the product's own headings (CSV, XLS, XLSX)"),
    gettext_noop("WeChat Pay: bill details (CSV)"),
)


def title_of(profile: Mapping[str, Any]) -> str:
    """The title of a shipped profile, in the active language."""
    return gettext(profile["title"])
