"""Forms of the ledger, one file per kind of screen."""

from __future__ import annotations
