"""Currencies that a profile may find empty, filled by a rule and listed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from arcollect.core.money import CURRENCIES, from_stored
from invoices.importers.cells import minor_units
from invoices.importers.problems import error, warning
from invoices.importers.staging import Staging

_ONLY = """
CREATE TEMP TABLE only_currency AS
  SELECT customer_code, min(currency) AS currency FROM (
    SELECT customer_code, currency FROM invoices WHERE currency IS NOT NULL
    UNION SELECT customer_code, currency FROM payments WHERE currency IS NOT NULL)
  GROUP BY customer_code HAVING count(DISTINCT currency) = 1;
CREATE UNIQUE INDEX temp.only_currency_customer ON only_currency (customer_code);
"""


def fill_currencies(staging: Staging, *, base_currency: str) -> None:
    """The customer's only currency in the files, else the company's; each is listed.

    A payment that `settled_on` made takes the currency of its invoice.
    """
    empty = "SELECT 1 FROM invoices WHERE currency IS NULL"
    if not staging.value(
        f"SELECT EXISTS ({empty} UNION ALL "  # noqa: S608
        "SELECT 1 FROM payments WHERE currency IS NULL)"
    ):
        return
    staging.db.executescript(_ONLY)
    _list_filled(staging, base_currency)
    for table in ("invoices", "payments"):
        staging.execute(
            f"""UPDATE {table} SET currency = coalesce((
                  SELECT o.currency FROM only_currency o
                  WHERE o.customer_code = {table}.customer_code), ?)
                WHERE currency IS NULL""",  # noqa: S608
            [base_currency],
        )
    _check_minor_units(staging)


def _list_filled(staging: Staging, base_currency: str) -> None:
    rows = staging.query(
        """SELECT i.at, i.customer_code, o.currency FROM invoices i
           LEFT JOIN only_currency o ON o.customer_code = i.customer_code
           WHERE i.currency IS NULL
           UNION ALL
           SELECT p.at, p.customer_code, o.currency FROM payments p
           LEFT JOIN only_currency o ON o.customer_code = p.customer_code
           WHERE p.currency IS NULL AND p.at NOT IN (
             SELECT at FROM invoices WHERE currency IS NULL)"""
    ).fetchall()
    for at, customer, only in rows:
        reason = (
            _("No currency: %(currency)s is the only one of customer %(customer)s.")
            if only
            else _("No currency: %(currency)s, the company's, is taken.")
        ) % {"currency": only or base_currency, "customer": customer}
        cause = "currency.customer" if only else "currency.company"
        staging.report(warning(cause, at, reason, column="currency", value=""))


def _check_minor_units(staging: Staging) -> None:
    """Amounts whose currency was unknown when they were read."""
    units = minor_units()
    unit = " ".join(f"WHEN '{code}' THEN {units[code]}" for code in CURRENCIES)
    too_fine = f"amount % (CASE currency {unit} END) <> 0"
    # A payment made from an invoice's row has its amount, which is told once.
    for at, amount, currency in staging.query(
        f"""SELECT at, amount, currency FROM invoices WHERE {too_fine}
            UNION SELECT at, amount, currency FROM payments WHERE {too_fine}"""  # noqa: S608
    ).fetchall():
        reason = _("The amount is finer than the minor unit of %(currency)s.")
        staging.report(
            error(
                "amount.fine",
                at,
                reason % {"currency": currency},
                column="amount",
                value=f"{from_stored(amount):f}",
            )
        )
