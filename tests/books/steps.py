"""A random book: forty steps as people make them, through the services."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from itertools import count
from random import Random
from typing import Any, NamedTuple

from django.db.models import Max

from arcollect.core.models import User
from customers.models import Customer
from invoices.models import (
    Allocation,
    CreditNote,
    DueDateChange,
    DueItem,
    DueItemState,
    Invoice,
    OnAccount,
    Payment,
)
from invoices.selectors.aging_figures import By
from invoices.selectors.aging_from_documents import aging_from_documents
from invoices.services.allocate import AllocationPart, NotEnoughError, allocate
from invoices.services.errors import LedgerRefusedError
from invoices.services.money_in import Source
from invoices.services.post_credit_note import post_credit_note
from invoices.services.reverse_invoice import reverse_invoice
from invoices.services.reverse_payment import reverse_credit_note, reverse_payment
from invoices.services.undo_allocation import undo_allocation
from tests.books.invariants import check_book
from tests.books.openings import (
    money_from,
    open_company,
    open_customer,
    overdue_invoice,
)
from tests.books.steps_bills import BILL_STEPS, check_bills
from tests.books.steps_claims import CLAIM_STEPS, check_claims

STEPS = 40
# How many of the books have bills and decisions in them, and how many claims.
SHARE = 0.4
START = dt.date(2026, 1, 1)
ROUND = ("10.00", "25.00", "40.00", "100.00", "0.01", "33.33")


DATED: list[tuple[Any, str]] = [
    (Allocation, "effective_on"),
    (Payment, "received_on"),
    (CreditNote, "issued_on"),
    (Invoice, "issued_on"),
    (DueDateChange, "effective_on"),
]


class Asked(NamedTuple):
    """A question, what was known, the answer, and the newest documents of then."""

    day: dt.date
    known_at: dt.datetime
    by: By
    answer: dict[str, Any]
    newest: list[int]


class Book:
    """One company, two customers, and the day on which people work."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.day = START
        self.company = open_company()
        self.customers = [open_customer(self.company) for _ in range(2)]
        self.invoices: list[Invoice] = []
        self.sources: list[Source] = []
        self.allocations: list[Allocation] = []
        self.people: list[User] = []
        self._numbers = count(1)
        # What was answered once for a moment of knowledge.
        self.answers: list[Asked] = []

    def run(self) -> None:
        """Forty steps; the book is checked after each, past answers at the end."""
        # What a book is about: a few practices at once cost less than all in each.
        steps = [*OWN_STEPS]
        for more in (BILL_STEPS, CLAIM_STEPS):
            if self.random.random() < SHARE:
                steps += more
        names, weights = [step for step, _ in steps], [weight for _, weight in steps]
        for _ in range(STEPS):
            step = self.random.choices(names, weights)[0]
            step(self)
            check_book(self.company)
            if BILL_STEPS[0] in steps:
                check_bills(self)
            if CLAIM_STEPS[0] in steps:
                check_claims(self)
        self.ask_again()

    def next_number(self) -> int:
        return next(self._numbers)

    def next_day(self) -> None:
        self.day += dt.timedelta(days=self.random.choice([1, 1, 2, 7, 30]))

    def _customer(self) -> Customer:
        return self.random.choice(self.customers)

    def past_day(self) -> dt.date:
        """Mostly today, sometimes some days back: people are late with paper."""
        return self.day - dt.timedelta(days=self.random.choice([0, 0, 0, 1, 5, 20]))

    def post_invoice(self) -> None:
        self.invoices.append(
            overdue_invoice(
                self._customer(),
                issued_on=self.past_day(),
                days=self.random.choice([0, 10, 30]),
                amount=self.random.choice(ROUND),
            )
        )

    def receive(self) -> None:
        amount = self.random.choice(ROUND)
        self.sources.append(
            money_from(self._customer(), on=self.past_day(), amount=amount)
        )

    def post_credit_note(self) -> None:
        note = post_credit_note(
            actor=None,
            company=self.company,
            customer=self._customer(),
            issued_on=self.past_day(),
            currency="CNY",
            amount=Decimal(self.random.choice(ROUND)),
        )
        self.sources.append(note)

    def allocate(self) -> list[Allocation]:
        """Money for an item of the same customer; too much is refused, wholly."""
        if not self.sources:
            return []
        source = self.random.choice(self.sources)
        items = list(DueItem.objects.filter(customer=source.customer_id))
        if not items:
            return []
        chosen = self.random.sample(
            items, k=min(len(items), self.random.choice([1, 2]))
        )
        parts = [AllocationPart(item.pk, self._part(source, item)) for item in chosen]
        before = self.rows()
        asked = self.random.choice([None, None, self.day + dt.timedelta(days=5)])
        try:
            made = allocate(actor=None, source=source, parts=parts, effective_on=asked)
        except (NotEnoughError, LedgerRefusedError):
            assert self.rows() == before
            return []
        self.allocations += made
        return made

    def _part(self, source: Source, item: DueItem) -> Decimal:
        left = OnAccount.objects.get(**{_side(source): source}).unallocated
        still_open = DueItemState.objects.get(pk=item.pk).open_amount
        fitting = min(left, still_open)
        if fitting > 0 and self.random.random() < 0.6:
            return fitting
        return Decimal(self.random.choice(ROUND))

    def allocate_and_undo(self) -> None:
        """What is undone as if it had never been leaves both sides exactly as before."""
        before = self.rows()
        for allocation in reversed(self.allocate()):
            undo_allocation(actor=None, allocation=allocation)
            self.allocations.remove(allocation)
        assert self.rows() == before

    def undo(self) -> None:
        self._forget_undone()
        if not self.allocations:
            return
        allocation = self.random.choice(self.allocations)
        later = max(self.day, allocation.effective_on)
        sides = self._sides(allocation)
        on = self.random.choice([None, later])
        undo_allocation(actor=None, allocation=allocation, effective_on=on)
        self.allocations.remove(allocation)
        left, still_open = self._sides(allocation)
        assert left == sides[0] + allocation.amount
        assert still_open == sides[1] + allocation.amount

    def _sides(self, allocation: Allocation) -> tuple[Decimal, Decimal]:
        source = allocation.payment or allocation.credit_note
        assert source is not None
        left = OnAccount.objects.get(**{_side(source): source}).unallocated
        return left, DueItemState.objects.get(pk=allocation.due_item_id).open_amount

    def reverse_source(self) -> None:
        if not self.sources:
            return
        source = self.random.choice(self.sources)
        on = self.day + dt.timedelta(days=self.random.choice([0, 3]))
        before = self.rows()
        try:
            if isinstance(source, Payment):
                reverse_payment(
                    actor=None, payment=source, effective_on=on, reason="bounced"
                )
            else:
                reverse_credit_note(
                    actor=None, credit_note=source, effective_on=on, reason="error"
                )
        except LedgerRefusedError:
            assert self.rows() == before
            return
        self.sources.remove(source)

    def reverse_invoice(self) -> None:
        if not self.invoices:
            return
        invoice = self.random.choice(self.invoices)
        before = self.rows()
        try:
            reverse_invoice(
                actor=None, invoice=invoice, effective_on=self.day, reason="error"
            )
        except LedgerRefusedError:
            assert self.rows() == before
            return
        self.invoices.remove(invoice)

    def _forget_undone(self) -> None:
        pks = [allocation.pk for allocation in self.allocations]
        undone = set(
            Allocation.objects.filter(reverses__in=pks).values_list(
                "reverses_id", flat=True
            )
        )
        self.allocations = [each for each in self.allocations if each.pk not in undone]

    def ask(self) -> None:
        """Ask for a past day with what is known now, to ask again later."""
        known_at = self._last_moment()
        if known_at is None:
            return
        day = START + dt.timedelta(days=self.random.randrange(90))
        by = self.random.choice([By.BUCKET, By.CUSTOMER])
        self.answers.append(
            Asked(day, known_at, by, self._answer(day, known_at, by), self._newest())
        )

    def _last_moment(self) -> dt.datetime | None:
        newest = [
            model.objects.filter(company=self.company).order_by("-recorded_at").first()
            for model, _day in DATED
        ]
        return max((row.recorded_at for row in newest if row), default=None)

    def _newest(self) -> list[int]:
        """The newest document of each kind: what comes later has a greater key."""
        return [
            model.objects.aggregate(newest=Max("pk"))["newest"] or 0
            for model, _day in DATED
        ]

    def _answer(
        self, day: dt.date, known_at: dt.datetime | None, by: By
    ) -> dict[str, Any]:
        return aging_from_documents(
            company=self.company, as_of=day, known_at=known_at, by=by
        ).as_dict()

    def ask_again(self) -> None:
        """What was known then is told for ever; today's knowledge differs only through
        documents that count from that day or before."""
        for asked in self.answers:
            again = self._answer(asked.day, asked.known_at, asked.by)
            assert again == asked.answer
            if not self._learnt(asked):
                today = self._answer(asked.day, None, asked.by)
                assert _figures(today) == _figures(asked.answer)

    def _learnt(self, asked: Asked) -> bool:
        """Whether a later document counts from the day asked for, or before it."""
        return any(
            model.objects.filter(
                company=self.company, pk__gt=newest, **{f"{day}__lte": asked.day}
            ).exists()
            for (model, day), newest in zip(DATED, asked.newest, strict=True)
        )

    def rows(self) -> list[Any]:
        """Both sides of every allocation, without what only the night uses."""
        states = DueItemState.objects.filter(company=self.company).order_by("pk")
        kept = OnAccount.objects.filter(company=self.company).order_by("pk")
        return [
            *states.values_list("pk", "open_amount", "settled_on"),
            *kept.values_list("pk", "unallocated", "used_up_on", "reversed_on"),
        ]


OWN_STEPS: list[tuple[Callable[[Book], Any], int]] = [
    (Book.post_invoice, 7),
    (Book.receive, 5),
    (Book.post_credit_note, 2),
    (Book.allocate, 8),
    (Book.allocate_and_undo, 3),
    (Book.undo, 3),
    (Book.reverse_source, 2),
    (Book.reverse_invoice, 1),
    (Book.next_day, 4),
    (Book.ask, 2),
]


def _side(source: Source) -> str:
    return "credit_note" if isinstance(source, CreditNote) else "payment"


def _figures(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer without the moment of knowledge that it names."""
    return {name: value for name, value in answer.items() if name != "known_at"}
