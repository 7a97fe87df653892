"""Checks of invoices, credit notes and payments against each other and the books."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from arcollect.core.money import format_plain, from_stored
from invoices.importers.columns import Kind
from invoices.importers.problems import error, warning
from invoices.importers.repeats import settle_repeats
from invoices.importers.staging import CREATED, UNCHANGED, Staging


def check_documents(staging: Staging) -> None:
    """Decide what each staged document does; raise problems for what cannot be."""
    settle_repeats(staging, Kind.INVOICES, key=("kind", "number"))
    settle_repeats(
        staging,
        Kind.PAYMENTS,
        key=("reference", "customer_code", "received_on", "amount"),
    )
    check_contract_numbers(staging, Kind.INVOICES)
    _compare_invoices(staging)
    _compare_credit_notes(staging)
    _compare_payments(staging)
    report_unknown_customers(staging, Kind.PAYMENTS)
    for kind in (Kind.INVOICES, Kind.PAYMENTS):
        staging.execute(
            f"UPDATE {kind} SET status = ? WHERE status IS NULL",  # noqa: S608
            [CREATED],
        )


def amount_text(stored: int, currency: str) -> str:
    """A stored amount as a sentence shows it."""
    return format_plain(from_stored(stored), currency)


def check_contract_numbers(staging: Staging, kind: Kind) -> None:
    """Report contracts that do not exist, and those of another customer."""
    rows = staging.query(
        f"""SELECT at, contract_number FROM {kind}
            WHERE contract_number IS NOT NULL
              AND contract_number NOT IN (SELECT number FROM contracts)
              AND contract_number NOT IN (SELECT number FROM known_contracts)
              AND contract_number NOT IN (
                SELECT key FROM unusable WHERE kind = '{Kind.CONTRACTS}')"""  # noqa: S608
    ).fetchall()
    reason = _("There is no contract with this number, and the files bring none.")
    for at, number in rows:
        staging.report(
            error(
                "contract.unknown", at, reason, column="contract_number", value=number
            )
        )
    rows = staging.query(
        f"""SELECT i.at, i.contract_number, c.customer_code FROM {kind} i
            JOIN (SELECT number, customer_code FROM contracts UNION
                  SELECT number, customer_code FROM known_contracts) c
              ON c.number = i.contract_number
            WHERE c.customer_code <> i.customer_code"""  # noqa: S608
    ).fetchall()
    for at, number, customer in rows:
        reason = _("Contract %(number)s belongs to customer %(customer)s.")
        shown = {"number": number, "customer": customer}
        staging.report(
            error(
                "contract.customer",
                at,
                reason % shown,
                column="contract_number",
                value=number,
            )
        )


# What a file states of a posted document must be what is posted; an empty optional
# cell states nothing.
_INVOICE_FACTS = (
    ("customer_code", "s.customer_code IS NOT k.customer_code", "k.customer_code"),
    ("issued_on", "s.issued_on <> k.issued_on", "k.issued_on"),
    ("currency", "s.currency <> k.currency", "k.currency"),
    ("amount", "s.amount <> k.amount", "k.amount"),
    (
        "contract_number",
        "s.contract_number IS NOT NULL AND s.contract_number IS NOT k.contract_number",
        "k.contract_number",
    ),
    ("note", "s.note IS NOT NULL AND s.note <> k.note", "k.note"),
)
_TERM_FACTS = (
    ("due_on", "s.due_on <> d.due_on", "d.due_on"),
    ("term_days", "s.term_stated AND s.term_days <> d.term_days", "d.term_days"),
)


def _compare_invoices(staging: Staging) -> None:
    source = "invoices s JOIN known_invoices k ON k.number = s.number"
    where = "s.kind = 'invoice' AND s.status IS NULL"
    report_differences(staging, source, where, _INVOICE_FACTS, key="s.number")
    # The last of several due dates: a file that names one states all of them.
    last_due = (
        "SELECT invoice_id, max(due_on) AS due_on, max(term_days) AS term_days "
        "FROM known_items GROUP BY invoice_id"
    )
    dues = f"{source} JOIN ({last_due}) d ON d.invoice_id = k.id"
    report_differences(staging, dues, where, _TERM_FACTS, key="s.number")
    staging.execute(
        "UPDATE invoices SET status = ? WHERE kind = 'invoice' AND status IS NULL "
        "AND number IN (SELECT number FROM known_invoices)",
        [UNCHANGED],
    )


def _compare_credit_notes(staging: Staging) -> None:
    source = "invoices s JOIN known_credits k ON k.number = s.number"
    where = "s.kind = 'credit_note' AND s.status IS NULL"
    report_differences(staging, source, where, _INVOICE_FACTS, key="s.number")
    staging.execute(
        "UPDATE invoices SET status = ? WHERE kind = 'credit_note' AND status IS NULL "
        "AND number IN (SELECT number FROM known_credits)",
        [UNCHANGED],
    )


def _compare_payments(staging: Staging) -> None:
    same = (
        "k.reference = s.reference AND k.customer_code = s.customer_code "
        "AND k.received_on = s.received_on AND k.amount = s.amount"
    )
    facts = (
        ("currency", "s.currency <> k.currency", "k.currency"),
        ("method", "s.method IS NOT NULL AND s.method <> k.method", "k.method"),
        ("note", "s.note IS NOT NULL AND s.note <> k.note", "k.note"),
    )
    source = f"payments s JOIN known_payments k ON {same}"
    report_differences(staging, source, "s.status IS NULL", facts, key="s.reference")
    staging.execute(
        f"UPDATE payments AS s SET status = ? FROM known_payments k "  # noqa: S608
        f"WHERE s.status IS NULL AND {same}",
        [UNCHANGED],
    )


def report_differences(
    staging: Staging,
    source: str,
    where: str,
    facts: tuple[tuple[str, str, str], ...],
    *,
    key: str,
) -> None:
    """Report rows of `source` that say something else than what is posted.

    A fact is the column of the file, the condition that both differ, and what is posted.
    """
    for column, differs, posted in facts:
        rows = staging.query(
            f"""SELECT s.at, {key}, s.{column}, {posted}, s.currency, k.currency
                FROM {source} WHERE {where} AND ({differs})"""  # noqa: S608
        ).fetchall()
        is_money = column in ("amount", "open_amount")
        for at, number, ours, theirs, currency, posted_currency in rows:
            said = amount_text(ours, currency) if is_money else ours
            posted_as = amount_text(theirs, posted_currency) if is_money else theirs
            _report_contradiction(staging, at, number, column, said, posted_as)


def _report_contradiction(
    staging: Staging, at: int, number: str, column: str, ours: Any, theirs: Any
) -> None:
    reason = _(
        "%(number)s is posted with %(column)s %(posted)s; the file says %(new)s. "
        "A posted document is corrected by a counter-document, not by a file."
    ) % {"number": number, "column": column, "posted": theirs or "-", "new": ours}
    staging.report(error("contradiction", at, reason, column=column, value=ours))


def report_unknown_customers(staging: Staging, kind: Kind) -> None:
    """Report customers who are neither in the books nor in the files."""
    rows = staging.query(
        f"""SELECT at, customer_code FROM {kind}
            WHERE customer_code NOT IN (SELECT code FROM customers)
              AND customer_code NOT IN (SELECT code FROM known_customers)
              AND customer_code NOT IN (
                SELECT key FROM unusable WHERE kind = '{Kind.CUSTOMERS}')"""  # noqa: S608
    ).fetchall()
    reason = _("There is no customer with this code, and the files bring none.")
    for at, code in rows:
        staging.report(
            error("customer.unknown", at, reason, column="customer_code", value=code)
        )


def list_oddities(staging: Staging, today: dt.date) -> None:
    """Real books hold these; they are posted as they are, and listed."""
    for sql, cause, column, reason in (
        (
            "SELECT at, due_on FROM invoices WHERE due_on < issued_on",
            "due.early",
            "due_on",
            _("The due date lies before the issue date."),
        ),
        (
            "SELECT at, issued_on FROM invoices WHERE issued_on > ?",
            "issued.future",
            "issued_on",
            _("The document is dated in the future."),
        ),
        (
            "SELECT at, received_on FROM payments WHERE received_on > ?",
            "received.future",
            "received_on",
            _("The payment is dated in the future."),
        ),
    ):
        given = [today.isoformat()] if "?" in sql else []
        for at, value in staging.query(sql, given).fetchall():
            staging.report(warning(cause, at, reason, column=column, value=value))
