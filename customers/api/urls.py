"""Routes of customers and of what belongs to them."""

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
from customers.api.distribution import DistributionPolicyApi
from customers.api.file_views import FlagApi, PaymentProfileApi
from customers.api.trade_views import (
    AgreementApi,
    ProductApi,
    RangeApi,
    SupportApi,
)
from customers.api.views import ContactApi, CustomerApi
from customers.api.views_contract import ContractApi, GuaranteeApi, MilestoneApi

urlpatterns = [
    *resource("credit-profiles", CreditProfileApi),
    *resource("credit-reviews", CreditReviewApi),
    *resource("risk-signals", RiskSignalApi),
    *resource("rep-ceilings", RepCeilingApi),
    *resource("deposit-rules", DepositRuleApi),
    *resource("discount-offers", DiscountOfferApi),
    *resource("customers", CustomerApi, acts={"cause": "cause"}),
    *resource("contacts", ContactApi),
    *resource("contracts", ContractApi, acts={"sign": "sign"}),
    *resource("milestones", MilestoneApi),
    *resource("guarantees", GuaranteeApi),
    *resource("distribution-policies", DistributionPolicyApi),
    *resource("payment-profiles", PaymentProfileApi),
    *resource("customer-flags", FlagApi, acts={"lift": "lift"}),
    *resource("products", ProductApi),
    *resource("customer-products", RangeApi),
    *resource("promotion-agreements", AgreementApi, acts={"end": "end"}),
    *resource("support-actions", SupportApi),
]
