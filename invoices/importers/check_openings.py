"""Checks of opening balances, and how they are staged as what they become.

An amount above 0 becomes an opening invoice, one below 0 a credit note of the
customer; from here on both go the way of every other document.
"""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from invoices.importers.check_documents import (
    check_contract_numbers,
    report_differences,
    report_unknown_customers,
)
from invoices.importers.columns import Kind
from invoices.importers.problems import Level
from invoices.importers.repeats import settle_repeats
from invoices.importers.staging import CREATED, UNCHANGED, Staging

_OWED, _CREDIT = "s.open_amount > 0", "s.open_amount < 0"
_KNOWN_INVOICE = "openings s JOIN known_invoices k ON k.number = s.number"
_KNOWN_CREDIT = "openings s JOIN known_credits k ON k.number = s.number"
# An empty optional cell states nothing.
_FACTS = (
    ("customer_code", "s.customer_code IS NOT k.customer_code", "k.customer_code"),
    (
        "issued_on",
        "s.issued_on IS NOT NULL AND s.issued_on <> k.issued_on",
        "k.issued_on",
    ),
    ("currency", "s.currency <> k.currency", "k.currency"),
    (
        "contract_number",
        "s.contract_number IS NOT NULL AND s.contract_number IS NOT k.contract_number",
        "k.contract_number",
    ),
    ("note", "s.note IS NOT NULL AND s.note <> k.note", "k.note"),
)
_STAGED = f"""
INSERT INTO invoices (at, number, customer_code, kind, issued_on, due_on, term_days,
                      currency, amount, contract_number, note, term_stated, status,
                      opening)
SELECT at, number, customer_code,
       CASE WHEN open_amount > 0 THEN 'invoice' ELSE 'credit_note' END, dated,
       CASE WHEN open_amount > 0 THEN due_on END,
       CASE WHEN open_amount > 0
         THEN max(0, CAST(julianday(due_on) - julianday(dated) AS INTEGER)) END,
       currency, abs(open_amount), contract_number, coalesce(note, ?), 0, status, 1
FROM (SELECT *, coalesce(issued_on, min(due_on, ?)) AS dated FROM openings
      WHERE status = '{CREATED}') ORDER BY no
"""  # noqa: S608


def check_openings(staging: Staging, *, today: dt.date) -> None:
    """Decide what each opening balance does; those that are new are staged to post.

    One without the day of its document is dated on its due date, today at the latest.
    """
    settle_repeats(staging, Kind.OPENINGS, key=("number",))
    report_unknown_customers(staging, Kind.OPENINGS)
    check_contract_numbers(staging, Kind.OPENINGS)
    _compare(staging)
    _report_taken(staging)
    staging.execute(
        """UPDATE openings SET status = ? WHERE status IS NULL AND (
             number IN (SELECT number FROM known_invoices WHERE kind = 'opening')
             OR number IN (SELECT number FROM known_credits WHERE reason = 'opening')
             OR at IN (SELECT at FROM problem WHERE cause = 'opening.taken'))""",
        [UNCHANGED],
    )
    staging.execute("UPDATE openings SET status = ? WHERE status IS NULL", [CREATED])
    _list_undated(staging)
    staging.execute(_STAGED, [_("Opening balance"), today.isoformat()])


def _compare(staging: Staging) -> None:
    """What the file says of a posted opening balance must be what is posted."""
    amount = ("open_amount", "s.open_amount <> k.amount", "k.amount")
    where = f"s.status IS NULL AND {_OWED} AND k.kind = 'opening'"
    report_differences(
        staging, _KNOWN_INVOICE, where, (*_FACTS, amount), key="s.number"
    )
    dues = (
        f"{_KNOWN_INVOICE} JOIN (SELECT invoice_id, max(due_on) AS due_on "  # noqa: S608
        "FROM known_items GROUP BY invoice_id) d ON d.invoice_id = k.id"
    )
    due = ("due_on", "s.due_on <> d.due_on", "d.due_on")
    report_differences(staging, dues, where, (due,), key="s.number")
    credit = ("open_amount", "-s.open_amount <> k.amount", "-k.amount")
    where = f"s.status IS NULL AND {_CREDIT} AND k.reason = 'opening'"
    report_differences(staging, _KNOWN_CREDIT, where, (*_FACTS, credit), key="s.number")
    # The sign turned since: the number is taken by the other side.
    turned = (("open_amount", "1", "k.amount"),)
    where = f"s.status IS NULL AND {_CREDIT} AND k.kind = 'opening'"
    report_differences(staging, _KNOWN_INVOICE, where, turned, key="s.number")
    turned = (("open_amount", "1", "-k.amount"),)
    where = f"s.status IS NULL AND {_OWED} AND k.reason = 'opening'"
    report_differences(staging, _KNOWN_CREDIT, where, turned, key="s.number")


def _report_taken(staging: Staging) -> None:
    """Numbers of documents that are no opening balance, in the books or the files."""
    for rows, reason in (
        (
            f"""SELECT s.at, s.number AS value FROM {_KNOWN_INVOICE}
                WHERE s.status IS NULL AND {_OWED} AND k.kind <> 'opening'
                UNION ALL SELECT s.at, s.number FROM {_KNOWN_CREDIT}
                WHERE s.status IS NULL AND {_CREDIT} AND k.reason <> 'opening'""",  # noqa: S608
            _("A document with this number is posted, but not as an opening balance."),
        ),
        (
            f"""SELECT s.at, s.number AS value FROM openings s
                JOIN invoices i ON i.number = s.number AND i.kind = CASE
                  WHEN {_OWED} THEN 'invoice' ELSE 'credit_note' END
                WHERE s.status IS NULL""",  # noqa: S608
            _("The files bring a document with this number as well."),
        ),
    ):
        staging.report_all(
            Level.ERROR, "opening.taken", column="number", reason=reason, rows=rows
        )


def _list_undated(staging: Staging) -> None:
    reason = _(
        "The day of the old document is not known: the due date is taken, today at the "
        "latest. The term counts as 0 days."
    )
    staging.report_all(
        Level.WARNING,
        "opening.undated",
        column="issued_on",
        reason=reason,
        rows=f"SELECT at, '' AS value FROM openings WHERE status = '{CREATED}' "  # noqa: S608
        "AND issued_on IS NULL",
    )
