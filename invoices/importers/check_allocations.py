"""Checks of allocations: which money, which invoice, how much is left of both."""

from __future__ import annotations

from django.utils.translation import gettext as _

from arcollect.core.money import CURRENCIES, from_stored
from invoices.importers.cells import minor_units
from invoices.importers.check_documents import amount_text
from invoices.importers.columns import Kind
from invoices.importers.problems import error, warning
from invoices.importers.staging import CREATED, UNCHANGED, Staging

# `source` is the money an allocation may name, `item` the invoice; each row stands
# for a posted document (`id`) or for a staged one that will be created (`staged`).
_SCHEMA = f"""
DROP TABLE IF EXISTS source;
DROP TABLE IF EXISTS item;
DROP TABLE IF EXISTS placed;
CREATE TABLE source (
  sid INTEGER PRIMARY KEY, side TEXT, reference TEXT, id INTEGER, staged INTEGER,
  customer_code, currency, day, amount, room, freed);
CREATE TABLE item (
  iid INTEGER PRIMARY KEY, number TEXT, id INTEGER, staged INTEGER,
  customer_code, currency, day, room, freed);
INSERT INTO source (side, reference, id, customer_code, currency, day, amount, room, freed)
  SELECT 'payment', reference, k.id, customer_code, currency, received_on, amount, room,
         (SELECT day FROM freed f WHERE f.side = 'payment_id' AND f.id = k.id)
  FROM known_payments k;
INSERT INTO source (side, reference, id, customer_code, currency, day, amount, room, freed)
  SELECT 'credit_note', number, k.id, customer_code, currency, issued_on, amount, room,
         (SELECT day FROM freed f WHERE f.side = 'credit_note_id' AND f.id = k.id)
  FROM known_credits k WHERE amount > 0;
INSERT INTO source (side, reference, staged, customer_code, currency, day, amount, room)
  SELECT 'payment', reference, no, customer_code, currency, received_on, amount, amount
  FROM payments WHERE status = '{CREATED}';
INSERT INTO source (side, reference, staged, customer_code, currency, day, amount, room)
  SELECT 'credit_note', number, no, customer_code, currency, issued_on, amount, amount
  FROM invoices WHERE status = '{CREATED}' AND kind = 'credit_note';
CREATE INDEX source_reference ON source (reference);
CREATE UNIQUE INDEX source_staged ON source (side, staged) WHERE staged IS NOT NULL;
INSERT INTO item (number, id, customer_code, currency, day, room, freed)
  SELECT number, k.id, customer_code, currency, issued_on,
         (SELECT sum(open_amount) FROM known_items d WHERE d.invoice_id = k.id),
         (SELECT max(day) FROM freed f JOIN known_items d ON d.id = f.id
          WHERE f.side = 'due_item_id' AND d.invoice_id = k.id)
  FROM known_invoices k;
INSERT INTO item (number, staged, customer_code, currency, day, room)
  SELECT number, no, customer_code, currency, issued_on, amount
  FROM invoices WHERE status = '{CREATED}' AND kind = 'invoice';
CREATE UNIQUE INDEX source_known ON source (side, id) WHERE id IS NOT NULL;
CREATE UNIQUE INDEX item_known ON item (id) WHERE id IS NOT NULL;
CREATE UNIQUE INDEX item_number ON item (number);
CREATE UNIQUE INDEX item_staged ON item (staged) WHERE staged IS NOT NULL;
CREATE TABLE placed (
  line INTEGER PRIMARY KEY, sid INTEGER, sources INTEGER, iid INTEGER,
  amount INTEGER, stated_on TEXT, matched_on TEXT, effective_on TEXT, status TEXT);
INSERT INTO placed (line, sid, sources, iid, amount, stated_on)
  SELECT a.no, min(s.sid), count(s.sid),
         (SELECT iid FROM item WHERE number = a.invoice_number), a.amount,
         a.allocated_on
  FROM allocations a LEFT JOIN source s ON s.reference = a.payment_reference
   AND (a.pay_customer IS NULL OR (s.side = 'payment'
        AND s.customer_code = a.pay_customer AND s.day = a.pay_on
        AND s.amount = a.pay_amount))
  GROUP BY a.no;
"""  # noqa: S608


def check_allocations(staging: Staging) -> None:
    """Find both sides of every allocation and decide what it does."""
    staging.db.executescript(_SCHEMA)
    _report_unplaced(staging)
    _report_mismatches(staging)
    staging.execute(
        """UPDATE placed SET matched_on = max(a.allocated_on, s.day, i.day),
             effective_on = max(a.allocated_on, s.day, i.day,
                                coalesce(s.freed, ''), coalesce(i.freed, ''))
           FROM allocations a, source s, item i
           WHERE a.no = placed.line AND s.sid = placed.sid AND i.iid = placed.iid
             AND placed.sources = 1"""
    )
    _match_posted(staging)
    staging.execute(
        "UPDATE placed SET status = ? WHERE status IS NULL AND effective_on IS NOT NULL",
        [CREATED],
    )
    _report_excess(staging, side="source", key="sid")
    _report_excess(staging, side="item", key="iid")
    _list_oddities(staging)
    staging.execute(
        "UPDATE allocations SET status = p.status FROM placed p "
        "WHERE p.line = allocations.no"
    )


def _report_unplaced(staging: Staging) -> None:
    money = (
        f"SELECT key FROM unusable WHERE kind IN ('{Kind.PAYMENTS}', "  # noqa: S608
        f"'{Kind.INVOICES}', '{Kind.OPENINGS}')"
    )
    rows = staging.query(
        f"""SELECT a.at, a.payment_reference, p.sources FROM placed p
            JOIN allocations a ON a.no = p.line
            WHERE p.sources <> 1 AND a.payment_reference NOT IN ({money})"""  # noqa: S608
    ).fetchall()
    for at, reference, found in rows:
        reason = (
            _("%(count)d payments or credit notes have this reference.")
            % {"count": found}
            if found
            else _("There is no payment or credit note with this reference.")
        )
        cause = "source.several" if found else "source.unknown"
        staging.report(
            error(cause, at, reason, column="payment_reference", value=reference)
        )
    rows = staging.query(
        f"""SELECT a.at, a.invoice_number FROM placed p
            JOIN allocations a ON a.no = p.line
            WHERE p.iid IS NULL AND a.invoice_number NOT IN (
              SELECT key FROM unusable
              WHERE kind IN ('{Kind.INVOICES}', '{Kind.OPENINGS}'))"""  # noqa: S608
    ).fetchall()
    for at, number in rows:
        reason = _("There is no invoice with this number, and the files bring none.")
        staging.report(
            error("invoice.unknown", at, reason, column="invoice_number", value=number)
        )


def _report_mismatches(staging: Staging) -> None:
    both = """FROM placed p JOIN allocations a ON a.no = p.line
              JOIN source s ON s.sid = p.sid JOIN item i ON i.iid = p.iid
              WHERE p.sources = 1"""
    rows = staging.query(
        f"SELECT a.at, i.number, i.customer_code, s.customer_code {both} "
        "AND s.customer_code IS NOT NULL AND s.customer_code <> i.customer_code"
    ).fetchall()
    for at, number, owner, payer in rows:
        reason = _(
            "Invoice %(number)s belongs to customer %(owner)s, the money to customer "
            "%(payer)s."
        ) % {"number": number, "owner": owner, "payer": payer}
        staging.report(
            error("customer.other", at, reason, column="invoice_number", value=number)
        )
    rows = staging.query(
        f"SELECT a.at, i.number, i.currency, s.currency {both} "
        "AND s.currency <> i.currency"
    ).fetchall()
    for at, number, theirs, ours in rows:
        reason = _("Invoice %(number)s is in %(theirs)s, the money is in %(ours)s.")
        shown = {"number": number, "theirs": theirs, "ours": ours}
        staging.report(
            error(
                "currency.other",
                at,
                reason % shown,
                column="invoice_number",
                value=number,
            )
        )
    _report_too_fine(staging, both)


def _report_too_fine(staging: Staging, both: str) -> None:
    units = minor_units()
    finer = [code for code in CURRENCIES if units[code] > 1]
    unit = " ".join(f"WHEN '{code}' THEN {units[code]}" for code in finer)
    rows = staging.query(
        f"SELECT a.at, a.amount, i.currency {both} "
        f"AND a.amount % (CASE i.currency {unit} ELSE 1 END) <> 0"
    ).fetchall()
    for at, amount, currency in rows:
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


def _match_posted(staging: Staging) -> None:
    """Rows posted before: same money, invoice, amount and stated day, counted.

    The nth such row of the files is the nth posted one, undone or not: what a person
    has undone is not posted again.
    """
    staging.db.executescript(
        f"""
        DROP TABLE IF EXISTS posted;
        CREATE TABLE posted AS
          SELECT s.sid, i.iid, k.amount, k.stated_on, sum(k.times) AS times
          FROM known_allocations k
          JOIN source s ON s.side = k.side AND s.id = k.source_id AND s.id IS NOT NULL
          JOIN item i ON i.id = k.invoice_id AND i.id IS NOT NULL
          GROUP BY s.sid, i.iid, k.amount, k.stated_on;
        CREATE INDEX posted_key ON posted (sid, iid, amount, stated_on);
        DROP TABLE IF EXISTS ranked;
        CREATE TABLE ranked AS
          SELECT line, sid, iid, amount, stated_on, row_number() OVER (
            PARTITION BY sid, iid, amount, stated_on ORDER BY line) AS nth
          FROM placed WHERE sources = 1 AND effective_on IS NOT NULL;
        UPDATE placed SET status = '{UNCHANGED}' WHERE line IN (
          SELECT r.line FROM ranked r WHERE r.nth <= (
            SELECT p.times FROM posted p
            WHERE p.sid = r.sid AND p.iid = r.iid AND p.amount = r.amount
              AND p.stated_on = r.stated_on));
        """  # noqa: S608
    )
    _match_split(staging)


def _match_split(staging: Staging) -> None:
    """Invoices with several due dates: one row of a file was posted in parts.

    Such rows are the posted ones if both sum to the same for one money and day.
    """
    staging.execute(
        f"""UPDATE placed SET status = '{UNCHANGED}'
            WHERE status IS NULL AND effective_on IS NOT NULL AND EXISTS (
              SELECT 1 FROM item i WHERE i.iid = placed.iid AND 1 < (
                SELECT count(*) FROM known_items d WHERE d.invoice_id = i.id))
            AND (SELECT sum(q.amount) FROM placed q WHERE q.sid = placed.sid
                 AND q.iid = placed.iid AND q.stated_on = placed.stated_on)
              = (SELECT sum(p.amount * p.times) FROM posted p
                 WHERE p.sid = placed.sid AND p.iid = placed.iid
                   AND p.stated_on = placed.stated_on)"""  # noqa: S608
    )


def _report_excess(staging: Staging, *, side: str, key: str) -> None:
    """Rows from which on the allocations of one side exceed what it has left."""
    label = "side.reference" if side == "source" else "side.number"
    rows = staging.query(
        f"""SELECT a.at, {label}, r.upto, side.room, side.currency, a.amount, r.line
            FROM (SELECT line, {key}, sum(amount) OVER (
                    PARTITION BY {key} ORDER BY line) AS upto
                  FROM placed WHERE status = '{CREATED}') r
            JOIN {side} side ON side.{key} = r.{key}
            JOIN allocations a ON a.no = r.line
            WHERE r.upto > side.room"""  # noqa: S608
    ).fetchall()
    for at, name, upto, room, currency, amount, line in rows:
        if side == "item" and _reports_other_day(staging, line, name):
            continue
        left = {
            "name": name,
            "sum": f"{amount_text(upto, currency)} {currency}",
            "left": f"{amount_text(room, currency)} {currency}",
        }
        reason = (
            _("Allocations of %(sum)s exceed the %(left)s that %(name)s has left.")
            if side == "source"
            else _("Allocations of %(sum)s exceed the %(left)s open on %(name)s.")
        ) % left
        staging.report(
            error(
                f"{side}.excess",
                at,
                reason,
                column="amount",
                value=amount_text(amount, currency),
            )
        )


def _reports_other_day(staging: Staging, line: int, number: str) -> bool:
    """Whether the row is a settlement posted already, but of another day; says so.

    A payment is known by its day too, so such a row is a second payment of an
    invoice that has nothing left: the day is what the reader needs to hear of.
    """
    found = staging.query(
        """SELECT a.at, max(k.received_on), a.pay_on FROM allocations a
           JOIN known_payments k ON k.reference = a.payment_reference
            AND k.customer_code = a.pay_customer AND k.amount = a.pay_amount
            AND k.received_on <> a.pay_on
           WHERE a.no = ? GROUP BY a.no""",
        [line],
    ).fetchone()
    if found is None:
        return False
    at, posted, said = found
    reason = _(
        "The payment posted for invoice %(number)s is of %(posted)s; the file says "
        "%(new)s. A posted document is corrected by a counter-document, not by a file."
    ) % {"number": number, "posted": posted, "new": said}
    staging.report(error("contradiction", at, reason, column="received_on", value=said))
    return True


def _list_oddities(staging: Staging) -> None:
    rows = staging.query(
        f"""SELECT a.at, a.allocated_on, counted, number, issued, received FROM (
              SELECT p.line, i.number, i.day AS issued, s.day AS received,
                     CASE p.status WHEN '{CREATED}' THEN p.effective_on
                     ELSE p.matched_on END AS counted
              FROM placed p JOIN item i ON i.iid = p.iid JOIN source s ON s.sid = p.sid
              WHERE p.status IS NOT NULL)
            JOIN allocations a ON a.no = line
            WHERE a.allocated_on < counted OR received < issued"""  # noqa: S608
    ).fetchall()
    for at, asked, effective, number, issued, received in rows:
        reason = (
            _("The money is dated before invoice %(number)s; it counts from %(day)s.")
            if received < issued
            else _("The allocation to invoice %(number)s counts from %(day)s.")
        ) % {"number": number, "day": effective}
        staging.report(
            warning("allocation.moved", at, reason, column="allocated_on", value=asked)
        )
    rows = staging.query(
        """SELECT a.at, a.payment_reference, r.nth FROM ranked r
           JOIN allocations a ON a.no = r.line WHERE r.nth > 1"""
    ).fetchall()
    for at, reference, nth in rows:
        reason = _("The same allocation again: it counts as number %(nth)d.")
        staging.report(
            warning(
                "allocation.repeat",
                at,
                reason % {"nth": nth},
                column="payment_reference",
                value=reference,
            )
        )
