"""Invoices, credit notes and payments of an import, with their state rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from arcollect.core.bulk import insert_rows, reserve_ids
from invoices.domain.aging import age_dates
from invoices.domain.policy import PolicyRules
from invoices.importers.plan import count_new
from invoices.importers.staging import Staging
from invoices.models import (
    CreditNote,
    DueItem,
    DueItemState,
    Invoice,
    OnAccount,
    Payment,
)
from invoices.selectors.policies import policy_of_state, rules_of

if TYPE_CHECKING:
    from invoices.importers.posting import Posting

_POSTED = ("company_id", "recorded_at", "recorded_by_id", "batch_id")
_DATES_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class Bases:
    """First ids of the new documents; the nth of staging gets the nth of them."""

    invoice: int
    due_item: int
    credit_note: int
    payment: int


def write_documents(staging: Staging, posting: Posting) -> Bases:
    """Insert every new document and its state, and return where their ids begin."""
    invoices = count_new(staging, "new_invoices")
    bases = Bases(
        invoice=reserve_ids(Invoice, invoices),
        due_item=reserve_ids(DueItem, invoices),
        credit_note=reserve_ids(CreditNote, count_new(staging, "new_credits")),
        payment=reserve_ids(Payment, count_new(staging, "new_payments")),
    )
    _write_invoices(staging, posting, bases)
    _write_items(staging, posting, bases)
    _write_credit_notes(staging, posting, bases)
    _write_payments(staging, posting, bases)
    return bases


def posted_values(posting: Posting) -> tuple[Any, ...]:
    """Values of the columns that every posted document of the import shares."""
    actor_id = posting.actor.pk if posting.actor else None
    return posting.company.pk, posting.stored_instant, actor_id, posting.batch.pk


def _write_invoices(staging: Staging, posting: Posting, bases: Bases) -> None:
    shared = posted_values(posting)
    rows = staging.query(
        """SELECT ? + n.n, c.id, k.id, i.number, i.issued_on, i.currency, i.amount,
                  coalesce(i.note, ''),
                  CASE WHEN i.opening IS NULL THEN ? ELSE ? END
           FROM new_invoices n JOIN invoices i ON i.no = n.staged
           JOIN customer_ids c ON c.code = i.customer_code
           LEFT JOIN contract_ids k ON k.number = i.contract_number ORDER BY n.n""",
        [bases.invoice - 1, Invoice.Kind.INVOICE.value, Invoice.Kind.OPENING.value],
    )
    columns = ("id", "customer_id", "contract_id", "number", "issued_on", "currency")
    insert_rows(
        Invoice,
        (*columns, "amount", "note", "kind", *_POSTED),
        (row + shared for row in rows),
    )


def _write_items(staging: Staging, posting: Posting, bases: Bases) -> None:
    company_id, recorded_at = posting.company.pk, posting.stored_instant
    kind = DueItem.Kind.GOODS.value
    rows = staging.query(
        """SELECT ? + n.n, ? + n.n, c.id, i.issued_on, i.term_days, i.due_on,
                  i.currency, i.amount
           FROM new_invoices n JOIN invoices i ON i.no = n.staged
           JOIN customer_ids c ON c.code = i.customer_code ORDER BY n.n""",
        [bases.due_item - 1, bases.invoice - 1],
    )
    columns = ("id", "invoice_id", "customer_id", "issued_on", "term_days", "due_on")
    shared = (company_id, 1, 1, kind, recorded_at)
    insert_rows(
        DueItem,
        (
            *columns,
            "currency",
            "amount",
            "company_id",
            "position",
            "term_group",
            "kind",
            "recorded_at",
        ),
        (row + shared for row in rows),
    )
    # Read before the rows are streamed: a COPY leaves no room for another query.
    rules = rules_of(policy_of_state(company_id=company_id))
    states = _state_rows(staging, company_id, bases, rules)
    insert_rows(DueItemState, _STATE_COLUMNS, states)


_STATE_COLUMNS = (
    "due_item_id",
    "customer_id",
    "currency",
    "issued_on",
    "term_days",
    "due_on",
    "amount",
    "open_amount",
    "settled_on",
    "final_on",
    "expedited_from",
    "quasi_from",
    "bad_from",
    "dead_from",
    "company_id",
    "decided_by",
    "next_change_on",
)


def _state_rows(
    staging: Staging, company_id: int, bases: Bases, rules: PolicyRules
) -> Iterator[tuple[Any, ...]]:
    """Open amount from the staged allocations, age dates from the policy in use.

    The class stays empty: the next night decides it, as every item is due on its
    first day.
    """
    remembered: dict[tuple[str, int], tuple[str | None, ...]] = {}
    for row in staging.query(
        """SELECT ? + n.n, c.id, i.currency, i.issued_on, i.term_days, i.due_on,
                  i.amount, i.amount - coalesce(t.amount, 0),
                  CASE WHEN i.amount = t.amount THEN t.last_on END
           FROM new_invoices n JOIN invoices i ON i.no = n.staged
           JOIN customer_ids c ON c.code = i.customer_code
           LEFT JOIN item m ON m.staged = n.staged
           LEFT JOIN taken_of_item t ON t.iid = m.iid ORDER BY n.n""",
        [bases.due_item - 1],
    ):
        issued_on, term_days, due_on = row[3:6]
        dates = remembered.get((due_on, term_days))
        if dates is None:
            found = age_dates(
                rules, due_on=dt.date.fromisoformat(due_on), term_days=term_days
            )
            dates = (
                found.final_on.isoformat(),
                found.expedited_from.isoformat(),
                found.quasi_from.isoformat(),
                found.bad_from.isoformat(),
                found.dead_from.isoformat() if found.dead_from else None,
            )
            if len(remembered) < _DATES_REMEMBERED:
                remembered[due_on, term_days] = dates
        yield (*row, *dates, company_id, "", issued_on)


def _write_credit_notes(staging: Staging, posting: Posting, bases: Bases) -> None:
    shared = posted_values(posting)
    other, opening = CreditNote.Reason.OTHER.value, CreditNote.Reason.OPENING.value
    rows = staging.query(
        """SELECT ? + n.n, c.id, k.id, i.number, i.issued_on, i.currency, i.amount,
                  coalesce(i.note, ''), CASE WHEN i.opening IS NULL THEN ? ELSE ? END
           FROM new_credits n JOIN invoices i ON i.no = n.staged
           JOIN customer_ids c ON c.code = i.customer_code
           LEFT JOIN contract_ids k ON k.number = i.contract_number ORDER BY n.n""",
        [bases.credit_note - 1, other, opening],
    )
    columns = ("id", "customer_id", "contract_id", "number", "issued_on", "currency")
    insert_rows(
        CreditNote,
        (*columns, "amount", "note", "reason", *_POSTED),
        (row + shared for row in rows),
    )
    on_account = staging.query(
        """SELECT ? + n.n, c.id, i.currency, i.issued_on, i.amount,
                  i.amount - coalesce(t.amount, 0),
                  CASE WHEN i.amount = t.amount THEN t.last_on END
           FROM new_credits n JOIN invoices i ON i.no = n.staged
           JOIN customer_ids c ON c.code = i.customer_code
           JOIN source s ON s.staged = n.staged AND s.side = 'credit_note'
           LEFT JOIN taken_of_source t ON t.sid = s.sid ORDER BY n.n""",
        [bases.credit_note - 1],
    )
    _write_on_account("credit_note_id", on_account, posting)


def _write_payments(staging: Staging, posting: Posting, bases: Bases) -> None:
    shared = ("", *posted_values(posting))
    rows = staging.query(
        """SELECT ? + n.n, c.id, p.reference, p.received_on, p.currency, p.amount,
                  coalesce(p.method, ?), coalesce(p.note, '')
           FROM new_payments n JOIN payments p ON p.no = n.staged
           JOIN customer_ids c ON c.code = p.customer_code ORDER BY n.n""",
        [bases.payment - 1, Payment.Method.TRANSFER.value],
    )
    columns = ("id", "customer_id", "reference", "received_on", "currency", "amount")
    insert_rows(
        Payment,
        (*columns, "method", "note", "payer_name", *_POSTED),
        (row + shared for row in rows),
    )
    on_account = staging.query(
        """SELECT ? + n.n, c.id, p.currency, p.received_on, p.amount,
                  p.amount - coalesce(t.amount, 0),
                  CASE WHEN p.amount = t.amount THEN t.last_on END
           FROM new_payments n JOIN payments p ON p.no = n.staged
           JOIN customer_ids c ON c.code = p.customer_code
           JOIN source s ON s.staged = n.staged AND s.side = 'payment'
           LEFT JOIN taken_of_source t ON t.sid = s.sid ORDER BY n.n""",
        [bases.payment - 1],
    )
    _write_on_account("payment_id", on_account, posting)


def _write_on_account(
    side: str, rows: Iterator[tuple[Any, ...]], posting: Posting
) -> None:
    columns = (side, "customer_id", "currency", "effective_on", "amount")
    company = (posting.company.pk,)
    insert_rows(
        OnAccount,
        (*columns, "unallocated", "used_up_on", "company_id"),
        (row + company for row in rows),
    )
