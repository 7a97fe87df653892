from __future__ import annotations

from customers.models.clause import Clause, ClauseText, ContractClause, ContractRules
from customers.models.contact import Contact
from customers.models.contract import Contract, SettlementTerm
from customers.models.contract_parts import Guarantee, Milestone
from customers.models.credit import CreditProfile, CreditReview, Grade, RiskSignal
from customers.models.credit_rules import DepositRule, DiscountOffer, RepCeiling
from customers.models.customer import Customer
from customers.models.distribution import DistributionPolicy
from customers.models.flag import CustomerFlag
from customers.models.payment_profile import PaymentProfile
from customers.models.product import CustomerProduct, Product
from customers.models.promotion import PromotionAgreement, SupportAction

__all__ = [
    "Clause",
    "ClauseText",
    "Contact",
    "Contract",
    "ContractClause",
    "ContractRules",
    "CreditProfile",
    "CreditReview",
    "Customer",
    "CustomerFlag",
    "CustomerProduct",
    "DepositRule",
    "DiscountOffer",
    "DistributionPolicy",
    "Grade",
    "Guarantee",
    "Milestone",
    "PaymentProfile",
    "Product",
    "PromotionAgreement",
    "RepCeiling",
    "RiskSignal",
    "SettlementTerm",
    "SupportAction",
]
