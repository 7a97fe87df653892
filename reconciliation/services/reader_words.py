"""What the reading process says of a file, in the active language.

The process itself speaks English only: it runs without catalogues, under limits.
"""

from __future__ import annotations

import datetime as dt
import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

KNOWN = frozenset(
    {
        gettext_noop("not a PDF file"),
        gettext_noop("the file is encrypted"),
        gettext_noop("the file is too large for a letter"),
        gettext_noop("reading it takes too long"),
        gettext_noop("reading it takes more than a letter may take"),
        gettext_noop("not plain hexadecimal"),
        gettext_noop("not lower-case hexadecimal"),
        gettext_noop("not what the signature dictionary names"),
        gettext_noop("padding is not zeros"),
        gettext_noop("bytes that no signature covers"),
        gettext_noop("a certificate that nobody needs"),
        gettext_noop("not signed data"),
        gettext_noop("not exactly one signer"),
        gettext_noop("signer named otherwise"),
        gettext_noop("digests disagree"),
        gettext_noop("digest of the signature disagrees"),
        gettext_noop("signer's certificate missing"),
    }
)
_BYTES = re.compile(r"^([0-9]+) bytes$")
_REVISION = re.compile(r"^revision ([0-9]+): objects (.*)$", re.DOTALL)


def reader_text(words: str) -> str:
    """Known words and counts translated; what a library says stays as it is."""
    if words in KNOWN:
        return _(words)
    if found := _BYTES.match(words):
        count = int(found[1])
        return ngettext("%(n)s byte", "%(n)s bytes", count) % {"n": count}
    if found := _REVISION.match(words):
        return _("revision %(number)s: objects %(objects)s") % {
            "number": found[1],
            "objects": found[2],
        }
    return words


def moment_text(text: str) -> str:
    """`2026-11-26 08:39 UTC` of an ISO moment; anything else stays as it is."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    if moment.tzinfo is None:
        return text
    return f"{moment.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"
