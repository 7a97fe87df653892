"""Load the demo company: the book through the import, the rest through the services."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.bulk import refresh_statistics
from arcollect.core.models import Company, User
from demo.generator.book import DEFAULT_CUSTOMERS, DEFAULT_SEED, Book, build_book
from demo.loading.bills import enter_bills
from demo.loading.claims import close_old_books, enter_claims
from demo.loading.company import add_staff, open_company
from demo.loading.contracts import enter_contracts
from demo.loading.credit import enter_credit
from demo.loading.documents import enter_documents
from demo.loading.events import (
    approve_overrides,
    record_facts,
    record_strays,
    reverse_bounced,
)
from demo.loading.evidence import enter_evidence
from demo.loading.files import fill_files
from demo.loading.imports import import_documents, import_masters
from demo.loading.letters import issue_letters
from demo.loading.masters import add_contacts, add_fixed_days, complete_customers
from demo.loading.matching import match_some_lines
from demo.loading.reminders import prepare_reminders
from demo.loading.rewards import enter_rewards
from demo.loading.statements import import_statements
from demo.loading.work import enter_work
from demo.logins import DEMO_CODE
from invoices.services.classify import classify_through

# So far back the history of classes goes; the nights after it are run one by one.
HISTORY_DAYS = 7 * 13


class DemoRefusedError(Exception):
    """The demo company is not loaded; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded, through which day."""

    company: Company
    as_of: dt.date
    customers: int
    invoices: int
    payments: int
    changed: int


def load_demo(
    *,
    as_of: dt.date,
    seed: int = DEFAULT_SEED,
    customers: int = DEFAULT_CUSTOMERS,
    tell: Callable[[str], object] = lambda _line: None,
) -> Loaded:
    """Load the demo company with three years of books that end on `as_of`.

    All of it or nothing: an interrupted load leaves no half company behind. `tell`
    gets a line per step. Raises `DemoRefusedError` in production and where a demo
    company exists.
    """
    refuse_here()
    tell(_("Writing the books of the demo company."))
    book = build_book(as_of=as_of, seed=seed, customers=customers)
    with transaction.atomic():
        company, users = _enter(book, tell)
        changed = _classify(company, as_of, tell)
        tell(_("Logging visits and promises of the last weeks."))
        enter_work(company, seed=seed, as_of=as_of)
        tell(_("Reviewing credit and entering orders."))
        enter_credit(company, as_of, users=users)
        tell(_("Counting commission and points."))
        enter_rewards(company, as_of, users)
        tell(_("Issuing letters about the last quarter."))
        issue_letters(company, as_of, clerk=users["finance"])
        tell(_("Noting what customers kept back and asked for."))
        boss = users["finance-manager"]
        enter_claims(company, as_of, clerk=users["finance"], manager=boss)
        tell(_("Receiving bills and deciding about claims."))
        enter_bills(company, as_of, clerk=users["finance"], manager=boss)
        tell(_("Importing the bank statements of the last month."))
        import_statements(company, seed=seed, as_of=as_of, clerk=users["finance"])
        match_some_lines(company, manager=boss, clerk=users["finance"])
        # After everything that lowers a debt, or the letters would be called back.
        tell(_("Preparing the reminders of the day."))
        prepare_reminders(company, as_of, manager=boss)
        enter_evidence(company, as_of, clerk=users["finance"], manager=boss)
        close_old_books(company, as_of, manager=boss)
    return Loaded(
        company=company,
        as_of=as_of,
        customers=len(book.customers),
        invoices=len(book.invoices),
        payments=len(book.payments) + len(book.strays),
        changed=changed,
    )


def refuse_here() -> None:
    """Raise `DemoRefusedError` in production, or where the code is in use."""
    if settings.PRODUCTION:
        raise DemoRefusedError(
            _(
                "The demo company has logins that everybody knows, so it is not loaded "
                "with ARCOLLECT_ENV=production. Load it on another machine."
            )
        )
    existing = Company.objects.filter(code=DEMO_CODE).first()
    if existing is not None and existing.is_demo:
        raise DemoRefusedError(
            _(
                "The demo company is there already. `make demo-reset` deletes it and "
                "starts over; --if-missing leaves it as it is."
            )
        )
    if existing is not None:
        raise DemoRefusedError(
            _(
                "Your company %(name)s has the code %(code)s, which the demo company "
                "needs. Load the demo into another database."
            )
            % {"name": existing, "code": DEMO_CODE}
        )


def demo_exists() -> bool:
    """Whether the demo company is loaded."""
    return Company.objects.filter(code=DEMO_CODE, is_demo=True).exists()


def _enter(
    book: Book, tell: Callable[[str], object]
) -> tuple[Company, dict[str, User]]:
    company = open_company()
    users = add_staff(company)
    clerk, manager = users["finance"], users["finance-manager"]
    tell(_("Importing customers and contracts."))
    import_masters(company, book, clerk=clerk)
    customers = complete_customers(company, book, clerk=clerk)
    add_contacts(customers, book)
    add_fixed_days(company, book, clerk=clerk)
    fill_files(company, book, customers, clerk=clerk)
    tell(_("Entering and importing invoices, payments and allocations."))
    enter_documents(company, book, customers, clerk=clerk)
    import_documents(company, book, clerk=clerk)
    record_strays(company, book, customers, clerk=clerk, manager=manager)
    reverse_bounced(company, book, manager=manager)
    record_facts(company, book, customers, manager=manager)
    approve_overrides(company, book, manager=manager)
    enter_contracts(company, as_of=book.as_of, users=users)
    audit.record(
        actor=None,
        action="demo.company.loaded",
        target=company,
        company=company,
        after={"as_of": book.as_of, "customers": len(book.customers)},
    )
    return company, users


def _classify(company: Company, as_of: dt.date, tell: Callable[[str], object]) -> int:
    """Run the nights of the last thirteen weeks, so that classes have a history."""
    tell(_("Classifying the last thirteen weeks."))
    # The tables were empty a moment ago: without fresh statistics the first night takes
    # thirty times as long on SQLite.
    refresh_statistics(connection.introspection.table_names())
    classify_through(company=company, as_of=as_of - dt.timedelta(days=HISTORY_DAYS))
    return classify_through(company=company, as_of=as_of).changed
