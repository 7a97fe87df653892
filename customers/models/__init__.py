from __future__ import annotations

from customers.models.contract import Contract, SettlementTerm
from customers.models.credit import CreditProfile, CreditReview, Grade, RiskSignal
from customers.models.credit_rules import DepositRule, DiscountOffer, RepCeiling
from customers.models.customer import Contact, Customer

__all__ = [
    "Contact",
    "Contract",
    "CreditProfile",
    "CreditReview",
    "Customer",
    "DepositRule",
    "DiscountOffer",
    "Grade",
    "RepCeiling",
    "RiskSignal",
    "SettlementTerm",
]
