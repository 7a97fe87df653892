"""What an open invoice still lacks as proof, whatever the papers are kept with."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings

from arcollect.core.models import EvidenceFile
from arcollect.core.roles import Role
from invoices.models import Invoice
from invoices.selectors.evidence import missing_papers_of
from invoices.services.settle_goods import bill_goods
from invoices.services.withdraw_evidence import withdraw_evidence
from tests import factories
from tests.factories import claims, credit
from tests.factories.evidence import evidence

pytestmark = [pytest.mark.django_db, pytest.mark.databases]
Kind = EvidenceFile.Kind


@pytest.fixture(autouse=True)
def _files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path)


@pytest.fixture
def invoice() -> Invoice:
    customer = factories.customer()
    made: Invoice = factories.invoice(
        customer=customer,
        contract=credit.contract(customer=customer),
        issued_on=dt.date(2026, 1, 5),
        due_on=dt.date(2026, 2, 4),
    )
    return made


def missing(invoice: Invoice) -> list[str] | None:
    return missing_papers_of(invoice, {"goods"})


def test_papers_count_with_whatever_they_are_kept(invoice: Invoice) -> None:
    assert missing(invoice) == ["Contract", "Delivery receipt"]

    evidence(
        customer=invoice.customer,
        about="contract",
        document=invoice.contract,
        kind=Kind.CONTRACT,
        content=b"Sealed.\n",
    )
    assert missing(invoice) == ["Delivery receipt"]

    slip = claims.goods(customer=invoice.customer)
    bill_goods(actor=None, movement=slip, invoice=invoice)
    evidence(customer=invoice.customer, about="movement", document=slip)
    assert missing(invoice) == []


def test_what_is_withdrawn_proves_nothing(invoice: Invoice) -> None:
    manager = factories.user(role=Role.FINANCE_MANAGER, company=invoice.company)
    kept = evidence(customer=invoice.customer, about="invoice", document=invoice)
    assert missing(invoice) == ["Contract"]

    withdraw_evidence(actor=manager, evidence=kept, reason="Another invoice's")
    assert missing(invoice) == ["Contract", "Delivery receipt"]


def test_papers_of_others_prove_nothing(invoice: Invoice) -> None:
    other = factories.invoice(customer=invoice.customer)
    evidence(customer=invoice.customer, about="invoice", document=other)
    evidence(customer=invoice.customer, about="customer", kind=Kind.CONTRACT)

    assert missing(invoice) == ["Contract", "Delivery receipt"]
    # Without a contract, that of another invoice is none of this one's.
    assert missing_papers_of(other, {"goods"}) == ["Order"]


def test_paid_invoices_and_bills_ask_for_nothing(invoice: Invoice) -> None:
    assert missing_papers_of(invoice, set()) is None
    invoice.kind = Invoice.Kind.BILL
    assert missing(invoice) is None
