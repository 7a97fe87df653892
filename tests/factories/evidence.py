"""Files kept as evidence, handed in through the services of the product."""

from __future__ import annotations

import datetime as dt
from typing import Any

from arcollect.core.models import EvidenceFile, User
from customers.models import Customer
from invoices.models import Evidence
from invoices.selectors.evidence import Subject
from invoices.services.add_evidence import FileFacts, add_evidence, freeze_upload

# A day that has come whenever the suite runs.
TAKEN_ON = dt.date(2025, 6, 30)
# The beginnings by which each kind of file is known, with something behind them.
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR"


def evidence(
    *,
    customer: Customer,
    about: str = "customer",
    document: Any = None,
    content: bytes = b"We received the goods.\n",
    name: str = "receipt.txt",
    kind: str = EvidenceFile.Kind.DELIVERY,
    by: User | None = None,
    **facts: Any,
) -> Evidence:
    """A file about the customer, or about a `document` of his of the kind `about`."""
    said = {"origin": "Warehouse", "taken_on": TAKEN_ON, "custody": "Safe", **facts}
    made, _is_new = add_evidence(
        actor=by,
        subject=Subject(about, document or customer),
        frozen=freeze_upload(name=name, chunks=[content]),
        facts=FileFacts(kind=kind, **said),
    )
    return made
