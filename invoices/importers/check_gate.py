"""No sale on credit without a contract: the rule of the form, for every staged sale."""

from __future__ import annotations

from django.utils.translation import gettext as _

from invoices.importers.problems import Level
from invoices.importers.staging import CREATED, Staging

# Sales whose last due date lies after their day, with no contract or order in force
# behind them. A contract that the files bring is in force; cash on delivery and money
# in advance are no credit. Opening balances were sold before the books began.
_UNWRITTEN = f"""
SELECT s.at, coalesce(s.contract_number, '') AS value FROM invoices s
LEFT JOIN known_contracts k ON k.number = s.contract_number
LEFT JOIN contracts c ON c.number = s.contract_number AND c.status IS NOT NULL
WHERE s.status = '{CREATED}' AND s.kind = 'invoice' AND s.opening IS NULL
  AND s.due_on > s.issued_on
  AND (s.contract_number IS NULL OR NOT k.supports_credit)
  AND coalesce(c.term_type, k.term_type, '') NOT IN ('COD', 'PREPAID')
"""  # noqa: S608


def check_gate(staging: Staging, *, blocks: bool) -> None:
    """Refuse such sales where the company `blocks` them, else note each of them.

    What is noted needs nothing: the books list it as a sale without a contract.
    """
    level, reason = Level.NOTE, _("A sale on credit without a contract: it is marked.")
    if blocks:
        level = Level.ERROR
        reason = _("Nothing is sold on credit without a signed contract or an order.")
    staging.report_all(
        level,
        "contract.gate",
        column="contract_number",
        reason=reason,
        rows=_UNWRITTEN,
    )
