"""What applying will write, laid out in staging before the books are touched."""

from __future__ import annotations

from collections.abc import Iterator

from invoices.importers.columns import Kind
from invoices.importers.staging import CREATED, UPDATED, Staging

_NEW = {
    "new_customers": "customers WHERE status = '{created}'",
    "new_invoices": "invoices WHERE status = '{created}' AND kind = 'invoice'",
    "new_credits": "invoices WHERE status = '{created}' AND kind = 'credit_note'",
    "new_payments": "payments WHERE status = '{created}'",
}


def lay_out(staging: Staging) -> None:
    """Number the new rows of each table and sum what the allocations take."""
    for table, rows in _NEW.items():
        staging.db.executescript(
            f"""DROP TABLE IF EXISTS {table};
                CREATE TABLE {table} (n INTEGER PRIMARY KEY, staged INTEGER UNIQUE);
                INSERT INTO {table} (staged) SELECT no FROM
                {rows.format(created=CREATED)} ORDER BY no;"""  # noqa: S608
        )
    staging.db.executescript(
        f"""
        DROP TABLE IF EXISTS customer_ids;
        DROP TABLE IF EXISTS contract_ids;
        DROP TABLE IF EXISTS taken_of_item;
        DROP TABLE IF EXISTS taken_of_source;
        DROP TABLE IF EXISTS parts;
        CREATE TABLE customer_ids (code TEXT PRIMARY KEY, id INTEGER);
        CREATE TABLE contract_ids (number TEXT PRIMARY KEY, id INTEGER);
        INSERT INTO customer_ids SELECT code, id FROM known_customers;
        INSERT INTO contract_ids SELECT number, id FROM known_contracts;
        CREATE TABLE taken_of_item (iid INTEGER PRIMARY KEY, amount, last_on);
        INSERT INTO taken_of_item SELECT iid, sum(amount), max(effective_on)
          FROM placed WHERE status = '{CREATED}' GROUP BY iid;
        CREATE TABLE taken_of_source (sid INTEGER PRIMARY KEY, amount, last_on);
        INSERT INTO taken_of_source SELECT sid, sum(amount), max(effective_on)
          FROM placed WHERE status = '{CREATED}' GROUP BY sid;
        CREATE TABLE parts (line INTEGER, due_item_id INTEGER, amount INTEGER);
        INSERT INTO parts SELECT p.line, d.id, p.amount FROM placed p
          JOIN item i ON i.iid = p.iid JOIN known_items d ON d.invoice_id = i.id
          WHERE p.status = '{CREATED}' AND 1 = (
            SELECT count(*) FROM known_items e WHERE e.invoice_id = i.id);
        """  # noqa: S608
    )
    staging.insert_many(
        "INSERT INTO parts VALUES (?, ?, ?)", list(_split_over_due_dates(staging))
    )


def _split_over_due_dates(staging: Staging) -> Iterator[tuple[int, int, int]]:
    """Parts of rows on invoices with several due dates: the oldest due date first."""
    rows = staging.query(
        f"""SELECT p.line, p.amount, i.id FROM placed p JOIN item i ON i.iid = p.iid
            WHERE p.status = '{CREATED}' AND 1 < (
              SELECT count(*) FROM known_items e WHERE e.invoice_id = i.id)
            ORDER BY p.line"""  # noqa: S608
    ).fetchall()
    left: dict[int, int] = {}
    for line, amount, invoice_id in rows:
        wanted = amount
        items = staging.query(
            "SELECT id, open_amount FROM known_items WHERE invoice_id = ? "
            "ORDER BY due_on, position",
            [invoice_id],
        ).fetchall()
        for item_id, open_amount in items:
            taken = min(wanted, left.get(item_id, open_amount))
            if taken:
                left[item_id] = left.get(item_id, open_amount) - taken
                wanted -= taken
                yield line, item_id, taken


def count_new(staging: Staging, table: str) -> int:
    """How many rows of a `new_...` table there are."""
    return int(staging.value(f"SELECT count(*) FROM {table}"))  # noqa: S608


def changes_anything(staging: Staging) -> bool:
    """Whether applying would write at all."""
    return any(
        staging.value(
            f"SELECT EXISTS (SELECT 1 FROM {kind} WHERE status IN (?, ?))",  # noqa: S608
            [CREATED, UPDATED],
        )
        for kind in Kind
    )
