"""Values of command-line options, refused with a sentence and status 2."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentTypeError

from django.utils.translation import gettext as _


def iso_date(text: str) -> dt.date:
    """A date as 2026-01-31."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(
            _("“%(text)s” is not a date: write 2026-01-31.") % {"text": text}
        ) from None


def iso_instant(text: str) -> dt.datetime:
    """An instant with an offset, as 2026-01-31T18:00:00+08:00."""
    try:
        instant = dt.datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise ArgumentTypeError(
            _(
                "“%(text)s” is not an instant with an offset: write "
                "2026-01-31T18:00:00+08:00."
            )
            % {"text": text}
        )
    return instant
