"""Routes of customers, contacts and contracts."""

from __future__ import annotations

from arcollect.core.api.routes import resource
from customers.api.credit import (
    CreditProfileApi,
    CreditReviewApi,
    DepositRuleApi,
    DiscountOfferApi,
    RepCeilingApi,
    RiskSignalApi,
)
from customers.api.views import ContactApi, ContractApi, CustomerApi

urlpatterns = [
    *resource("credit-profiles", CreditProfileApi),
    *resource("credit-reviews", CreditReviewApi),
    *resource("risk-signals", RiskSignalApi),
    *resource("rep-ceilings", RepCeilingApi),
    *resource("deposit-rules", DepositRuleApi),
    *resource("discount-offers", DiscountOfferApi),
    *resource("customers", CustomerApi),
    *resource("contacts", ContactApi),
    *resource("contracts", ContractApi),
]
