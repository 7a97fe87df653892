"""Every route of the API, who may call it with which scope, and with which object.

One line per route: `test_api_matrix.py` does the rest. A route or a method that is
missing here fails the suite.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from arcollect.core.models import Company, WorkCalendar
from arcollect.core.roles import Role
from arcollect.core.token_scopes import TokenScope
from collection.models import SuppressionInterval
from invoices.models import ClassHistory, ClassificationPolicy
from reconciliation.models import SealUse
from tests import factories
from tests.architecture.routes import (
    ABSENCE_KEEPERS,
    AUDIT_READERS,
    CLERKS,
    CONTACT_KEEPERS,
    EVERYONE,
    FINANCE_MANAGER,
    SEAL_READERS,
    Scope,
)
from tests.architecture.world import Books

Row = Callable[[Books], Any]
READ = TokenScope.READ
CUSTOMERS = TokenScope.WRITE_CUSTOMERS
LEDGER = TokenScope.WRITE_LEDGER
COLLECTION = TokenScope.WRITE_COLLECTION
VISITORS = CONTACT_KEEPERS


@dataclass(frozen=True)
class ApiRoute:
    """`methods` maps each method to the roles that may call it.

    `row` gives the object of the address from a set of books, `scope` what the token
    needs to write; reading always needs `read`. `query` is asked with every GET.
    """

    methods: dict[str, frozenset[Role]]
    row: Row | None = None
    scope: TokenScope = READ
    seen: Scope = Scope.CUSTOMER
    query: dict[str, str] = field(default_factory=dict)


def of(name: str) -> Row:
    """The object that the books hold under that name."""
    return lambda books: getattr(books, name)


def _read(name: str, row: Row, roles: frozenset[Role] = EVERYONE, **more: Any) -> Any:
    return {
        f"{name}_list": ApiRoute({"GET": roles}, **more),
        f"{name}_detail": ApiRoute({"GET": roles}, row, **more),
    }


def _kept(name: str, row: Row, writers: frozenset[Role]) -> Any:
    return {
        f"{name}_list": ApiRoute({"GET": EVERYONE, "POST": writers}, scope=CUSTOMERS),
        f"{name}_detail": ApiRoute(
            {"GET": EVERYONE, "PATCH": writers}, row, scope=CUSTOMERS
        ),
    }


def _logged(name: str, row: Row) -> Any:
    return {
        f"{name}_list": ApiRoute({"GET": EVERYONE, "POST": VISITORS}, scope=COLLECTION),
        f"{name}_detail": ApiRoute({"GET": EVERYONE}, row),
    }


def _posted(name: str, row: Row) -> Any:
    return {
        f"{name}_list": ApiRoute({"GET": EVERYONE, "POST": CLERKS}, scope=LEDGER),
        f"{name}_detail": ApiRoute({"GET": EVERYONE}, row),
    }


def _seal_use(books: Books) -> SealUse:
    request = books.seal_request
    found = SealUse.objects.filter(request=request).first()
    return found or SealUse.objects.create(
        company=books.company,
        letter=request.letter,
        seal=request.seal,
        request=request,
        requested_by=request.requested_by,
        sealed_by=factories.user(role=Role.FINANCE_MANAGER, company=books.company),
        second_factor_at=books.event.at,
        sha256_before="0" * 64,
        sha256_after="1" * 64,
        signer_fingerprint="2" * 64,
        at=books.event.at,
    )


def _held_back(books: Books) -> SuppressionInterval:
    found = SuppressionInterval.objects.filter(due_item=books.item).first()
    return found or SuppressionInterval.objects.create(
        company=books.company,
        customer=books.customer,
        due_item=books.item,
        reason="promised",
        level=1,
        currency=books.item.currency,
        amount=books.item.amount,
        from_on=factories.TODAY,
    )


def _class_change(books: Books) -> ClassHistory:
    found = ClassHistory.objects.filter(due_item=books.item).first()
    return found or ClassHistory.objects.create(
        company=books.company,
        due_item=books.item,
        changed_on=factories.TODAY,
        to_severity=2,
        decided_by=f"{books.customer.name}"[:60],
        policy=_policy(books),
        recorded_at=books.event.at,
    )


def _policy(books: Books) -> ClassificationPolicy:
    """Every company has a version of the class rules from its first moment on."""
    versions = ClassificationPolicy.objects.filter(company=books.company)
    return versions.earliest("version")


def _calendar(books: Books) -> WorkCalendar:
    return WorkCalendar.objects.get(company=books.company)


def _company(books: Books) -> Company:
    return books.company


_COMPANY = {"seen": Scope.COMPANY}
_NAMES: dict[str, ApiRoute] = {
    "me": ApiRoute({"GET": EVERYONE}, seen=Scope.COMPANY),
    **_read("companies", _company, **_COMPANY),
    **_read("sales_reps", of("rep")),
    **_read("audit_events", of("event"), AUDIT_READERS, **_COMPANY),
    **_kept("customers", of("customer"), CLERKS),
    **_kept("contacts", of("contact"), CONTACT_KEEPERS),
    **_kept("contracts", of("contract"), CLERKS),
    **_posted("invoices", of("invoice")),
    **_posted("credit_notes", of("credit_note")),
    **_posted("payments", of("payment")),
    **_posted("allocations", of("allocation")),
    "invoices_reverse": ApiRoute({"POST": FINANCE_MANAGER}, of("invoice"), LEDGER),
    "credit_notes_reverse": ApiRoute(
        {"POST": FINANCE_MANAGER}, of("credit_note"), LEDGER
    ),
    "payments_reverse": ApiRoute({"POST": FINANCE_MANAGER}, of("payment"), LEDGER),
    "allocations_undo": ApiRoute({"POST": CLERKS}, of("allocation"), LEDGER),
    **_read("due_items", of("item")),
    **_read("facts", of("fact")),
    **_read("overrides", of("override")),
    **_read("policies", _policy, **_COMPANY),
    **_read("class_changes", _class_change),
    **_read("disputes", of("dispute")),
    **_read("imports", of("batch"), CLERKS, **_COMPANY),
    **_logged("visits", of("visit")),
    **_logged("promises", of("promise")),
    "promises_replace": ApiRoute({"POST": VISITORS}, of("promise"), COLLECTION),
    "promises_cancel": ApiRoute({"POST": VISITORS}, of("promise"), COLLECTION),
    **_read("planned_contacts", of("step")),
    **_read("holds", of("hold")),
    **_read("reminders", of("reminder")),
    **_read("reminder_runs", of("dunning_run"), **_COMPANY),
    **_read("held_back", _held_back),
    **_read("messages", of("message")),
    **_read("letters", of("letter")),
    **_read("letter_runs", of("letter_run"), CLERKS, **_COMPANY),
    **_read("seals", of("seal"), SEAL_READERS, **_COMPANY),
    **_read("seal_requests", of("seal_request"), SEAL_READERS, **_COMPANY),
    **_read("seal_uses", _seal_use, SEAL_READERS, **_COMPANY),
    **_read("calendars", _calendar, **_COMPANY),
    **_read("absences", of("absence"), ABSENCE_KEEPERS),
    "reports_aging": ApiRoute(
        {"GET": EVERYONE}, query={"as_of": "2026-06-30", "by": "customer"}
    ),
}
API_ROUTES = {f"api:{name}": route for name, route in _NAMES.items()}
