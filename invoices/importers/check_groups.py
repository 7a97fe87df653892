"""Checks of what a customers file says of groups and states: the rules of the form."""

from __future__ import annotations

from django.utils.translation import gettext as _

from customers.domain.status import may_move
from customers.models import Customer
from invoices.importers.columns import Kind
from invoices.importers.problems import error
from invoices.importers.staging import Staging

# Who would hang under whom once the files are in; the order of the rows is no matter.
_HEADS = """
DROP TABLE IF EXISTS heads;
CREATE TABLE heads (code TEXT PRIMARY KEY, head);
INSERT OR REPLACE INTO heads SELECT code, head FROM known_members;
INSERT OR REPLACE INTO heads SELECT code, parent_code FROM known_customers
  WHERE parent_code IS NOT NULL;
INSERT OR REPLACE INTO heads SELECT code, parent_code FROM customers
  WHERE parent_code IS NOT NULL;
CREATE INDEX heads_head ON heads (head);
"""


def check_groups(staging: Staging) -> None:
    """A group has one level: a head hangs under nobody, and its members lead nobody."""
    staging.db.executescript(_HEADS)
    _report_unknown_heads(staging)
    rows = staging.query(
        """SELECT s.at, s.code, s.parent_code, h.head FROM customers s
           LEFT JOIN heads h ON h.code = s.parent_code
           WHERE s.parent_code IS NOT NULL
             AND (s.code = s.parent_code OR h.head IS NOT NULL)"""
    ).fetchall()
    for at, code, head, above in rows:
        if code == head:
            reason = _("A customer cannot be the head of their own group.")
        elif above == code:
            reason = _("%(code)s and %(head)s cannot each be the head of the other.")
        else:
            reason = _(
                "%(head)s belongs to the group of %(above)s. Choose the head of that "
                "group."
            )
        _refuse(
            staging, at, head, reason % {"code": code, "head": head, "above": above}
        )
    rows = staging.query(
        """SELECT s.at, s.parent_code, min(h.code) FROM customers s
           JOIN heads h ON h.head = s.code AND h.code <> s.code
           WHERE s.parent_code IS NOT NULL AND h.code NOT IN (
             SELECT code FROM customers WHERE parent_code IS NOT NULL)
           GROUP BY s.at"""
    ).fetchall()
    for at, head, member in rows:
        reason = _(
            "This customer is the head of a group, of %(member)s for one. Move its "
            "members first."
        )
        _refuse(staging, at, head, reason % {"member": member})


def _report_unknown_heads(staging: Staging) -> None:
    rows = staging.query(
        f"""SELECT at, parent_code FROM customers
            WHERE parent_code IS NOT NULL
              AND parent_code NOT IN (SELECT code FROM customers)
              AND parent_code NOT IN (SELECT code FROM known_customers)
              AND parent_code NOT IN (
                SELECT key FROM unusable WHERE kind = '{Kind.CUSTOMERS}')"""  # noqa: S608
    ).fetchall()
    for at, head in rows:
        reason = _("There is no customer with this code, and the files bring none.")
        _refuse(staging, at, head, reason)


def _refuse(staging: Staging, at: int, head: str, reason: str) -> None:
    staging.report(error("customer.head", at, reason, column="parent_code", value=head))


def check_states(staging: Staging) -> None:
    """A posted customer is only moved to a state that may follow his own."""
    words = dict(Customer.Status.choices)
    rows = staging.query(
        """SELECT s.at, k.customer_status, s.customer_status FROM customers s
           JOIN known_customers k ON k.code = s.code
           WHERE s.customer_status <> k.customer_status"""
    ).fetchall()
    for at, before, after in rows:
        if may_move(before, after):
            continue
        reason = _("A customer cannot go from “%(before)s” to “%(after)s”.") % {
            "before": words[before],
            "after": words[after],
        }
        staging.report(
            error("customer.state", at, reason, column="customer_status", value=after)
        )
