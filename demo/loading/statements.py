"""The last month of the demo company's account, imported as a clerk would."""

from __future__ import annotations

import datetime as dt

from arcollect.core.models import Company, User
from demo.generator.statement import OpenItem, write_statements
from demo.loading.company import ACCOUNTS
from invoices.importers.statements.reading import Reader
from invoices.models import DueItemState
from invoices.services.import_statement import import_statement


def import_statements(
    company: Company, *, seed: int, as_of: dt.date, clerk: User
) -> None:
    """Four weekly statements whose credits are still to be matched."""
    currency, _bank, number = ACCOUNTS[0]
    files = write_statements(
        _open_items(company, currency),
        as_of=as_of,
        seed=seed,
        account=number.replace(" ", ""),
        currency=currency,
    )
    with Reader() as reader:
        for name, content in files:
            import_statement(
                actor=clerk, company=company, name=name, content=content, reader=reader
            )


def _open_items(company: Company, currency: str) -> list[OpenItem]:
    rows = DueItemState.objects.filter(
        company=company, currency=currency, open_amount__gt=0
    ).select_related("customer", "due_item__invoice")
    return [
        OpenItem(
            customer_code=row.customer.code,
            customer_name=row.customer.name,
            number=row.due_item.invoice.number,
            cents=int(row.open_amount * 100),
            issued_on=row.issued_on,
        )
        for row in rows.order_by("due_on", "due_item__invoice__number", "pk")
    ]
