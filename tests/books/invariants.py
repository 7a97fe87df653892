"""What must hold of any book after any step, read from the rows and summed by hand.

Plain SQL, so that nothing the product uses to sum is trusted, and because it is asked
twenty thousand times. Amounts are the stored integers; dates are only compared.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import connection

from arcollect.core.models import Company

Dated = list[tuple[Any, int]]
ITEMS = """SELECT i.id, i.customer_id, i.issued_on, i.amount, s.open_amount
FROM invoices_dueitem i LEFT JOIN invoices_dueitemstate s ON s.due_item_id = i.id
WHERE i.company_id = %s"""
ALLOCATIONS = """SELECT due_item_id, payment_id, credit_note_id, effective_on, amount
FROM invoices_allocation WHERE company_id = %s"""
SOURCES = """SELECT 'payment', d.id, d.reverses_id, d.received_on, d.amount, s.unallocated
FROM invoices_payment d LEFT JOIN invoices_onaccount s ON s.payment_id = d.id
WHERE d.company_id = %s
UNION ALL
SELECT 'credit_note', d.id, d.reverses_id, d.issued_on, d.amount, s.unallocated
FROM invoices_creditnote d LEFT JOIN invoices_onaccount s ON s.credit_note_id = d.id
WHERE d.company_id = %s"""


def check_book(company: Company) -> None:
    """Control total = customers = due items = state; nothing is allocated twice."""
    taken: dict[tuple[str, int], Dated] = defaultdict(list)
    allocated = 0
    for item, payment, note, on, amount in _rows(ALLOCATIONS, company.pk):
        source = ("payment", payment) if payment else ("credit_note", note)
        taken["item", item].append((on, amount))
        taken[source].append((on, amount))
        allocated += amount
    control = 0
    by_customer: dict[int, int] = defaultdict(int)
    by_item: dict[int, int] = {}
    for pk, customer, issued_on, amount, stored in _rows(ITEMS, company.pk):
        by_item[pk] = amount - _sum(taken["item", pk])
        assert stored == by_item[pk]
        by_customer[customer] += by_item[pk]
        control += amount
        check_never_over(issued_on, amount, taken["item", pk])
    assert control - allocated == sum(by_customer.values()) == sum(by_item.values())
    _check_sources(_rows(SOURCES, company.pk, company.pk), taken)


def _check_sources(
    documents: list[tuple[Any, ...]], taken: dict[tuple[str, int], Dated]
) -> None:
    for side, _pk, reverses, on, amount, unallocated in documents:
        if reverses is not None:
            assert unallocated is None
            taken[side, reverses].append((on, -amount))
    for side, pk, reverses, on, amount, unallocated in documents:
        if reverses is None:
            check_never_over(on, amount, taken[side, pk])
            assert unallocated == amount - _sum(taken[side, pk])


def check_never_over(begins_on: Any, amount: int, moves: Dated) -> None:
    """On no day is more taken than there is, nor anything before the document."""
    by_day: dict[Any, int] = defaultdict(int)
    for on, moved in moves:
        assert on >= begins_on
        by_day[on] += moved
    left = amount
    for day in sorted(by_day):
        left -= by_day[day]
        assert 0 <= left <= amount, (day, left)


def _rows(sql: str, *values: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _sum(moves: Dated) -> int:
    return sum(amount for _on, amount in moves)
