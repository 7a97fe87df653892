"""Checks of customers and contracts, which may be brought up to date by a file."""

from __future__ import annotations

from django.utils.translation import gettext as _

from invoices.importers.check_documents import report_unknown_customers
from invoices.importers.check_groups import check_groups, check_states
from invoices.importers.columns import Kind, column_names
from invoices.importers.problems import error, warning
from invoices.importers.repeats import settle_repeats
from invoices.importers.staging import CREATED, UNCHANGED, UPDATED, Staging


def check_customers(staging: Staging) -> None:
    """Decide what each staged customer does; customers only named get a row too."""
    settle_repeats(staging, Kind.CUSTOMERS, key=("code",))
    _name_from_code(staging)
    check_groups(staging)
    check_states(staging)
    differs = " OR ".join(
        f"(s.{name} IS NOT NULL AND s.{name} IS NOT k.{name})"
        for name in column_names(Kind.CUSTOMERS)[1:]
    )
    staging.execute(
        f"""UPDATE customers AS s SET status = CASE WHEN {differs}
            THEN '{UPDATED}' ELSE '{UNCHANGED}' END
            FROM known_customers k WHERE k.code = s.code AND s.status IS NULL"""  # noqa: S608
    )
    staging.execute(
        "UPDATE customers SET status = ?, name = coalesce(name, code) "
        "WHERE status IS NULL",
        [CREATED],
    )
    _list_updates(staging)


def _name_from_code(staging: Staging) -> None:
    """Customers that only invoices name: they are created with their code as name."""
    staging.execute(
        f"""INSERT INTO customers (at, code, status)
            SELECT 0, customer_code, NULL FROM (
              SELECT DISTINCT customer_code FROM invoices
              WHERE customer_code NOT IN (SELECT code FROM customers)
                AND customer_code NOT IN (SELECT code FROM known_customers)
                AND customer_code NOT IN (
                  SELECT key FROM unusable WHERE kind = '{Kind.CUSTOMERS}'))
            ORDER BY customer_code"""  # noqa: S608
    )


def _list_updates(staging: Staging) -> None:
    for name in column_names(Kind.CUSTOMERS)[1:]:
        rows = staging.query(
            f"""SELECT s.at, s.code, s.{name}, k.{name} FROM customers s
                JOIN known_customers k ON k.code = s.code
                WHERE s.status = '{UPDATED}' AND s.{name} IS NOT NULL
                  AND s.{name} IS NOT k.{name}"""  # noqa: S608
        ).fetchall()
        for at, code, new, old in rows:
            reason = _("Customer %(code)s is updated: it was %(old)s before.")
            staging.report(
                warning(
                    "customer.updated",
                    at,
                    reason % {"code": code, "old": repr(old or "")},
                    column=name,
                    value=new,
                )
            )


def check_contracts(staging: Staging, *, base_currency: str) -> None:
    """Decide what each staged contract does; raise problems for what cannot be."""
    _fill_terms(staging, base_currency)
    settle_repeats(staging, Kind.CONTRACTS, key=("number",))
    report_unknown_customers(staging, Kind.CONTRACTS)
    for name in ("customer_code", "currency"):
        rows = staging.query(
            f"""SELECT s.at, s.number, s.{name}, k.{name} FROM contracts s
                JOIN known_contracts k ON k.number = s.number
                WHERE s.status IS NULL AND s.{name} IS NOT k.{name}"""  # noqa: S608
        ).fetchall()
        for at, number, new, old in rows:
            reason = _("Contract %(number)s has %(column)s %(old)s, not %(new)s.")
            shown = {"number": number, "column": name, "old": old, "new": new}
            staging.report(
                error("contradiction", at, reason % shown, column=name, value=new)
            )
    changeable = ("signed_on", "amount", "sales_mode", "term_type", "term_days")
    differs = " OR ".join(
        f"(s.{name} IS NOT NULL AND s.{name} IS NOT k.{name})" for name in changeable
    )
    staging.execute(
        f"""UPDATE contracts AS s SET status = CASE WHEN {differs}
            THEN '{UPDATED}' ELSE '{UNCHANGED}' END
            FROM known_contracts k WHERE k.number = s.number AND s.status IS NULL"""  # noqa: S608
    )
    staging.execute("UPDATE contracts SET status = ? WHERE status IS NULL", [CREATED])


def _fill_terms(staging: Staging, base_currency: str) -> None:
    lacking = staging.query(
        "SELECT at, number FROM contracts WHERE currency IS NULL"
    ).fetchall()
    for at, number in lacking:
        reason = _("Contract %(number)s names no currency: the company's is taken.")
        staging.report(
            warning(
                "contract.currency",
                at,
                reason % {"number": number},
                column="currency",
                value=base_currency,
            )
        )
    staging.execute(
        "UPDATE contracts SET currency = coalesce((SELECT k.currency FROM "
        "known_contracts k WHERE k.number = contracts.number), ?) "
        "WHERE currency IS NULL",
        [base_currency],
    )
    staging.execute(
        "UPDATE contracts SET term_type = 'NET' "
        "WHERE term_type IS NULL AND term_days IS NOT NULL"
    )
    rows = staging.query(
        "SELECT at, term_type FROM contracts "
        "WHERE term_type IN ('NET', 'EOM_PLUS') AND term_days IS NULL"
    ).fetchall()
    for at, term_type in rows:
        reason = _("A term of type %(type)s needs its number of days.")
        staging.report(
            error("term.days", at, reason % {"type": term_type}, column="term_days")
        )
