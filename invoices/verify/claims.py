"""Deductions and disputes against the credit notes that they posted."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Sum

from arcollect.core.differences import Difference, compare
from invoices.models import CreditNote, Deduction, DeductionCredit, Dispute
from invoices.verify.sources import Books

ZERO = Decimal(0)


def verify_claims(books: Books) -> Iterator[Difference]:
    """Approved amounts are those of the credit notes in force, and those of the parts."""
    posted = _posted(books)
    rows = Deduction.objects.filter(company=books.company).annotate(
        of_parts=Sum("parts__approved_amount")
    )
    for deduction in rows.order_by("pk").iterator(chunk_size=2_000):
        waiting = deduction.state in Deduction.OPEN
        approved = ZERO if waiting else deduction.approved_amount or ZERO
        yield from compare(
            "invoices_deduction",
            deduction.pk,
            expected={"approved_amount": posted.get(deduction.pk, ZERO)},
            found={"approved_amount": approved},
        )
        yield from compare(
            "invoices_deduction",
            deduction.pk,
            expected={"approved_amount": deduction.of_parts},
            found={"approved_amount": deduction.approved_amount},
        )
    yield from _disputes(books)


def _posted(books: Books) -> dict[int, Decimal]:
    """Sum of the credit notes in force by deduction."""
    credits_ = DeductionCredit.objects.filter(
        deduction__company=books.company, credit_note__reversed_by=None
    )
    sums = credits_.values("deduction").annotate(n=Sum("credit_note__amount"))
    return dict(sums.values_list("deduction", "n"))


def _disputes(books: Books) -> Iterator[Difference]:
    rows = Dispute.objects.filter(company=books.company).exclude(state="open")
    notes = CreditNote.objects.filter(dispute__in=rows, reversed_by=None)
    amounts = dict(notes.values_list("dispute", "amount"))
    for dispute in rows.order_by("pk").iterator(chunk_size=2_000):
        yield from compare(
            "invoices_dispute",
            dispute.pk,
            expected={"conceded": amounts.get(dispute.pk, ZERO)},
            found={"conceded": dispute.conceded or ZERO},
        )
