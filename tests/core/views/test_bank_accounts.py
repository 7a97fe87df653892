"""Bank accounts: what letters tell customers to pay into."""

from __future__ import annotations

import pytest
from django.test import Client

from arcollect.core.models import AuditEvent, BankAccount, Company
from arcollect.core.roles import Role
from arcollect.core.selectors.bank_accounts import find_bank_account
from arcollect.core.services.keep_bank_accounts import (
    add_bank_account,
    use_bank_account,
)
from tests import factories

pytestmark = pytest.mark.django_db
FORM = {
    "currency": "CNY",
    "bank": "Bank of the River",
    "account_name": "Lanyue Appliance Ltd.",
    "account_number": "3200 0001",
}


@pytest.fixture
def client(company: Company) -> Client:
    user = factories.user(role=Role.ADMINISTRATOR, company=company)
    return factories.signed_in(user)


def test_the_administrator_adds_an_account(client: Client, company: Company):
    assert client.get("/settings/bank-accounts/").status_code == 200

    assert client.post("/settings/bank-accounts/", FORM).status_code == 302

    account = find_bank_account(company=company, currency="CNY")
    assert account is not None
    assert account.account_number == "3200 0001"
    assert find_bank_account(company=company, currency="USD") is None
    event = AuditEvent.objects.get(action="core.bank_account.added")
    assert event.after["account_number"] == "3200 0001"


def test_the_same_number_twice_is_refused_at_its_field(client: Client):
    client.post("/settings/bank-accounts/", FORM)

    page = client.post("/settings/bank-accounts/", {**FORM, "bank": "Another"})

    assert "account_number" in page.context["form"].errors
    assert BankAccount.objects.count() == 1


def test_an_account_out_of_use_is_named_to_nobody(client: Client, company: Company):
    account = add_bank_account(actor=None, company=company, **FORM)
    url = f"/settings/bank-accounts/{account.pk}/use/"

    client.post(url, {"use": "no"})

    assert find_bank_account(company=company, currency="CNY") is None
    assert not use_bank_account(actor=None, account=account, is_active=False)
    assert AuditEvent.objects.filter(action="core.bank_account.ended").count() == 1
    client.post(url, {"use": "yes"})
    assert find_bank_account(company=company, currency="CNY") == account


def test_no_screen_changes_the_number_of_an_account(client: Client, company: Company):
    """Whoever wants another number has to add another account, which is seen."""
    account = add_bank_account(actor=None, company=company, **FORM)

    client.post(
        f"/settings/bank-accounts/{account.pk}/use/",
        {"use": "yes", "account_number": "6666"},
    )

    account.refresh_from_db()
    assert account.account_number == "3200 0001"
