"""Companies with overdue items and a switched-on ladder, for the tests of reminders."""

from __future__ import annotations

import datetime as dt
from typing import Any
from unittest import mock

from arcollect.core import clock
from arcollect.core.models import BankAccount, Company, User
from arcollect.core.roles import Role
from collection.models import DunningLetter, DunningProfile, DunningRun, DunningSettings
from collection.services.prepare_run import prepare_run
from collection.services.release_run import release_run
from collection.services.switch_sending import switch_sending
from customers.models import Customer
from invoices.models import DueItem
from tests import factories

# A Tuesday; the factories' invoices are late on it.
DAY = factories.TODAY


def company_with_sending(**fields: Any) -> Company:
    """A company that sends reminders, with an account to pay to."""
    company = factories.company(**fields)
    BankAccount.objects.create(
        company=company,
        currency="CNY",
        bank="Bank of Nanjing",
        account_name=company.name,
        account_number="3201 0000 0001",
    )
    switch_sending(actor=manager_of(company), company=company, on=True)
    # Items of the tests are as new as the ladder: they begin at the bottom.
    change_settings(company, went_live_on=None)
    return company


def change_settings(company: Company, **fields: Any) -> None:
    DunningSettings.objects.filter(company=company).update(**fields)


def manager_of(company: Company) -> User:
    return factories.user(role=Role.FINANCE_MANAGER, company=company)


def debtor(company: Company, *, language: str = "en", **fields: Any) -> Customer:
    fields.setdefault("email", "pay@debtor.example")
    return factories.customer(company=company, language=language, **fields)


def late_item(customer: Customer, *, days: int = 1, **fields: Any) -> DueItem:
    """An item `days` past its due date on `DAY`."""
    item: DueItem = factories.overdue_invoice(
        customer=customer, days=days, as_of=fields.pop("as_of", DAY), **fields
    ).items.get()
    return item


def ladder_of(company: Company) -> DunningProfile:
    return DunningProfile.objects.get(company=company)


def night(company: Company, day: dt.date = DAY) -> DunningRun:
    """Prepare the run of a day; a person releases and approves what waits."""
    run = prepare_run(profile=ladder_of(company), day=day)
    assert run is not None
    return release_rest(run)


def release_rest(run: DunningRun) -> DunningRun:
    """A finance manager releases what the night left."""
    if not run.letters.filter(state=DunningLetter.State.PLANNED).exists():
        return run
    return release_run(actor=manager_of(run.company), run=run)


def letters_of(run: DunningRun) -> list[DunningLetter]:
    return list(run.letters.order_by("customer__code"))


def nights(company: Company, first: dt.date, last: dt.date) -> dict[dt.date, int]:
    """Run every day in turn; the level of the first letter of each day that had one."""
    found = {}
    day = first
    while day <= last:
        run = prepare_run(profile=ladder_of(company), day=day)
        if run is not None:
            run = release_rest(run)
            for letter in run.letters.filter(state=DunningLetter.State.RELEASED):
                found[day] = letter.level
        day += dt.timedelta(days=1)
    return found


def at(moment: dt.datetime) -> Any:
    """The clock of the product stands at `moment`."""
    return mock.patch.object(clock, "now", return_value=moment)
