"""Evidence: of one thing, of a customer with all that is about him."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from arcollect.core.models import Company, EvidenceFile
from arcollect.core.permissions import Person
from customers.models import Contract, Customer
from invoices.domain.evidence_checklist import missing_papers
from invoices.models import (
    Bill,
    ClaimDecision,
    Deduction,
    Dispute,
    Evidence,
    GoodsMovement,
    Invoice,
)

# What a file can be about, by the word in the address and in `Evidence.about`.
SUBJECTS: dict[str, Any] = {
    Evidence.About.CUSTOMER.value: Customer,
    Evidence.About.CONTRACT.value: Contract,
    Evidence.About.INVOICE.value: Invoice,
    Evidence.About.DEDUCTION.value: Deduction,
    Evidence.About.DISPUTE.value: Dispute,
    Evidence.About.DECISION.value: ClaimDecision,
    Evidence.About.MOVEMENT.value: GoodsMovement,
    Evidence.About.BILL.value: Bill,
}
_RELATED = {
    Evidence.About.CUSTOMER.value: ("company",),
    Evidence.About.DISPUTE.value: ("customer__company", "due_item__invoice"),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a file is evidence of."""

    about: str
    row: Any

    @property
    def customer(self) -> Customer:
        found: Customer = self.row if self._is_customer else self.row.customer
        return found

    @property
    def document(self) -> dict[str, Any]:
        """The column that names the document; none for the customer himself."""
        return {} if self._is_customer else {self.about: self.row}

    @property
    def label(self) -> str:
        """What people call it."""
        return label_of(self.about, self.row)

    @property
    def word(self) -> str:
        """What kind of thing it is, in the reader's language."""
        return str(Evidence.About(self.about).label)

    @property
    def _is_customer(self) -> bool:
        return self.about == Evidence.About.CUSTOMER


def label_of(about: str, row: Any) -> str:
    """The number or name of what a file is about."""
    if about == Evidence.About.CUSTOMER:
        return str(row.name or row.code)
    if about == Evidence.About.DISPUTE:
        return str(row.due_item.invoice.number)
    return str(row.number)


def subject_rows(*, about: str, user: Person, company: Company) -> QuerySet[Any]:
    """Things of that kind that the person may see; none for an unknown kind."""
    model = SUBJECTS.get(about)
    if model is None:
        return Evidence.objects.none()
    rows = model.objects.filter(company=company).visible_to(user)
    found: QuerySet[Any] = rows.select_related(
        *_RELATED.get(about, ("customer__company",))
    )
    return found


def evidence_of(subject: Subject) -> QuerySet[Evidence]:
    """Files about the subject; of a customer also those about his documents."""
    rows = Evidence.objects.filter(customer=subject.customer, **subject.document)
    return _with_all(rows).order_by("-pk")


def missing_papers_of(
    invoice: Invoice, item_kinds: Collection[str]
) -> list[str] | None:
    """Names of the papers that should prove an invoice and are not kept (row S95).

    `item_kinds` are those of what is still open. Counted are files about the invoice,
    its contract and its goods documents that nobody withdrew. None where nothing is
    asked for: of paid invoices, bills, opening balances and sell-through statements.
    """
    if invoice.kind != Invoice.Kind.INVOICE or not item_kinds:
        return None
    about = Q(invoice=invoice) | Q(movement__links__invoice=invoice)
    if invoice.contract_id is not None:
        about |= Q(contract=invoice.contract_id)
    kept = Evidence.objects.filter(
        about, customer=invoice.customer_id, file__state__withdrawn_at=None
    )
    missing = missing_papers(
        present=set(kept.values_list("file__kind", flat=True)),
        item_kinds=item_kinds,
        has_contract=invoice.contract_id is not None,
    )
    return [str(EvidenceFile.Kind(paper).label) for paper in missing]


def list_evidence(*, user: Person, company: Company) -> QuerySet[Evidence]:
    """All evidence of the company that the person may see, newest first."""
    rows = Evidence.objects.filter(company=company).visible_to(user)
    return _with_all(rows).order_by("-pk")


def _with_all(rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
    return rows.select_related(
        *("customer", "file__uploaded_by", "file__state__withdrawn_by"),
        *("contract", "invoice", "deduction", "dispute__due_item__invoice"),
        *("decision", "movement", "bill"),
    )
