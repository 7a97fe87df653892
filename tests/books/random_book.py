"""A small random book: three customers, a dozen invoices, money, facts and policies."""

from __future__ import annotations

import datetime as dt
from random import Random

from arcollect.core.models import Company
from customers.models import Customer
from invoices.models import DueItem, Payment
from invoices.services.allocate import AllocationPart, NotEnoughError, allocate
from invoices.services.errors import LedgerRefusedError
from invoices.services.undo_allocation import undo_allocation
from tests.books.known import (
    change_policies,
    override_some,
    some_day,
    state_facts,
)
from tests.books.openings import (
    item_of,
    money_from,
    open_company,
    open_customer,
    overdue_invoice,
)


def random_book(random: Random) -> tuple[Company, list[DueItem]]:
    company = open_company()
    customers = [open_customer(company) for _ in range(3)]
    items = []
    for _ in range(12):
        invoice = overdue_invoice(
            random.choice(customers),
            issued_on=some_day(random, span=200),
            days=random.choice([0, 1, 3, 10, 30, 60, 90]),
            kind=random.choice([DueItem.Kind.GOODS] * 5 + [DueItem.Kind.BILL]),
        )
        items.append(item_of(invoice))
    state_facts(random, customers, items)
    override_some(random, items)
    change_policies(random, company)
    for customer in customers:
        _move_money(random, customer, items)
    return company, items


def _move_money(random: Random, customer: Customer, items: list[DueItem]) -> None:
    own = [item for item in items if item.customer_id == customer.pk]
    for item in random.sample(own, k=min(len(own), 3)):
        payment = money_from(
            customer, on=some_day(random), amount=random.choice(["40", "100"])
        )
        _settle_part(random, payment, item)


def _settle_part(random: Random, payment: Payment, item: DueItem) -> None:
    try:
        made = allocate(
            actor=None,
            source=payment,
            parts=[AllocationPart(item.pk, payment.amount)],
            effective_on=random.choice([None, some_day(random)]),
        )
    except (NotEnoughError, LedgerRefusedError):
        return
    if random.random() < 0.4:
        later = made[0].effective_on + dt.timedelta(days=random.randrange(60))
        undo_allocation(actor=None, allocation=made[0], effective_on=later)
