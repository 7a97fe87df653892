from __future__ import annotations

from customers.models.clause import Clause, ClauseText, ContractClause, ContractRules
from customers.models.contract import Contract, SettlementTerm
from customers.models.contract_parts import Guarantee, Milestone
from customers.models.customer import Contact, Customer

__all__ = [
    "Clause",
    "ClauseText",
    "Contact",
    "Contract",
    "ContractClause",
    "ContractRules",
    "Customer",
    "Guarantee",
    "Milestone",
    "SettlementTerm",
]
