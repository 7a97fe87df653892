"""Credit lines and orders."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from arcollect.core import clock
from arcollect.core.dates import add_months
from arcollect.core.models import User
from arcollect.core.roles import Role
from customers.models import (
    Contract,
    CreditProfile,
    CreditReview,
    Customer,
    RiskSignal,
    SettlementTerm,
)
from customers.services.note_signal import note_signal
from invoices.models import ItemCover, SalesOrder
from invoices.services.enter_order import OrderInput, enter_order
from invoices.services.keep_cover import CoverInput, note_cover
from tests.factories import customers, people
from tests.factories.ledger import TODAY, invoice


def contract(*, customer: Customer, days: int = 30, number: str = "") -> Contract:
    """A signed contract with one term of net days."""
    made = Contract.objects.create(
        company=customer.company,
        customer=customer,
        number=number or f"HT-{customer.pk}",
        signed_on=TODAY - dt.timedelta(days=365),
        currency="CNY",
    )
    SettlementTerm.objects.create(contract=made, type="NET", days=days)
    return made


def review(
    *, customer: Customer, by: User | None = None, currency: str = "CNY"
) -> CreditReview:
    """A review that waits for a decision and proposes grade B."""
    return CreditReview.objects.create(
        company=customer.company,
        customer=customer,
        currency=currency,
        as_of=TODAY,
        inputs={},
        parts=[{"name": "payment", "points": 30, "most": 40}],
        score=75,
        proposed_grade="B",
        proposed_line=Decimal(40_000),
        proposed_period_days=45,
        prepared_by=by or people.user(role=Role.FINANCE, company=customer.company),
        prepared_at=clock.now(),
    )


def credit_line(
    *,
    customer: Customer,
    amount: str | Decimal = "10000.00",
    grade: str = "A",
    currency: str = "CNY",
    valid_from: dt.date = TODAY - dt.timedelta(days=30),
    covers_group: bool = False,
) -> CreditProfile:
    """A line in force since a day, decided by somebody."""
    asked = review(customer=customer, currency=currency)
    decider = people.user(role=Role.FINANCE_MANAGER, company=customer.company)
    CreditReview.objects.filter(pk=asked.pk).update(
        state=CreditReview.State.DECIDED,
        approved_by=decider,
        grade=grade,
        line=Decimal(amount),
        period_days=0,
        valid_from=valid_from,
        decided_at=clock.now(),
    )
    before = CreditProfile.objects.filter(customer=customer, currency=currency).count()
    return CreditProfile.objects.create(
        company=customer.company,
        customer=customer,
        currency=currency,
        version=before + 1,
        grade=grade,
        line=Decimal(amount),
        period_days=0,
        covers_group=covers_group,
        valid_from=valid_from,
        review_due_on=add_months(valid_from, 6),
        review=asked,
        recorded_at=clock.now(),
        recorded_by=decider,
    )


def order(
    *,
    customer: Customer | None = None,
    amount: str | Decimal = "1000.00",
    currency: str = "CNY",
    by: User | None = None,
    deposit: str | Decimal = "0",
    as_draft: bool = False,
    as_of: dt.date = TODAY,
) -> SalesOrder:
    """An order of today; whether it passes depends on the customer's credit."""
    customer = customer or customers.customer()
    return enter_order(
        actor=by,
        company=customer.company,
        order=OrderInput(
            customer=customer,
            ordered_on=as_of,
            currency=currency,
            amount=Decimal(amount),
            deposit=Decimal(deposit),
        ),
        as_of=as_of,
        as_draft=as_draft,
    )


def buyer(*, line: str = "10000.00", **fields: object) -> Customer:
    """A customer with a signed contract and a line in force."""
    made = customers.customer(**fields)  # type: ignore[arg-type]
    contract(customer=made)
    credit_line(customer=made, amount=line)
    return made


def signal(*, customer: Customer, severity: str = "medium") -> RiskSignal:
    """A sign that somebody noticed today."""
    return note_signal(
        actor=None,
        customer=customer,
        kind=RiskSignal.Kind.PAYS_LATER,
        severity=severity,
        seen_on=TODAY,
        source="Gu Wei",
        today=TODAY,
    )


def cover(*, customer: Customer, kind: str = "insured") -> ItemCover:
    """An insured invoice of the customer."""
    return note_cover(
        actor=None,
        due_item=invoice(customer=customer).items.get(),
        cover=CoverInput(
            kind=kind,
            partner="中国信保",
            from_on=TODAY,
            policy_number="P-1",
            amount=Decimal(80),
        ),
    )
