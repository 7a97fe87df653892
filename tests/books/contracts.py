"""Contracts for tests, with business arguments only."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

from customers.models import Contract, Customer, Milestone, SettlementTerm
from invoices.models import Invoice
from invoices.services.due_items import due_items_of
from invoices.services.post_invoice import LineInput, post_invoice

_numbers = itertools.count(1)


def contract_with(
    customer: Customer, *terms: dict[str, Any], **agreed: Any
) -> Contract:
    """A contract with these terms, one group after the other."""
    contract = Contract.objects.create(
        company=customer.company,
        customer=customer,
        number=f"HT-{next(_numbers)}",
        currency=agreed.pop("currency", "CNY"),
        **agreed,
    )
    for group, term in enumerate(terms, start=1):
        SettlementTerm.objects.create(contract=contract, term_group=group, **term)
    return contract


def milestones_of(contract: Contract, *shares: int) -> list[Milestone]:
    """Steps of a contract with these shares in hundredths of a percent."""
    return [
        Milestone.objects.create(
            company_id=contract.company_id,
            customer_id=contract.customer_id,
            contract=contract,
            sequence=number,
            name=f"Step {number}",
            share_bp=share,
        )
        for number, share in enumerate(shares, start=1)
    ]


def invoice_under(
    contract: Contract, *amounts: str, issued_on: dt.date, **given: Any
) -> Invoice:
    """A posted invoice; the first amount is of term 1, the second of term 2, ..."""
    lines = [
        LineInput(
            description=f"Goods {group}",
            quantity=Decimal(1),
            unit_price=Decimal(amount),
            amount=Decimal(amount),
            term_group=group,
        )
        for group, amount in enumerate(amounts, start=1)
    ]
    items = due_items_of(
        issued_on=issued_on,
        lines=lines,
        currency=contract.currency,
        contract=contract,
        **given,
    )
    return post_invoice(
        actor=None,
        company=contract.company,
        customer=contract.customer,
        contract=contract,
        issued_on=issued_on,
        currency=contract.currency,
        items=items,
        lines=lines,
    )
