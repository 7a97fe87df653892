"""Routes of customers, contacts and contracts."""

from __future__ import annotations

from arcollect.core.api.routes import resource
from customers.api.views import ContactApi, ContractApi, CustomerApi

urlpatterns = [
    *resource("customers", CustomerApi),
    *resource("contacts", ContactApi),
    *resource("contracts", ContractApi),
]
