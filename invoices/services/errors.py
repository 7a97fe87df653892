"""Refusals that several ledger services share, each a sentence for people."""

from __future__ import annotations


class LedgerRefusedError(Exception):
    """The ledger refused a write and nothing was booked; the text says why."""
