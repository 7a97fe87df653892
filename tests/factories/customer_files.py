"""Parts of a customer's file."""

from __future__ import annotations

import datetime as dt
from typing import Any

from arcollect.core.models import Company, User
from customers.models import (
    Customer,
    CustomerFlag,
    CustomerProduct,
    PaymentProfile,
    Product,
    PromotionAgreement,
    SupportAction,
)
from customers.services.log_support import log_support
from customers.services.save_agreement import add_agreement
from customers.services.save_payment_profile import FIELDS, keep_payment_profile
from customers.services.save_product import add_product, add_to_range
from customers.services.set_flag import set_flag
from tests.factories.ledger import TODAY

NOTHING_KNOWN: dict[str, Any] = {
    **dict.fromkeys(FIELDS, ""),
    "closing_day": None,
    "approval_steps": None,
    "bank_closing_day": None,
    "transfer_days": None,
    "pay_weekdays": [],
}


def payment_profile(*, customer: Customer, **known: Any) -> PaymentProfile:
    """How the customer pays; what is not named is not known."""
    return keep_payment_profile(
        actor=None, customer=customer, version=0, values={**NOTHING_KNOWN, **known}
    )


def flag(
    *,
    customer: Customer,
    kind: str = CustomerFlag.Kind.WATCH,
    from_on: dt.date = TODAY,
    by: User | None = None,
    reason: str = "He lives on other people's money.",
) -> CustomerFlag:
    """A flag from the day on, to be reviewed in ninety days."""
    return set_flag(
        actor=by,
        customer=customer,
        kind=kind,
        from_on=from_on,
        review_on=from_on + dt.timedelta(days=90),
        reason=reason,
    )


def product(*, company: Company, code: str = "BCD-1", **fields: Any) -> Product:
    """A fridge for 2,999.00."""
    values: dict[str, Any] = {
        "name": "Fridge",
        "specification": "",
        "unit": "",
        "currency": "CNY",
        "list_price": "2999.00",
        "is_sold": True,
    }
    return add_product(
        actor=None, company=company, values={**values, "code": code, **fields}
    )


def in_range(
    *, customer: Customer, product: Product, dealer_price: str = "2399.20", **more: Any
) -> CustomerProduct:
    """The product as the customer carries it."""
    values = {"sales_rank": None, "sales_share_bp": None, "noted_on": TODAY}
    return add_to_range(
        actor=None,
        customer=customer,
        product=product,
        values={**values, "dealer_price": dealer_price, **more},
    )


def agreement(
    *, customer: Customer, number: str = "PA-1", **fields: Any
) -> PromotionAgreement:
    """A rebate of 3 % for the year around TODAY."""
    values: dict[str, Any] = {
        "type": PromotionAgreement.Type.REBATE,
        "title": "Rebate of the year",
        "from_on": dt.date(TODAY.year, 1, 1),
        "until_on": dt.date(TODAY.year, 12, 31),
        "currency": "CNY",
        "rate_bp": 300,
        "amount": None,
        "budget": None,
        "signed_on": None,
    }
    return add_agreement(
        actor=None, customer=customer, values={**values, "number": number, **fields}
    )


def support(
    *, customer: Customer, cost: str = "500.00", **fields: Any
) -> SupportAction:
    """A shop guide who was sent on TODAY."""
    values: dict[str, Any] = {
        "kind": SupportAction.Kind.GUIDE,
        "done_on": TODAY,
        "currency": "CNY",
        "note": "",
        "agreement": None,
    }
    return log_support(
        actor=None, customer=customer, values={**values, "cost": cost, **fields}
    )


def file_of(customer: Customer) -> dict[str, Any]:
    """One of each part, for the matrix of routes."""
    name = customer.name
    company = customer.company
    ours = product(company=company, code=f"P{customer.pk}", name=company.name)
    return {
        "payment_profile": payment_profile(customer=customer, bank=f"{name} bank"),
        "flag": flag(customer=customer, reason=name),
        "product": ours,
        "range_row": in_range(customer=customer, product=ours),
        "agreement": agreement(
            customer=customer, number=f"PA{customer.pk}", title=name
        ),
        "support": support(customer=customer, note=name),
    }
