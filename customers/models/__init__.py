from __future__ import annotations

from customers.models.contract import Contract, SettlementTerm
from customers.models.customer import Contact, Customer

__all__ = ["Contact", "Contract", "Customer", "SettlementTerm"]
