"""What is known about an order and its customer when credit is checked."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db.models import Count, Q, Sum

from customers.models import Contract, CreditProfile, Customer
from customers.selectors.contracts import supports_credit
from customers.selectors.credit import find_profile
from customers.selectors.credit_rules import deposit_shares, find_ceiling
from customers.selectors.flags import prepayment_only
from customers.selectors.groups import group_of
from invoices.domain.exposure import Exposure, together
from invoices.domain.order_check import Line, OrderFacts
from invoices.models import DueItemState, Fact, SalesOrder
from invoices.selectors.exposure import exposures_of
from invoices.selectors.rep_receivables import rep_actual

ZERO = Decimal(0)
# Facts that stop deliveries whatever the line says (domain rules, section 2).
STOPPING = (
    Fact.Kind.SUPPLY_STOPPED,
    Fact.Kind.INSOLVENCY_SIGNS,
    Fact.Kind.BANKRUPTCY_ACCEPTED,
    Fact.Kind.BANKRUPTCY_DECLARED,
    Fact.Kind.BANKRUPTCY_CLOSED,
    Fact.Kind.ABSCONDED,
    Fact.Kind.DISSOLVED,
)


def order_facts(*, order: SalesOrder, as_of: dt.date, at_delivery: bool) -> OrderFacts:
    """The facts of one order on a day; the order itself is left out of the exposure."""
    customer, currency = order.customer, order.currency
    profile = find_profile(customer_id=customer.pk, currency=currency, on=as_of)
    head, group = _group(order, as_of)
    exposures = exposures_of(
        customer_ids={customer.pk, *group}, today=as_of, without_order=order.pk
    )
    own = exposures.get((customer.pk, currency), Exposure())
    items, amount = _past_final(customer.pk, currency, as_of)
    ceiling = _ceiling(order)
    return OrderFacts(
        as_of=as_of,
        amount=order.amount,
        deposit=order.deposit,
        line=_line(profile),
        exposure=own,
        group_line=_line(head),
        group_exposure=together(
            exposures.get((one, currency), Exposure()) for one in group
        ),
        past_final_items=items,
        past_final=amount,
        is_supply_stopped=is_supply_stopped(customer_id=customer.pk, on=as_of),
        is_active=customer.status in (Customer.Status.ACTIVE, Customer.Status.PROSPECT),
        is_prepayment_only=prepayment_only(customer.pk, as_of),
        has_contract=has_contract(order),
        rep_ceiling=ceiling,
        rep_actual=_rep_actual(order, as_of) if ceiling is not None else ZERO,
        deposit_share_bp=(
            deposit_shares(company_id=order.company_id)[profile.grade] if profile else 0
        ),
        cash=own.unapplied_cash - _other_deposits(order),
        at_delivery=at_delivery,
    )


def is_supply_stopped(*, customer_id: int, on: dt.date) -> bool:
    """Whether a fact in force on the day stops deliveries to the customer."""
    facts = Fact.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=on),
        customer_id=customer_id,
        kind__in=STOPPING,
        from_on__lte=on,
        withdrawn=False,
        superseded_by=None,
    )
    return facts.exists()


def has_contract(order: SalesOrder) -> bool:
    """Whether a contract in force stands behind the order, its own or another one."""
    if order.contract is not None:
        return supports_credit(order.contract)
    others = Contract.objects.filter(customer_id=order.customer_id)
    return any(supports_credit(contract) for contract in others)


def _line(profile: CreditProfile | None) -> Line | None:
    if profile is None:
        return None
    return Line(amount=profile.line, review_due_on=profile.review_due_on)


def _group(order: SalesOrder, as_of: dt.date) -> tuple[CreditProfile | None, list[int]]:
    """The line that the head of the group has for all of it, and who belongs to it."""
    keys = group_of(order.customer)
    head = find_profile(customer_id=keys[0], currency=order.currency, on=as_of)
    if head is None or not head.covers_group:
        return None, []
    return head, keys


def _past_final(customer_id: int, currency: str, as_of: dt.date) -> tuple[int, Decimal]:
    """Open items past their final date in any currency, and the amount in this one."""
    late = DueItemState.objects.filter(
        customer_id=customer_id,
        open_amount__gt=0,
        issued_on__lte=as_of,
        final_on__lt=as_of,
    ).aggregate(
        items=Count("pk"), amount=Sum("open_amount", filter=Q(currency=currency))
    )
    return late["items"], late["amount"] or ZERO


def _other_deposits(order: SalesOrder) -> Decimal:
    """Deposits of orders that were delivered and wait for their invoice."""
    others = SalesOrder.objects.filter(
        ~Q(pk=order.pk),
        customer_id=order.customer_id,
        currency=order.currency,
        state=SalesOrder.State.DELIVERED,
    )
    return others.aggregate(n=Sum("deposit"))["n"] or ZERO


def _ceiling(order: SalesOrder) -> Decimal | None:
    rep_id = order.customer.rep_id
    return find_ceiling(rep_id=rep_id, currency=order.currency) if rep_id else None


def _rep_actual(order: SalesOrder, as_of: dt.date) -> Decimal:
    rep_id = order.customer.rep_id
    if rep_id is None:
        return ZERO
    return rep_actual(
        rep_id=rep_id, currency=order.currency, today=as_of, without_order=order.pk
    )
