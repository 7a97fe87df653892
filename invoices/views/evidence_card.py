"""The card of evidence on the page of a customer or a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from invoices.models import Evidence
from invoices.selectors.evidence import Subject, evidence_of, label_of

FEW = 5
# What counts as evidence of each thing, said where there is none yet.
COUNTS: dict[str, Promise] = {
    "customer": _(
        "Here count the licence, the signed terms of business, seal specimens, "
        "commitment letters and what was written to and fro."
    ),
    "contract": _(
        "Here count the sealed contract, its amendments, the acceptance certificates "
        "and the guarantee."
    ),
    "invoice": _(
        "Here count the order, the signed delivery receipt, the acceptance certificate "
        "and the proof that the invoice was received."
    ),
    "deduction": _(
        "Here count the agreement it rests on, the customer's calculation, waybills and "
        "photos of the damage."
    ),
    "dispute": _(
        "Here count the customer's complaint, photos, test reports and what was agreed."
    ),
    "decision": _(
        "Here count the resolution, the court's or bailiff's paper, the notice and the "
        "proof that it was served."
    ),
    "movement": _(
        "Here count the signed delivery or return slip, the acceptance certificate and "
        "photos of the goods."
    ),
    "bill": _(
        "Here count both sides of the bill, the endorsements and the bank's slip of "
        "presentation or dishonour."
    ),
}
# The page of what a file is about, and the field with its key.
_PAGES = {
    "customer": ("customers:detail", "customer_id"),
    "contract": ("invoices:contract_detail", "contract_id"),
    "invoice": ("invoices:invoice_detail", "invoice_id"),
    "deduction": ("invoices:deduction_detail", "deduction_id"),
    "decision": ("invoices:decision_detail", "decision_id"),
    "movement": ("invoices:goods_detail", "movement_id"),
    "bill": ("invoices:bill_detail", "bill_id"),
}


@dataclass(frozen=True, slots=True)
class EvidenceCard:
    """The newest files about one thing; `more` says whether there are others.

    `missing` names papers that should be among them; None where nothing is asked for.
    """

    about: str
    key: int
    rows: list[Evidence]
    more: bool
    hint: Promise
    missing: list[str] | None = None

    @property
    def is_customer(self) -> bool:
        """Whether the files may be about different things."""
        return self.about == Evidence.About.CUSTOMER


def evidence_card(
    about: str, row: Any, *, missing: list[str] | None = None
) -> EvidenceCard:
    """The card of a customer or document that the person may see, in one query."""
    found = list(evidence_of(Subject(about, row))[: FEW + 1])
    return EvidenceCard(
        about=about,
        key=row.pk,
        rows=with_pages(found[:FEW]),
        more=len(found) > FEW,
        hint=COUNTS[about],
        missing=missing,
    )


def with_pages(rows: list[Evidence]) -> list[Evidence]:
    """The rows, each knowing what it is about and the page of that."""
    for row in rows:
        row.subject_label = label_of(row.about, getattr(row, row.about))  # type: ignore[attr-defined]
        row.subject_page, row.subject_key = page_of_subject(row)  # type: ignore[attr-defined]
    return rows


def page_of_subject(row: Evidence) -> tuple[str, int]:
    """Route name and key of the page of what the file is about."""
    if row.dispute is not None:
        return "invoices:item_class", row.dispute.due_item_id
    route, key = _PAGES[row.about]
    return route, int(getattr(row, key))
