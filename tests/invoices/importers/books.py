"""Writing small files, importing them, and reading the books back."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import CommandError, call_command

from invoices.models import Allocation, DueItemState, OnAccount

INVOICES = "number,customer_code,kind,issued_on,due_on,term_days,currency,amount\n"
PAYMENTS = "reference,customer_code,received_on,currency,amount\n"
ALLOCATIONS = "payment_reference,invoice_number,amount,allocated_on\n"
# One sale of 1,000 on 30 days, and the money for it.
SALE = INVOICES + "I-1,D001,,2026-01-10,,30,CNY,1000.00\n"
MONEY = PAYMENTS + "P-1,D001,2026-02-01,CNY,1000.00\n"
SETTLED = ALLOCATIONS + "P-1,I-1,1000.00,2026-02-01\n"
LEDGER = (
    "core.rep",
    "customers.customer",
    "customers.contract",
    "invoices.invoice",
    "invoices.dueitem",
    "invoices.dueitemstate",
    "invoices.creditnote",
    "invoices.payment",
    "invoices.onaccount",
    "invoices.allocation",
    "core.importbatch",
    "core.auditevent",
)


@dataclass
class Result:
    """Exit status and what the command printed."""

    status: int
    json: dict[str, Any]

    @property
    def errors(self) -> list[dict[str, Any]]:
        return self.json["errors"]

    @property
    def warnings(self) -> list[dict[str, Any]]:
        return self.json["warnings"]

    def reasons(self) -> str:
        return " | ".join(problem["reason"] for problem in self.errors)


Import = Callable[..., Result]


def run_command(*paths: Path | str, **options: Any) -> Result:
    out = io.StringIO()
    try:
        call_command(
            "import_ledger", *map(str, paths), json=True, stdout=out, **options
        )
    except SystemExit as stop:
        return Result(int(stop.code or 0), json.loads(out.getvalue()))
    except CommandError as wrong:
        return Result(wrong.returncode, {"usage": str(wrong)})
    return Result(0, json.loads(out.getvalue()))


def write(folder: Path, files: dict[str, str | bytes]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, content in files.items():
        path = folder / name
        data = content.encode() if isinstance(content, str) else content
        path.write_bytes(data)
        paths.append(path)
    return paths


def snapshot() -> dict[str, list[str]]:
    """Every row of the books, to see that nothing has changed."""
    return {
        label: sorted(str(row) for row in apps.get_model(label).objects.values())
        for label in LEDGER
    }


def open_amounts() -> dict[str, str]:
    """Open amount of every invoice by number."""
    states = DueItemState.objects.select_related("due_item__invoice")
    return {
        state.due_item.invoice.number: f"{state.open_amount:.2f}" for state in states
    }


def left_on_account() -> dict[str, str]:
    """What is left of every payment and credit note by reference."""
    rows = OnAccount.objects.select_related("payment", "credit_note")
    return {
        str(row.payment or row.credit_note): f"{row.unallocated:.2f}" for row in rows
    }


def allocations() -> list[tuple[str, str]]:
    """Amount and effective date of every allocation."""
    rows = Allocation.objects.order_by("effective_on", "amount", "pk")
    return [(f"{row.amount:.2f}", row.effective_on.isoformat()) for row in rows]
