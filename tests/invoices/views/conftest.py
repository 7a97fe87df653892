"""Who works at the screens of the ledger; each file opens the company's day itself."""

from __future__ import annotations

import pytest
from django.test import Client

from arcollect.core.models import Company
from arcollect.core.roles import Role
from customers.models import Customer
from invoices.models import Invoice
from tests import factories


@pytest.fixture
def customer(company: Company) -> Customer:
    seller = factories.user(role=Role.SALES_REP, company=company, username="seller")
    rep = factories.rep(company=company, user=seller)
    return factories.customer(company=company, rep=rep, name="Mine Trading")


@pytest.fixture
def posted(customer: Customer) -> Invoice:
    return factories.overdue_invoice(customer=customer, amount="120.00")


@pytest.fixture
def clerk(company: Company) -> Client:
    return factories.signed_in(factories.user(role=Role.FINANCE, company=company))


@pytest.fixture
def boss(company: Company) -> Client:
    user = factories.user(role=Role.FINANCE_MANAGER, company=company)
    return factories.signed_in(user)
