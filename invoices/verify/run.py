"""Verify the books of a company, whole."""

from __future__ import annotations

from arcollect.core import clock
from arcollect.core.differences import Difference
from arcollect.core.models import Company
from arcollect.core.services.verify_audit import verify_audit, verify_triggers
from arcollect.core.snapshot import reading_snapshot
from invoices.verify.claims import verify_claims
from invoices.verify.money_in import verify_money_in
from invoices.verify.sources import Books
from invoices.verify.standings import verify_standings
from invoices.verify.states import verify_items
from invoices.verify.totals import verify_totals


def verify(*, company: Company) -> list[Difference]:
    """Rebuild state, classes, history and totals from the documents; what differs.

    The audit log and the triggers belong to all companies and are checked as well. One
    moment of the database is read, so that work may go on meanwhile. Nothing is changed.
    """
    with reading_snapshot():
        books = Books(company)
        as_of = books.through or clock.today(company.time_zone)
        return [
            *verify_triggers(),
            *verify_items(books),
            *verify_money_in(books),
            *verify_standings(books),
            *verify_claims(books),
            *verify_totals(books, as_of=as_of),
            *verify_audit(),
        ]
