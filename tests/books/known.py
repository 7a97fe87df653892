"""Random facts, overrides and policies about a book, and what the pure rule says of it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from random import Random
from typing import NamedTuple

from django.db.models import Sum

from arcollect.core import clock
from arcollect.core.models import Company
from customers.models import Customer
from invoices.domain.aging import age_dates
from invoices.domain.classification import Decision
from invoices.domain.policy import PRESETS
from invoices.models import (
    Allocation,
    ClassificationPolicy,
    ClassOverride,
    DueItem,
    Fact,
)
from invoices.selectors.knowledge import load_knowledge
from invoices.selectors.policies import policy_in_force, rules_of

# Long terms and few days make the interesting dates meet.
START = dt.date(2024, 1, 15)
SPAN = 500


def some_day(random: Random, *, span: int = SPAN) -> dt.date:
    return START + dt.timedelta(days=random.randrange(span))


def state_facts(
    random: Random, customers: list[Customer], items: list[DueItem]
) -> None:
    """Facts of every kind, some taken back, some corrected, some about one item."""
    for _ in range(random.randrange(1, 9)):
        kind = random.choice(
            [*Fact.Kind.values, *[Fact.Kind.SUPPLY_STOPPED, Fact.Kind.BILL_BOUNCED] * 4]
        )
        customer = random.choice(customers)
        own = [item for item in items if item.customer_id == customer.pk]
        fact = _fact(random, customer, kind, random.choice([None, *own]))
        if random.random() < 0.3:
            _fact(random, customer, kind, fact.due_item, supersedes=fact)


def _fact(
    random: Random,
    customer: Customer,
    kind: str,
    item: DueItem | None,
    supersedes: Fact | None = None,
) -> Fact:
    from_on = some_day(random)
    until = from_on + dt.timedelta(days=random.randrange(1, 200))
    return Fact.objects.create(
        company=customer.company,
        customer=customer,
        due_item=item,
        kind=kind,
        from_on=from_on,
        until_on=random.choice([None, until]),
        verified=random.random() < 0.8,
        withdrawn=supersedes is not None and random.random() < 0.5,
        supersedes=supersedes,
        recorded_at=clock.now(),
    )


def override_some(random: Random, items: list[DueItem]) -> None:
    for item in random.sample(items, k=min(len(items), random.randrange(4))):
        before = None
        for _ in range(random.randrange(1, 3)):
            from_on = some_day(random)
            before = ClassOverride.objects.create(
                company=item.company,
                due_item=item,
                severity=random.randrange(1, 6),
                from_on=from_on,
                until_on=from_on + dt.timedelta(days=random.randrange(1, 120)),
                reason="seen",
                withdrawn=random.random() < 0.2,
                supersedes=before if random.random() < 0.5 else None,
                recorded_at=clock.now(),
            )


def change_policies(random: Random, company: Company) -> None:
    for version in range(2, 2 + random.randrange(3)):
        preset = random.choice(list(PRESETS.values()))
        rules = preset.to_dict()
        if random.random() < 0.3:
            rules |= {"dead_after_days": random.randrange(0, 120)}
        rules |= {"supply_stopped_days": random.choice([0, 10, 30])}
        ClassificationPolicy.objects.create(
            company=company,
            version=version,
            name=preset.name,
            rules=rules,
            from_on=some_day(random),
            recorded_at=clock.now(),
        )


class Expected(NamedTuple):
    severity: int
    decided_by: str


def pure_classes(company: Company, day: dt.date) -> dict[int, Expected]:
    """Every item issued by `day` with the class the pure rule gives it."""
    known = load_knowledge(company_id=company.pk)
    rules = rules_of(policy_in_force(company_id=company.pk, on=day))
    paid = dict(
        Allocation.objects.filter(company=company, effective_on__lte=day)
        .values("due_item")
        .annotate(n=Sum("amount"))
        .values_list("due_item", "n")
    )
    found = {}
    for item in DueItem.objects.filter(company=company, issued_on__lte=day):
        decision: Decision = known.of_item(
            customer_id=item.customer_id, item_id=item.pk
        ).decide(
            age_dates(
                rules,
                due_on=item.due_on,
                term_days=item.term_days,
                no_grace=item.kind == DueItem.Kind.BILL,
            ),
            as_of=day,
            is_open=item.amount - paid.get(item.pk, Decimal(0)) > 0,
            rules=rules,
        )
        found[item.pk] = Expected(decision.cls.severity, decision.decided_by)
    return found
