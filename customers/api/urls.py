"""Routes of the customers' part of the API."""

from __future__ import annotations

from arcollect.core.api.routes import resource
from customers.api.views import ContactApi, CustomerApi
from customers.api.views_contract import ContractApi, GuaranteeApi, MilestoneApi

urlpatterns = [
    *resource("customers", CustomerApi),
    *resource("contacts", ContactApi),
    *resource("contracts", ContractApi, acts={"sign": "sign"}),
    *resource("milestones", MilestoneApi),
    *resource("guarantees", GuaranteeApi),
]
