"""A bank line of each set of books, and what the matching keeps about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arcollect.core import clock
from invoices.models import (
    Allocation,
    BankEntry,
    EntryDecision,
    MatchProposal,
    PayerAlias,
    RemittanceAdvice,
    RemittanceLine,
)
from tests import factories

if TYPE_CHECKING:
    from tests.architecture.world import Books


def write_matching(books: Books) -> None:
    """Everything of these books that the matching's routes are asked for."""
    for make in (proposal_of, decision_of, alias_of, advice_of):
        make(books)


def entry_of(books: Books) -> BankEntry:
    """A line that still waits to be matched."""
    reference = f"LINE-{books.customer.pk}"
    found = BankEntry.objects.filter(bank_reference=reference).first()
    return found or factories.bank_line(
        company=books.company,
        payer=books.customer.name,
        text=f"{books.customer.name} {books.invoice.number}",
        bank_reference=reference,
    )


def proposal_of(books: Books) -> MatchProposal:
    """What the line may pay."""
    entry = entry_of(books)
    found = MatchProposal.objects.filter(entry=entry).first()
    return found or MatchProposal.objects.create(
        company=books.company,
        entry=entry,
        rank=1,
        score=85,
        is_ready=True,
        customer=books.customer,
        rule=Allocation.Rule.BY_REMITTANCE,
        currency=entry.currency,
        parts=[[books.item.pk, "1.00", "0.00", "0.00"]],
        reasons=[["number", books.invoice.number]],
        applied=1,
        fee=0,
        discount=0,
        on_account=0,
        made_at=clock.now(),
    )


def decision_of(books: Books) -> EntryDecision:
    """A line that was set aside."""
    reference = f"ASIDE-{books.customer.pk}"
    entry = BankEntry.objects.filter(bank_reference=reference).first()
    if entry is None:
        entry = factories.bank_line(company=books.company, bank_reference=reference)
    found = EntryDecision.objects.filter(entry=entry).first()
    return found or EntryDecision.objects.create(
        company=books.company,
        entry=entry,
        kind=EntryDecision.Kind.IGNORE,
        reason=f"Interest, {books.customer.name}",
        decided_at=clock.now(),
        decided_by=books.user,
    )


def alias_of(books: Books) -> PayerAlias:
    """A name that the customer's money came under."""
    found = PayerAlias.objects.filter(customer=books.customer).first()
    return found or PayerAlias.objects.create(
        company=books.company,
        customer=books.customer,
        kind=PayerAlias.Kind.NAME,
        key="payer",
        shown=books.customer.name,
        times=1,
        last_on=factories.TODAY,
    )


def advice_of(books: Books) -> RemittanceAdvice:
    """What the customer said that he pays, not checked yet."""
    found = RemittanceAdvice.objects.filter(customer=books.customer).first()
    if found is not None:
        return found
    made = RemittanceAdvice.objects.create(
        company=books.company,
        customer=books.customer,
        currency=books.item.currency,
        reference=f"ADV {books.customer.name}",
        total=1,
        source="EDI",
        text=f"{books.invoice.number} 1.00",
        recorded_at=clock.now(),
        recorded_by=books.user,
    )
    RemittanceLine.objects.create(
        advice=made,
        position=1,
        number=books.invoice.number,
        currency=made.currency,
        amount=1,
        due_item=books.item,
    )
    return made
