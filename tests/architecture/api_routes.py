"""Every route of the API, who may call it with which scope, and with which object.

One line per route: `test_api_matrix.py` does the rest. A route or a method that is
missing here fails the suite.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from arcollect.core.models import AuthorityLimit, Company, WorkCalendar
from arcollect.core.roles import Role
from arcollect.core.token_scopes import TokenScope
from collection.models import CommissionLine, SuppressionInterval
from customers.models import DepositRule, RepCeiling
from customers.services.set_credit_rules import set_ceiling, set_deposit
from invoices.models import BankStatement, ClassHistory, ClassificationPolicy, Recovery
from reconciliation.models import SealUse
from tests import factories
from tests.architecture.matching_rows import (
    advice_of,
    alias_of,
    decision_of,
    proposal_of,
)
from tests.architecture.routes import (
    ABSENCE_KEEPERS,
    AUDIT_READERS,
    CLAIM_DECIDERS,
    CLAIM_KEEPERS,
    CLERKS,
    CONTACT_KEEPERS,
    EVERYONE,
    FACT_KEEPERS,
    FINANCE_MANAGER,
    HOLD_KEEPERS,
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
    `empty` is what an empty body gets: an act may need no word besides its address.
    """

    methods: dict[str, frozenset[Role]]
    row: Row | None = None
    scope: TokenScope = READ
    seen: Scope = Scope.CUSTOMER
    query: dict[str, str] = field(default_factory=dict)
    empty: int = 422


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


def _posted(name: str, row: Row, writers: frozenset[Role] = CLERKS) -> Any:
    return {
        f"{name}_list": ApiRoute({"GET": EVERYONE, "POST": writers}, scope=LEDGER),
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


def _recovery(books: Books) -> Recovery:
    found = Recovery.objects.filter(decision=books.decision).first()
    return found or Recovery.objects.create(
        company=books.company,
        currency=books.allocation.currency,
        decision=books.decision,
        allocation=books.allocation,
        amount=books.allocation.amount,
        effective_on=books.allocation.effective_on,
        recorded_at=books.event.at,
    )


def _policy(books: Books) -> ClassificationPolicy:
    """Every company has a version of the class rules from its first moment on."""
    versions = ClassificationPolicy.objects.filter(company=books.company)
    return versions.earliest("version")


def _commission_line(books: Books) -> CommissionLine:
    found: CommissionLine = books.commission_statement.lines.get()
    return found


def _calendar(books: Books) -> WorkCalendar:
    return WorkCalendar.objects.get(company=books.company)


def _ceiling(books: Books) -> RepCeiling:
    found = RepCeiling.objects.filter(rep=books.rep).first()
    return found or set_ceiling(
        actor=None, rep=books.rep, currency="CNY", amount=Decimal(10**6)
    )


def _deposit(books: Books) -> DepositRule:
    found = DepositRule.objects.filter(company=books.company).first()
    return found or set_deposit(
        actor=None, company=books.company, grade="C", share_bp=3000
    )


def _authority(books: Books) -> AuthorityLimit:
    found = AuthorityLimit.objects.filter(company=books.company).first()
    return found or AuthorityLimit.objects.create(
        company=books.company,
        role=Role.FINANCE_MANAGER,
        act="release",
        currency="CNY",
        limit=Decimal(1),
        version=1,
        recorded_at=books.event.at,
    )


def _statement(books: Books) -> BankStatement:
    return books.bank_entry.statement


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
    "contracts_sign": ApiRoute({"POST": CLERKS}, of("contract"), CUSTOMERS),
    **_read("milestones", of("milestone")),
    **_read("guarantees", of("guarantee")),
    **_read("due_date_changes", of("due_change")),
    **_read("awaited_dates", of("awaited")),
    **_read("advances", of("advance")),
    **_read("goods_releases", of("release")),
    **_read("sell_through_statements", of("statement")),
    "customers_cause": ApiRoute({"POST": CONTACT_KEEPERS}, of("customer"), CUSTOMERS),
    **_kept("payment_profiles", of("payment_profile"), CONTACT_KEEPERS),
    "customer_flags_list": ApiRoute(
        {"GET": EVERYONE, "POST": FACT_KEEPERS}, scope=CUSTOMERS
    ),
    "customer_flags_detail": ApiRoute({"GET": EVERYONE}, of("flag")),
    "customer_flags_lift": ApiRoute({"POST": FINANCE_MANAGER}, of("flag"), CUSTOMERS),
    "products_list": ApiRoute(
        {"GET": EVERYONE, "POST": CLERKS}, scope=CUSTOMERS, **_COMPANY
    ),
    "products_detail": ApiRoute(
        {"GET": EVERYONE, "PATCH": CLERKS},
        of("product"),
        scope=CUSTOMERS,
        **_COMPANY,
    ),
    **_kept("customer_products", of("range_row"), CONTACT_KEEPERS),
    **_kept("promotion_agreements", of("agreement"), CLERKS),
    "promotion_agreements_end": ApiRoute({"POST": CLERKS}, of("agreement"), CUSTOMERS),
    **_kept("support_actions", of("support"), CONTACT_KEEPERS),
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
    **_posted("disputes", of("dispute"), HOLD_KEEPERS),
    "disputes_resolve": ApiRoute({"POST": HOLD_KEEPERS}, of("dispute"), LEDGER),
    **_posted("extensions", of("extension"), CLAIM_KEEPERS),
    "extensions_approve": ApiRoute({"POST": CLAIM_DECIDERS}, of("extension"), LEDGER),
    "extensions_reject": ApiRoute({"POST": CLAIM_DECIDERS}, of("extension"), LEDGER),
    **_posted("goods", of("movement"), CLAIM_KEEPERS),
    **_posted("deductions", of("deduction"), CLAIM_KEEPERS),
    "deductions_approve": ApiRoute({"POST": CLAIM_DECIDERS}, of("deduction"), LEDGER),
    "deductions_reject": ApiRoute({"POST": CLAIM_DECIDERS}, of("deduction"), LEDGER),
    **_posted("evidence", of("evidence"), CLAIM_KEEPERS),
    "evidence_withdraw": ApiRoute({"POST": CLAIM_KEEPERS}, of("evidence"), LEDGER),
    "evidence_file": ApiRoute({"GET": EVERYONE}, of("evidence")),
    "deductions_take_back": ApiRoute(
        {"POST": FINANCE_MANAGER}, of("deduction"), LEDGER
    ),
    "orders_list": ApiRoute({"GET": EVERYONE, "POST": VISITORS}, scope=LEDGER),
    "orders_detail": ApiRoute({"GET": EVERYONE}, of("order")),
    "orders_check": ApiRoute({"POST": VISITORS}, of("order"), LEDGER),
    "orders_release": ApiRoute({"POST": FACT_KEEPERS}, of("order"), LEDGER),
    "orders_deliver": ApiRoute({"POST": VISITORS}, of("order"), LEDGER),
    "orders_invoice": ApiRoute({"POST": CLERKS}, of("order"), LEDGER),
    "orders_cancel": ApiRoute({"POST": VISITORS}, of("order"), LEDGER),
    "orders_reopen": ApiRoute({"POST": VISITORS}, of("order"), LEDGER),
    **_read("item_covers", of("cover")),
    **_read("credit_profiles", of("profile")),
    **_read("credit_reviews", of("review")),
    **_read("risk_signals", of("signal")),
    **_read("discount_offers", of("offer")),
    **_read("rep_ceilings", _ceiling, SEAL_READERS, **_COMPANY),
    **_read("deposit_rules", _deposit, SEAL_READERS, **_COMPANY),
    **_read("authority_limits", _authority, AUDIT_READERS, **_COMPANY),
    "customers_credit": ApiRoute(
        {"GET": EVERYONE}, of("customer"), query={"currency": "CNY"}
    ),
    **_read("imports", of("batch"), CLERKS, **_COMPANY),
    **_posted("bills", of("bill")),
    **_read("decisions", of("decision")),
    **_read("recoveries", _recovery),
    **_read("match_proposals", proposal_of, SEAL_READERS, **_COMPANY),
    "matches_list": ApiRoute(
        {"GET": SEAL_READERS, "POST": CLERKS}, scope=LEDGER, **_COMPANY
    ),
    "matches_detail": ApiRoute({"GET": SEAL_READERS}, decision_of, **_COMPANY),
    "matches_undo": ApiRoute({"POST": CLERKS}, decision_of, LEDGER, **_COMPANY),
    **_read("payer_aliases", alias_of),
    "remittances_list": ApiRoute(
        {"GET": SEAL_READERS, "POST": CLERKS}, scope=LEDGER, **_COMPANY
    ),
    "remittances_detail": ApiRoute({"GET": SEAL_READERS}, advice_of, **_COMPANY),
    "remittances_discard": ApiRoute(
        {"POST": CLERKS}, advice_of, LEDGER, empty=201, **_COMPANY
    ),
    "bank_statements_list": ApiRoute(
        {"GET": SEAL_READERS, "POST": CLERKS}, scope=LEDGER, **_COMPANY
    ),
    "bank_statements_detail": ApiRoute({"GET": SEAL_READERS}, _statement, **_COMPANY),
    **_read("bank_entries", of("bank_entry"), SEAL_READERS, **_COMPANY),
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
    **_read("commission_policies", of("commission_policy"), **_COMPANY),
    **_read("commission_statements", of("commission_statement")),
    **_read("commission_lines", _commission_line),
    **_read("points_policies", of("points_policy"), **_COMPANY),
    **_read("points_accounts", of("customer")),
    **_read("points_entries", of("points_entry")),
    **_read("campaigns", of("campaign"), **_COMPANY),
    **_read("redemptions", of("redemption")),
    **_read("distribution_policies", of("distribution"), **_COMPANY),
    "reports_sales_modes": ApiRoute({"GET": EVERYONE}, query={"months": "3"}),
    "reports_distribution": ApiRoute({"GET": EVERYONE}),
    "reports_aging": ApiRoute(
        {"GET": EVERYONE}, query={"as_of": "2026-06-30", "by": "customer"}
    ),
}
API_ROUTES = {f"api:{name}": route for name, route in _NAMES.items()}
