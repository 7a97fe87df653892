"""Random books for the dashboard: what happens in a few months of a small company."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

from arcollect.core.models import Company, Rep
from customers.models import Customer
from invoices.models import Allocation, Invoice, Payment
from invoices.services.allocate import AllocationPart, allocate
from invoices.services.classify import classify_through
from invoices.services.errors import LedgerRefusedError
from invoices.services.reverse_payment import reverse_payment
from invoices.services.undo_allocation import undo_allocation
from tests import factories

FIRST = dt.date(2025, 9, 1)
REGIONS = ("East", "South", "")


class RandomBook:
    """Posts by the services; what they refuse does not happen."""

    def __init__(self, *, company: Company, reps: list[Rep | None], seed: int) -> None:
        self.company, self.random = company, random.Random(seed)
        self.customers = [
            factories.customer(
                company=company,
                rep=self.random.choice(reps),
                region=self.random.choice(REGIONS),
            )
            for _number in range(6)
        ]

    def live(self, *, steps: int) -> None:
        acts = [self._invoice] * 4 + [self._pay] * 4
        acts += [self._credit, self._undo, self._reverse]
        for _step in range(steps):
            try:
                self.random.choice(acts)()
            except LedgerRefusedError:
                continue
        classify_through(company=self.company, as_of=factories.TODAY)

    def _day(self, since: dt.date = FIRST) -> dt.date:
        days = (factories.TODAY - since).days
        return since + dt.timedelta(days=self.random.randint(0, max(days, 0)))

    def _amount(self) -> Decimal:
        return Decimal(self.random.randint(1, 500_000)) / 100

    def _who(self) -> tuple[Customer, str]:
        return self.random.choice(self.customers), self.random.choice(["CNY", "USD"])

    def _invoice(self) -> None:
        customer, currency = self._who()
        factories.invoice(
            customer=customer,
            currency=currency,
            amount=self._amount(),
            issued_on=self._day(),
            term_days=self.random.choice([0, 15, 30, 60, 90]),
        )

    def _pay(self) -> None:
        invoice = self.random.choice(list(Invoice.objects.order_by("pk")) or [None])
        if invoice is None:
            return self._invoice()
        item = invoice.items.get()
        amount = min(self._amount(), item.state.open_amount)
        if not amount:
            return None
        made = factories.payment(
            customer=invoice.customer,
            currency=invoice.currency,
            amount=amount + self.random.choice([Decimal(0), Decimal("10.50")]),
            received_on=self._day(invoice.issued_on),
        )
        part = AllocationPart(due_item_id=item.pk, amount=amount)
        allocate(actor=None, source=made, parts=[part])
        return None

    def _credit(self) -> None:
        customer, currency = self._who()
        factories.credit_note(
            customer=customer,
            currency=currency,
            amount=self._amount(),
            issued_on=self._day(),
        )

    def _undo(self) -> None:
        rows = list(
            Allocation.objects.filter(
                reverses__isnull=True, reversed_by__isnull=True
            ).order_by("pk")
        )
        if rows:
            row = self.random.choice(rows)
            on = self.random.choice([None, self._day(row.effective_on)])
            undo_allocation(actor=None, allocation=row, effective_on=on)

    def _reverse(self) -> None:
        rows = list(
            Payment.objects.filter(
                reverses__isnull=True, reversed_by__isnull=True
            ).order_by("pk")
        )
        if rows:
            row = self.random.choice(rows)
            on = self._day(row.received_on)
            reverse_payment(actor=None, payment=row, effective_on=on, reason="bounced")
