"""Bank accounts of a company."""

from __future__ import annotations

from django.db.models import QuerySet

from arcollect.core.models import BankAccount, Company


def list_bank_accounts(*, company: Company) -> QuerySet[BankAccount]:
    """Every account of the company, those in use first."""
    accounts = BankAccount.objects.filter(company=company)
    return accounts.order_by("-is_active", "currency", "pk")


def find_bank_account(*, company: Company, currency: str) -> BankAccount | None:
    """The account that money in `currency` shall go to: the oldest one in use."""
    accounts = BankAccount.objects.filter(
        company=company, currency=currency, is_active=True
    )
    return accounts.order_by("pk").first()
