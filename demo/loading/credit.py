"""Credit of the demo company: reviews and lines, signals, orders, limits, covers."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_UP, Decimal

from arcollect.core.dates import add_months
from arcollect.core.models import Company, User
from customers.domain.credit_grade import QueuePosition
from customers.models import Contract, CreditReview, Customer, RiskSignal
from customers.services.decide_review import (
    Decision,
    agree_to_review,
    decide_review,
)
from customers.services.keep_discount import offer_discount
from customers.services.note_signal import note_signal
from customers.services.prepare_review import prepare_review
from customers.services.set_credit_rules import set_ceiling, set_deposit
from invoices.models import DueItem, ItemCover, SalesOrder
from invoices.selectors.credit_standing import standing_of
from invoices.selectors.rep_receivables import list_rep_receivables
from invoices.selectors.review_facts import review_facts, with_judgement
from invoices.services.deliver_order import deliver_order
from invoices.services.enter_order import OrderInput, enter_order
from invoices.services.keep_cover import CoverInput, note_cover
from invoices.services.release_order import release_order

CURRENCY = "CNY"
REVIEWED = 14
RATINGS = ("sound", "fair", "fair", "weak", "sound", "unknown")
# Months ago that the lines were decided: some are due soon, one is late.
MONTHS_AGO = (1, 3, 5, 2, 4, 7)
SIGNALS = (
    ("pays_later", "medium", "周敏拜访记录 visit report", "比上季度晚付约十天"),
    ("stock_high", "high", "仓库盘点 stock count", "样机低于进价出清"),
    ("others_press", "low", "同行消息 word from another supplier", ""),
)


def enter_credit(company: Company, as_of: dt.date, *, users: dict[str, User]) -> None:
    """Review the first customers, let orders pass and hold, set limits, note covers."""
    set_deposit(
        actor=users["finance-manager"], company=company, grade="C", share_bp=3_000
    )
    found = Customer.objects.filter(
        company=company, status="ACTIVE", rep__isnull=False
    ).select_related("rep", "company")
    customers = list(found.order_by("pk")[: REVIEWED + 2])
    for place, customer in enumerate(customers[:REVIEWED]):
        _decide(customer, place, as_of, users)
    for customer in customers[REVIEWED:]:
        _prepare(customer, 0, as_of, users["finance"])
    for customer, signal in zip(customers[2:], SIGNALS, strict=False):
        _signal(customer, signal, as_of)
    _order(customers[:REVIEWED], as_of, users)
    _set_ceilings(company, as_of, users["finance-manager"])
    _cover(customers, as_of, users["finance"])
    _offer(company, as_of, users["finance"])


def _prepare(customer: Customer, place: int, on: dt.date, clerk: User) -> CreditReview:
    facts = review_facts(customer=customer, currency=CURRENCY, as_of=on)
    rating = RATINGS[place % len(RATINGS)]
    return prepare_review(
        actor=clerk,
        customer=customer,
        currency=CURRENCY,
        as_of=on,
        facts=with_judgement(facts, rating=rating, security=None),
        queue=QueuePosition(
            sales=2 + place % 4,
            profit=1 + place % 5,
            relation=3 + place % 3,
            control=2 + place % 3,
        ),
    )


def _decide(
    customer: Customer, place: int, as_of: dt.date, users: dict[str, User]
) -> None:
    on = add_months(as_of, -MONTHS_AGO[place % len(MONTHS_AGO)])
    review = _prepare(customer, place, on, users["finance"])
    decision = Decision(
        grade=review.proposed_grade,
        line=review.proposed_line // 100 * 100,
        period_days=review.proposed_period_days,
        valid_from=on,
    )
    manager, second = users["finance-manager"], users["manager"]
    if not decide_review(actor=manager, review=review, decision=decision):
        agree_to_review(actor=second, review=review)


def _signal(customer: Customer, signal: tuple[str, ...], as_of: dt.date) -> None:
    kind, severity, source, note = signal
    assert customer.rep is not None  # noqa: S101 - chosen so above
    note_signal(
        actor=customer.rep.user,
        customer=customer,
        kind=RiskSignal.Kind(kind),
        severity=severity,
        seen_on=as_of - dt.timedelta(days=6),
        source=source,
        note=note,
        today=as_of,
    )


def _order(customers: list[Customer], as_of: dt.date, users: dict[str, User]) -> None:
    """Orders of customers with room in their lines, and two that ask for too much."""
    roomy = [
        (customer, standing.headroom)
        for customer in customers
        if (
            standing := standing_of(customer=customer, currency=CURRENCY, today=as_of)
        ).headroom
        > 1_000
    ]
    for place, (customer, left) in enumerate(roomy[:6]):
        asked = left / 4 if place % 3 else left + 20_000
        order = _enter(customer, asked, as_of, users["finance"], place)
        if place == 0 and order.state == SalesOrder.State.HELD:
            _release(order, as_of, users)
        elif place == 1 and order.state == SalesOrder.State.APPROVED:
            deliver_order(
                actor=users["finance"], order=order, delivered_on=as_of, as_of=as_of
            )
    for customer in customers[-2:]:
        _enter(customer, Decimal(48_000), as_of, users["finance"], len(roomy))


def _enter(
    customer: Customer, amount: Decimal, as_of: dt.date, clerk: User, place: int
) -> SalesOrder:
    return enter_order(
        actor=clerk,
        company=customer.company,
        order=OrderInput(
            customer=customer,
            contract=customer.contracts.filter(currency=CURRENCY).first(),
            ordered_on=as_of - dt.timedelta(days=place % 4),
            wanted_on=as_of + dt.timedelta(days=7),
            currency=CURRENCY,
            amount=_round(amount),
            customer_reference=f"PO-{customer.code}-{place + 1}",
        ),
        as_of=as_of,
    )


def _release(order: SalesOrder, as_of: dt.date, users: dict[str, User]) -> None:
    for person in (users["finance-manager"], users["manager"]):
        given = release_order(
            actor=person,
            order=order,
            as_of=as_of,
            reason="客户承诺本周五付清逾期 Pays what is late by Friday",
        )
        if given.state == given.State.GIVEN:
            return


def _set_ceilings(company: Company, as_of: dt.date, manager: User) -> None:
    """A ceiling for every rep; the third one is over his."""
    rows = [
        row
        for row in list_rep_receivables(company=company, today=as_of)
        if row.currency == CURRENCY
    ]
    for place, row in enumerate(rows):
        percent = 96 if place == 2 else 125
        set_ceiling(
            actor=manager,
            rep=row.rep,
            currency=CURRENCY,
            amount=_round(row.actual * percent / 100 + 1),
        )


def _cover(customers: list[Customer], as_of: dt.date, clerk: User) -> None:
    items = DueItem.objects.filter(
        customer__in=customers[:4], state__open_amount__gt=0, issued_on__lt=as_of
    ).select_related("invoice", "customer")
    kinds = (
        (ItemCover.Kind.INSURED, "中国信保（演示）", "SC-2026-0117"),
        (ItemCover.Kind.FACTORED, "澜江银行保理部（演示）", "BL-2026-0042"),
    )
    for item, (kind, partner, number) in zip(
        items.order_by("-issued_on", "pk"), kinds, strict=False
    ):
        note_cover(
            actor=clerk,
            due_item=item,
            cover=CoverInput(
                kind=kind,
                partner=partner,
                policy_number=number,
                amount=item.amount,
                from_on=as_of - dt.timedelta(days=1),
            ),
        )


def _offer(company: Company, as_of: dt.date, clerk: User) -> None:
    contract = Contract.objects.filter(company=company).order_by("pk").first()
    if contract is not None:
        offer_discount(
            actor=clerk,
            contract=contract,
            within_days=10,
            share_bp=200,
            from_on=add_months(as_of, -6),
        )


def _round(amount: Decimal) -> Decimal:
    """Up to whole hundreds."""
    return (amount / 100).quantize(Decimal(1), rounding=ROUND_UP) * 100
