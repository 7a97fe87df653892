"""A file of each kind with every column and made-up rows, to be filled in.

All of them together are one small ledger that the import takes as it stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType

from arcollect.core.exports import Cell, Sheet
from invoices.importers.columns import Kind, column_names

_SOLD, _DUE, _PAID = dt.date(2026, 1, 10), dt.date(2026, 2, 9), dt.date(2026, 2, 2)
Example = Mapping[str, Cell]

_ROWS: Mapping[Kind, tuple[Example, ...]] = MappingProxyType(
    {
        Kind.CUSTOMERS: (
            {
                "code": "D001",
                "name": "澜悦家电有限公司",
                "tax_id": "91310000MA1EXAMPLE",
                "language": "zh-hans",
                "region": "华东",
                "salesperson": "Gu Wei",
                "kind": "dealer",
                "size_class": "small",
                "customer_status": "ACTIVE",
                "country": "CN",
                "distance_km": 35,
                "closing_day": 25,
                "bank": "中国工商银行",
                "bank_closing_day": 28,
                "transfer_days": 2,
            },
            {
                "code": "D002",
                "name": "瀾悅臺北門市",
                "parent_code": "D001",
                "country": "TW",
            },
        ),
        Kind.CONTRACTS: (
            {
                "number": "K-2026-01",
                "customer_code": "D001",
                "signed_on": dt.date(2026, 1, 5),
                "currency": "CNY",
                "amount": Decimal("50000.00"),
                "sales_mode": "CREDIT",
                "term_type": "NET",
                "term_days": 30,
            },
        ),
        Kind.INVOICES: (
            {
                "number": "F-1001",
                "customer_code": "D001",
                "kind": "invoice",
                "issued_on": _SOLD,
                "due_on": _DUE,
                "currency": "CNY",
                "amount": Decimal("12000.00"),
                "contract_number": "K-2026-01",
            },
            {
                "number": "G-1001",
                "customer_code": "D001",
                "kind": "credit_note",
                "issued_on": dt.date(2026, 1, 20),
                "currency": "CNY",
                "amount": Decimal("200.00"),
                "note": "Return",
            },
        ),
        Kind.OPENINGS: (
            {
                "number": "A-0917",
                "customer_code": "D001",
                "issued_on": dt.date(2025, 11, 20),
                "due_on": dt.date(2025, 12, 20),
                "currency": "CNY",
                "open_amount": Decimal("35000.00"),
                "note": "From the old books",
            },
            {
                "number": "A-0918",
                "customer_code": "D002",
                "issued_on": dt.date(2025, 12, 10),
                "currency": "TWD",
                "open_amount": Decimal("-800.00"),
                "note": "Paid too much",
            },
        ),
        Kind.PAYMENTS: (
            {
                "reference": "P-2001",
                "customer_code": "D001",
                "received_on": _PAID,
                "currency": "CNY",
                "amount": Decimal("12000.00"),
                "method": "transfer",
            },
        ),
        Kind.ALLOCATIONS: (
            {
                "payment_reference": "P-2001",
                "invoice_number": "F-1001",
                "amount": Decimal("12000.00"),
                "allocated_on": _PAID,
            },
        ),
    }
)


def example_of(kind: Kind) -> Sheet:
    """The file of that kind, named so that the import knows it."""
    names = column_names(kind)

    def rows() -> Iterator[list[Cell]]:
        for row in _ROWS[kind]:
            yield [row.get(name) for name in names]

    return Sheet(name=kind.value, heads=names, rows=rows())
