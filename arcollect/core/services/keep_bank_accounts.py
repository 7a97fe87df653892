"""Bank accounts that letters and reminders ask customers to pay into."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.models import BankAccount, Company, User


class BankAccountRefusedError(Exception):
    """The account was not added; the text says why."""


def add_bank_account(
    *,
    actor: User | None,
    company: Company,
    currency: str,
    bank: str,
    account_name: str,
    account_number: str,
) -> BankAccount:
    """Add an account for money in `currency` (ISO 4217).

    An account never changes afterwards, so that nobody slips another number under a
    name that is known: a wrong one is taken out of use and added again. Raises
    `BankAccountRefusedError` when the number is there already.
    """
    try:
        with transaction.atomic():
            account = BankAccount.objects.create(
                company=company,
                currency=currency,
                bank=bank,
                account_name=account_name,
                account_number=account_number,
            )
            audit.record(
                actor=actor,
                action="core.bank_account.added",
                target=account,
                company=company,
                after={
                    "currency": currency,
                    "bank": bank,
                    "account_name": account_name,
                    "account_number": account_number,
                },
            )
    except IntegrityError as error:
        raise BankAccountRefusedError(
            _("The account %(number)s is in the list already.")
            % {"number": account_number}
        ) from error
    return account


@transaction.atomic
def use_bank_account(
    *, actor: User | None, account: BankAccount, is_active: bool
) -> bool:
    """Take an account out of use or into use again; returns whether that is a change."""
    changed = (
        BankAccount.objects.filter(pk=account.pk)
        .exclude(is_active=is_active)
        .update(is_active=is_active)
    )
    if changed:
        audit.record(
            actor=actor,
            action="core.bank_account.used" if is_active else "core.bank_account.ended",
            target=account,
            company=account.company_id,
            before={"is_active": not is_active},
            after={"is_active": is_active},
        )
    return bool(changed)
