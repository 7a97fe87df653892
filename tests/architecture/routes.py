"""Every route of the product, who may call it, and with which arguments.

One line per route: `test_route_matrix.py` does the rest. A route that is missing here
fails the suite.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from arcollect.core.roles import Role
from invoices.models import ClassificationPolicy
from tests.architecture.matching_rows import advice_of, entry_of
from tests.architecture.world import Books

EVERYONE = frozenset(Role)
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
CLERKS = frozenset({Role.FINANCE, Role.FINANCE_MANAGER})
FINANCE_MANAGER = frozenset({Role.FINANCE_MANAGER})
AUDIT_READERS = frozenset({Role.FINANCE_MANAGER, Role.AUDITOR, Role.ADMINISTRATOR})
SEAL_READERS = CLERKS | {Role.AUDITOR, Role.ADMINISTRATOR}
CONTACT_KEEPERS = CLERKS | {Role.SALES_REP, Role.SALES_MANAGER}
ABSENCE_KEEPERS = ADMINISTRATOR | {Role.SALES_MANAGER}
FACT_KEEPERS = CLERKS | {Role.SALES_MANAGER}
HOLD_KEEPERS = FACT_KEEPERS
CLAIM_KEEPERS = CLERKS | {Role.SALES_REP, Role.SALES_MANAGER}
CLAIM_DECIDERS = CLERKS | {Role.SALES_MANAGER}
ORDER_KEEPERS = CONTACT_KEEPERS
APPROVERS = FACT_KEEPERS
LIMIT_READERS = SEAL_READERS
AUTHORITY_KEEPERS = frozenset({Role.FINANCE_MANAGER, Role.ADMINISTRATOR})
COMMISSION_APPROVERS = FINANCE_MANAGER | {Role.SALES_MANAGER}
POINTS_KEEPERS = FACT_KEEPERS

Kwargs = Callable[[Books], dict[str, object]]
BOTH = ("GET", "POST")
GET = ("GET",)
POST = ("POST",)


class Scope(Enum):
    """Whose objects a role sees at this route."""

    COMPANY = "company"  # everything of the company
    CUSTOMER = "customer"  # sales sees its own customers, the others the company's


@dataclass(frozen=True)
class Route:
    """`roles` get past the door, with `methods`; the rest is refused.

    `kwargs` takes the route's arguments from a set of books. `public` routes need no
    login; `opens` is what GET answers to those who may (200, or a redirect).
    `half_open` routes belong to signing in and have no object and no role.
    """

    roles: frozenset[Role] = EVERYONE
    methods: tuple[str, ...] = GET
    kwargs: Kwargs | None = None
    scope: Scope = Scope.CUSTOMER
    public: bool = False
    opens: tuple[int, ...] = (200,)


def of(name: str) -> Kwargs:
    """Arguments that are the key of one object: `of("customer")` for `customer_id`."""
    return lambda books: {f"{name}_id": getattr(books, name).pk}


def named(**names: str) -> Kwargs:
    """Arguments of other names: `named(draft_id="credit_draft")`."""
    return lambda books: {key: getattr(books, name).pk for key, name in names.items()}


def _about_invoice(books: Books) -> dict[str, object]:
    return {"about": "invoice", "object_id": books.invoice.pk}


def _company(**fields: object) -> Route:
    return Route(scope=Scope.COMPANY, **fields)  # type: ignore[arg-type]


def _policy(books: Books) -> dict[str, object]:
    """Every company has a version of the class rules from its first moment on."""
    versions = ClassificationPolicy.objects.filter(company=books.company)
    return {"policy_id": versions.earliest("version").pk}


def _entry(books: Books) -> dict[str, object]:
    return {"entry_id": entry_of(books).pk}


def _advice(books: Books) -> dict[str, object]:
    return {"advice_id": advice_of(books).pk}


def _statement(books: Books) -> dict[str, object]:
    return {"statement_id": books.bank_entry.statement_id}


CORE = {
    "first_run": Route(public=True, methods=BOTH, opens=(404,)),
    "login": Route(public=True, methods=BOTH, opens=(200, 302)),
    "set_language": Route(public=True, methods=POST),
    "logout": Route(methods=POST),
    "switch_company": Route(methods=POST),
    "second_factor": Route(methods=BOTH, opens=(302,)),
    "second_factor_setup": Route(methods=BOTH),
    "recovery_codes": Route(methods=POST),
    "profile": Route(),
    "change_password": Route(methods=BOTH),
    "end_other_sessions": Route(methods=POST),
    "token_list": _company(),
    "token_new": _company(methods=BOTH),
    "token_revoke": _company(methods=POST, kwargs=of("token")),
    "user_list": _company(roles=ADMINISTRATOR),
    "user_new": _company(roles=ADMINISTRATOR, methods=BOTH),
    "user_detail": _company(roles=ADMINISTRATOR, kwargs=of("user")),
    "user_edit": _company(roles=ADMINISTRATOR, methods=BOTH, kwargs=of("user")),
    "user_deactivate": _company(roles=ADMINISTRATOR, methods=POST, kwargs=of("user")),
    "user_reactivate": _company(roles=ADMINISTRATOR, methods=POST, kwargs=of("user")),
    "user_reset_password": _company(
        roles=ADMINISTRATOR, methods=POST, kwargs=of("user")
    ),
    "user_reset_second_factor": _company(
        roles=ADMINISTRATOR, methods=POST, kwargs=of("user")
    ),
    "team_list": _company(roles=ADMINISTRATOR),
    "team_new": _company(roles=ADMINISTRATOR, methods=BOTH),
    "team_edit": _company(roles=ADMINISTRATOR, methods=BOTH, kwargs=of("team")),
    "rep_list": _company(roles=ADMINISTRATOR),
    "rep_edit": _company(roles=ADMINISTRATOR, methods=BOTH, kwargs=of("rep")),
    "settings": _company(roles=ADMINISTRATOR, methods=BOTH),
    "period": _company(roles=FINANCE_MANAGER, methods=BOTH),
    "period_reopen": _company(roles=FINANCE_MANAGER, methods=BOTH),
    "bank_accounts": _company(roles=ADMINISTRATOR, methods=BOTH),
    "bank_account_use": _company(
        roles=ADMINISTRATOR, methods=POST, kwargs=named(account_id="bank_account")
    ),
    "calendar": _company(roles=ADMINISTRATOR, methods=BOTH),
    "calendar_weekend": _company(roles=ADMINISTRATOR, methods=POST),
    "calendar_day_remove": _company(
        roles=ADMINISTRATOR, methods=POST, kwargs=named(day_id="calendar_day")
    ),
    "absence_list": Route(roles=ABSENCE_KEEPERS, methods=BOTH),
    "absence_remove": Route(roles=ABSENCE_KEEPERS, methods=POST, kwargs=of("absence")),
    "authority_list": _company(roles=AUDIT_READERS),
    "authority_edit": _company(roles=AUTHORITY_KEEPERS, methods=BOTH),
    "audit_list": _company(roles=AUDIT_READERS),
    "audit_detail": _company(roles=AUDIT_READERS, kwargs=of("event")),
}
CUSTOMERS = {
    "list": Route(),
    "detail": Route(kwargs=of("customer")),
    "ledger": Route(kwargs=of("customer")),
    "timeline": Route(kwargs=of("customer")),
    "new": Route(roles=CLERKS, methods=BOTH),
    "edit": Route(roles=CLERKS, methods=BOTH, kwargs=of("customer")),
    "contact_new": Route(roles=CONTACT_KEEPERS, methods=BOTH, kwargs=of("customer")),
    "contact_edit": Route(roles=CONTACT_KEEPERS, methods=BOTH, kwargs=of("contact")),
    "contract_new": Route(roles=CLERKS, methods=BOTH, kwargs=of("customer")),
    "contract_edit": Route(roles=CLERKS, methods=BOTH, kwargs=of("contract")),
    "credit_list": Route(),
    "credit_limits": _company(roles=LIMIT_READERS),
    "credit": Route(kwargs=of("customer")),
    "review_new": Route(roles=CLERKS, methods=BOTH, kwargs=of("customer")),
    "review_decide": Route(roles=APPROVERS, methods=BOTH, kwargs=of("review")),
    "review_agree": Route(roles=APPROVERS, methods=BOTH, kwargs=of("review")),
    "review_withdraw": Route(roles=CLERKS, methods=BOTH, kwargs=of("review")),
    "signal_list": Route(),
    "signal_new": Route(roles=CONTACT_KEEPERS, methods=BOTH, kwargs=of("customer")),
    "signal_close": Route(roles=CLERKS, methods=BOTH, kwargs=of("signal")),
    "ceiling_edit": _company(roles=AUTHORITY_KEEPERS, methods=BOTH, kwargs=of("rep")),
    "deposit_edit": _company(roles=AUTHORITY_KEEPERS, methods=BOTH),
    "discounts": Route(roles=CLERKS, methods=BOTH, kwargs=of("contract")),
    "discount_end": Route(roles=CLERKS, methods=BOTH, kwargs=of("offer")),
    "contract_sign": Route(roles=CLERKS, methods=BOTH, kwargs=of("contract")),
    "contract_clauses": Route(roles=CLERKS, methods=BOTH, kwargs=of("contract")),
    "milestone_new": Route(roles=CLERKS, methods=BOTH, kwargs=of("contract")),
    "guarantee_new": Route(roles=CLERKS, methods=BOTH, kwargs=of("contract")),
    "guarantee_release": Route(roles=CLERKS, methods=BOTH, kwargs=of("guarantee")),
    "clause_library": _company(roles=FINANCE_MANAGER, methods=BOTH),
    "distribution_new": _company(roles=FINANCE_MANAGER, methods=BOTH),
    "distribution_edit": _company(
        roles=FINANCE_MANAGER, methods=BOTH, kwargs=named(policy_id="distribution")
    ),
    "distribution_withdraw": _company(
        roles=FINANCE_MANAGER, methods=POST, kwargs=named(policy_id="distribution")
    ),
    "file": Route(kwargs=of("customer")),
    "payment_profile": Route(
        roles=CONTACT_KEEPERS, methods=BOTH, kwargs=of("customer")
    ),
    "cause": Route(roles=CONTACT_KEEPERS, methods=BOTH, kwargs=of("customer")),
    "flag_new": Route(roles=FACT_KEEPERS, methods=BOTH, kwargs=of("customer")),
    "flag_lift": Route(roles=FINANCE_MANAGER, methods=BOTH, kwargs=of("flag")),
    "product_list": _company(),
    "product_new": _company(roles=CLERKS, methods=BOTH),
    "product_edit": _company(roles=CLERKS, methods=BOTH, kwargs=of("product")),
    "range_new": Route(roles=CONTACT_KEEPERS, methods=BOTH, kwargs=of("customer")),
    "range_edit": Route(
        roles=CONTACT_KEEPERS, methods=BOTH, kwargs=named(row_id="range_row")
    ),
    "agreement_new": Route(roles=CLERKS, methods=BOTH, kwargs=of("customer")),
    "agreement_edit": Route(roles=CLERKS, methods=BOTH, kwargs=of("agreement")),
    "agreement_end": Route(roles=CLERKS, methods=BOTH, kwargs=of("agreement")),
    "support_new": Route(roles=CONTACT_KEEPERS, methods=BOTH, kwargs=of("customer")),
    "support_edit": Route(
        roles=CONTACT_KEEPERS, methods=BOTH, kwargs=named(action_id="support")
    ),
}
INVOICES = {
    "invoice_list": Route(),
    "contract_list": Route(),
    "contract_watch": Route(),
    "contract_detail": Route(kwargs=of("contract")),
    "contract_sheet": Route(kwargs=of("contract")),
    "payment_calendar": Route(kwargs=of("contract")),
    "customer_statement": Route(kwargs=of("customer")),
    "contract_close": Route(roles=CLERKS, methods=BOTH, kwargs=of("contract")),
    "contract_terminate": Route(roles=CLERKS, methods=BOTH, kwargs=of("contract")),
    "sell_through_new": Route(roles=CLERKS, methods=BOTH, kwargs=of("contract")),
    "statement_reverse": Route(
        roles=FINANCE_MANAGER, methods=BOTH, kwargs=of("statement")
    ),
    "advance_new": Route(roles=CLERKS, methods=BOTH, kwargs=of("contract")),
    "milestone_accept": Route(roles=CLERKS, methods=BOTH, kwargs=of("milestone")),
    "milestone_withdraw": Route(
        roles=FINANCE_MANAGER, methods=BOTH, kwargs=of("milestone")
    ),
    "invoice_base_date": Route(roles=CLERKS, methods=BOTH, kwargs=of("invoice")),
    "goods_release": Route(roles=CLERKS, methods=BOTH, kwargs=of("invoice")),
    "invoice_new": Route(roles=CLERKS, methods=BOTH),
    "invoice_detail": Route(kwargs=of("invoice")),
    "invoice_reverse": Route(roles=FINANCE_MANAGER, methods=BOTH, kwargs=of("invoice")),
    "draft_list": _company(roles=CLERKS),
    "draft_confirm": _company(roles=CLERKS, kwargs=of("draft"), opens=(200, 409)),
    "draft_post": _company(roles=CLERKS, methods=POST, kwargs=of("draft")),
    "draft_discard": _company(roles=CLERKS, methods=POST, kwargs=of("draft")),
    "invoice_draft": _company(roles=CLERKS, methods=BOTH, kwargs=of("draft")),
    "credit_note_draft": _company(
        roles=CLERKS, methods=BOTH, kwargs=named(draft_id="credit_draft")
    ),
    "credit_note_list": Route(),
    "credit_note_new": Route(roles=CLERKS, methods=BOTH),
    "credit_note_detail": Route(kwargs=of("credit_note")),
    "credit_note_reverse": Route(
        roles=FINANCE_MANAGER, methods=BOTH, kwargs=of("credit_note")
    ),
    "credit_note_allocate": Route(roles=CLERKS, methods=BOTH, kwargs=of("credit_note")),
    "payment_list": Route(),
    "payment_new": Route(roles=CLERKS, methods=BOTH),
    "payment_detail": Route(kwargs=of("payment")),
    "payment_reverse": Route(roles=FINANCE_MANAGER, methods=BOTH, kwargs=of("payment")),
    "payment_allocate": Route(roles=CLERKS, methods=BOTH, kwargs=of("payment")),
    "allocation_undo": Route(roles=CLERKS, methods=BOTH, kwargs=of("allocation")),
    "item_class": Route(kwargs=of("item")),
    "item_fact": Route(roles=FACT_KEEPERS, methods=BOTH, kwargs=of("item")),
    "customer_fact": Route(roles=FACT_KEEPERS, methods=BOTH, kwargs=of("customer")),
    "dispute_new": Route(roles=HOLD_KEEPERS, methods=BOTH, kwargs=of("item")),
    "dispute_resolve": Route(roles=HOLD_KEEPERS, methods=BOTH, kwargs=of("dispute")),
    "fact_withdraw": Route(roles=FACT_KEEPERS, methods=BOTH, kwargs=of("fact")),
    "override_new": Route(roles=FINANCE_MANAGER, methods=BOTH, kwargs=of("item")),
    "override_withdraw": Route(
        roles=FINANCE_MANAGER, methods=BOTH, kwargs=of("override")
    ),
    "order_list": Route(),
    "order_new": Route(roles=ORDER_KEEPERS, methods=BOTH),
    "order_detail": Route(kwargs=of("order")),
    "order_check": Route(roles=ORDER_KEEPERS, methods=POST, kwargs=of("order")),
    "order_release": Route(roles=APPROVERS, methods=BOTH, kwargs=of("order")),
    "order_deliver": Route(roles=ORDER_KEEPERS, methods=BOTH, kwargs=of("order")),
    "order_invoice": Route(roles=CLERKS, methods=BOTH, kwargs=of("order")),
    "order_cancel": Route(roles=ORDER_KEEPERS, methods=BOTH, kwargs=of("order")),
    "order_reopen": Route(roles=ORDER_KEEPERS, methods=POST, kwargs=of("order")),
    "cover_new": Route(roles=CLERKS, methods=BOTH, kwargs=of("item")),
    "cover_end": Route(roles=CLERKS, methods=BOTH, kwargs=of("cover")),
    "import_list": _company(roles=CLERKS),
    "import_new": _company(roles=CLERKS, methods=BOTH),
    "import_example": _company(roles=CLERKS),
    "import_detail": _company(roles=CLERKS, kwargs=of("batch")),
    "import_progress": _company(roles=CLERKS, kwargs=of("batch")),
    "import_mapping": _company(roles=CLERKS, methods=BOTH, kwargs=of("batch")),
    "import_errors": _company(
        roles=CLERKS,
        kwargs=named(batch_id="batch", file_id="import_file"),
        # No check has left findings of it.
        opens=(404,),
    ),
    "import_commit": _company(roles=CLERKS, methods=POST, kwargs=of("batch")),
    "import_discard": _company(roles=CLERKS, methods=POST, kwargs=of("batch")),
    "bill_list": Route(),
    "bill_new": Route(roles=CLERKS, methods=BOTH),
    "bill_detail": Route(kwargs=of("bill")),
    "bill_step": Route(
        roles=CLERKS,
        methods=BOTH,
        kwargs=lambda books: {"bill_id": books.bill.pk, "act": "hold"},
    ),
    "bill_undo": Route(roles=FINANCE_MANAGER, methods=BOTH, kwargs=of("bill")),
    "bill_extend": Route(roles=FACT_KEEPERS, methods=BOTH, kwargs=of("bill")),
    "decision_list": Route(),
    "off_books": Route(),
    "decision_detail": Route(kwargs=of("decision")),
    "decision_approve": Route(roles=FACT_KEEPERS, methods=BOTH, kwargs=of("decision")),
    "decision_reject": Route(roles=FACT_KEEPERS, methods=BOTH, kwargs=of("decision")),
    "decision_withdraw": Route(roles=FACT_KEEPERS, methods=BOTH, kwargs=of("decision")),
    "decision_notice": Route(roles=FACT_KEEPERS, methods=BOTH, kwargs=of("decision")),
    "decision_letter": Route(kwargs=of("decision")),
    "decision_reverse": Route(
        roles=FINANCE_MANAGER, methods=BOTH, kwargs=of("decision")
    ),
    "decision_recover": Route(roles=CLERKS, methods=BOTH, kwargs=of("decision")),
    "decision_choose": Route(roles=FACT_KEEPERS, kwargs=of("customer")),
    "decision_new": Route(
        roles=FACT_KEEPERS,
        methods=BOTH,
        kwargs=lambda books: {"customer_id": books.customer.pk, "kind": "write_off"},
    ),
    "statement_list": _company(roles=SEAL_READERS),
    "statement_new": _company(roles=CLERKS, methods=BOTH),
    "statement_detail": _company(roles=SEAL_READERS, kwargs=_statement),
    "dispute_list": Route(),
    "dispute_reopen": Route(roles=FINANCE_MANAGER, methods=BOTH, kwargs=of("dispute")),
    "extension_list": Route(),
    "extension_detail": Route(kwargs=of("extension")),
    "extension_new": Route(roles=CLAIM_KEEPERS, methods=BOTH, kwargs=of("item")),
    "extension_approve": Route(
        roles=CLAIM_DECIDERS, methods=BOTH, kwargs=of("extension")
    ),
    "extension_reject": Route(
        roles=CLAIM_DECIDERS, methods=BOTH, kwargs=of("extension")
    ),
    "extension_withdraw": Route(
        roles=CLAIM_KEEPERS, methods=BOTH, kwargs=of("extension")
    ),
    "extension_reverse": Route(
        roles=FINANCE_MANAGER, methods=BOTH, kwargs=of("extension")
    ),
    "goods_list": Route(),
    "goods_new": Route(roles=CLAIM_KEEPERS, methods=BOTH, kwargs=of("customer")),
    "goods_detail": Route(kwargs=named(movement_id="movement")),
    "goods_credit": Route(
        roles=CLERKS, methods=BOTH, kwargs=named(movement_id="movement")
    ),
    "goods_transfer": Route(
        roles=CLERKS, methods=BOTH, kwargs=named(movement_id="movement")
    ),
    "goods_bill": Route(
        roles=CLERKS, methods=BOTH, kwargs=named(movement_id="movement")
    ),
    "goods_reverse": Route(
        roles=FINANCE_MANAGER, methods=BOTH, kwargs=named(movement_id="movement")
    ),
    "opening_new": _company(roles=CLERKS, methods=BOTH),
    "evidence_list": Route(kwargs=_about_invoice),
    "evidence_new": Route(roles=CLAIM_KEEPERS, methods=BOTH, kwargs=_about_invoice),
    "evidence_file": Route(kwargs=of("evidence")),
    "evidence_withdraw": Route(
        roles=CLAIM_KEEPERS, methods=BOTH, kwargs=of("evidence")
    ),
    "deduction_list": Route(),
    "deduction_new": Route(roles=CLAIM_KEEPERS, methods=BOTH, kwargs=of("customer")),
    "deduction_detail": Route(kwargs=of("deduction")),
    "deduction_review": Route(
        roles=CLAIM_KEEPERS, methods=POST, kwargs=of("deduction")
    ),
    "deduction_approve": Route(
        roles=CLAIM_DECIDERS, methods=BOTH, kwargs=of("deduction")
    ),
    "deduction_reject": Route(
        roles=CLAIM_DECIDERS, methods=BOTH, kwargs=of("deduction")
    ),
    "deduction_rebill": Route(roles=CLERKS, methods=BOTH, kwargs=of("deduction")),
    "deduction_write_off": Route(
        roles=CLAIM_DECIDERS, methods=BOTH, kwargs=of("deduction")
    ),
    "deduction_reverse": Route(
        roles=FINANCE_MANAGER, methods=BOTH, kwargs=of("deduction")
    ),
    "policy_list": _company(),
    "policy_new": _company(roles=FINANCE_MANAGER, methods=BOTH),
    "policy_detail": _company(kwargs=_policy),
    "matching": _company(roles=SEAL_READERS),
    "matching_ready": _company(roles=CLERKS, methods=POST),
    "matching_propose": _company(roles=CLERKS, methods=POST),
    "matching_rules": _company(roles=FINANCE_MANAGER, methods=BOTH),
    "matching_line": _company(roles=SEAL_READERS, kwargs=_entry),
    "match_confirm": _company(roles=CLERKS, methods=POST, kwargs=_entry),
    "match_undo": _company(roles=CLERKS, methods=POST, kwargs=_entry),
    "entry_unidentified": _company(roles=CLERKS, methods=POST, kwargs=_entry),
    "entry_ignore": _company(roles=CLERKS, methods=POST, kwargs=_entry),
    "remittance_list": _company(roles=SEAL_READERS),
    "remittance_new": _company(roles=CLERKS, methods=BOTH),
    "remittance_check": _company(roles=CLERKS, methods=BOTH, kwargs=_advice),
    "remittance_discard": _company(roles=CLERKS, methods=POST, kwargs=_advice),
}
COLLECTIONS = {
    "my_day": Route(),
    "dunning": Route(),
    "dunning_tomorrow": Route(),
    "dunning_run": _company(kwargs=named(run_id="dunning_run")),
    "dunning_release": _company(
        roles=CLERKS, methods=POST, kwargs=named(run_id="dunning_run")
    ),
    "dunning_stop": _company(
        roles=CLERKS, methods=POST, kwargs=named(run_id="dunning_run")
    ),
    "dunning_letter": Route(kwargs=named(letter_id="reminder")),
    "dunning_skip": Route(
        roles=CLERKS, methods=BOTH, kwargs=named(letter_id="reminder")
    ),
    "dunning_test": Route(
        roles=CLERKS, methods=POST, kwargs=named(letter_id="reminder")
    ),
    # Nothing has rendered it yet.
    "dunning_pdf": Route(kwargs=named(letter_id="reminder"), opens=(404,)),
    "dunning_settings": _company(roles=FINANCE_MANAGER, methods=BOTH),
    "dunning_sending": _company(roles=FINANCE_MANAGER, methods=POST),
    "dunning_texts": _company(roles=FINANCE_MANAGER),
    "dunning_text": _company(roles=FINANCE_MANAGER, methods=BOTH),
    "outbox": Route(),
    "outbox_settle": Route(roles=CLERKS, methods=POST, kwargs=of("message")),
    "hold_list": Route(),
    "hold_new": Route(roles=HOLD_KEEPERS, methods=BOTH, kwargs=of("customer")),
    "hold_lift": Route(roles=HOLD_KEEPERS, methods=BOTH, kwargs=of("hold")),
    "step_done": Route(roles=CONTACT_KEEPERS, methods=BOTH, kwargs=of("step")),
    "visit_list": Route(),
    "visit_new": Route(roles=CONTACT_KEEPERS),
    "customer_visit": Route(roles=CONTACT_KEEPERS, methods=BOTH, kwargs=of("customer")),
    "visit_detail": Route(kwargs=of("visit")),
    "visit_saved": Route(roles=CONTACT_KEEPERS, kwargs=of("visit")),
    "promise_list": Route(),
    "promise_new": Route(roles=CONTACT_KEEPERS, methods=BOTH, kwargs=of("customer")),
    "promise_detail": Route(kwargs=of("promise")),
    "promise_replace": Route(roles=CONTACT_KEEPERS, methods=BOTH, kwargs=of("promise")),
    "promise_cancel": Route(roles=CONTACT_KEEPERS, methods=BOTH, kwargs=of("promise")),
    "commission": Route(),
    "commission_rep": Route(kwargs=of("rep")),
    "commission_issue": Route(roles=CLERKS, methods=POST, kwargs=of("rep")),
    "commission_statement": Route(kwargs=named(statement_id="commission_statement")),
    "commission_approve": Route(
        roles=COMMISSION_APPROVERS,
        methods=POST,
        kwargs=named(statement_id="commission_statement"),
    ),
    "reward_rules": _company(),
    "commission_policy_new": _company(roles=FINANCE_MANAGER, methods=BOTH),
    "points_policy_new": _company(roles=FINANCE_MANAGER, methods=BOTH),
    "points_list": Route(),
    "points_account": Route(kwargs=of("customer")),
    "redemption_new": Route(roles=POINTS_KEEPERS, methods=BOTH, kwargs=of("customer")),
    "redemption_list": Route(),
    "redemption_hand_over": Route(
        roles=POINTS_KEEPERS, methods=BOTH, kwargs=of("redemption")
    ),
    "redemption_cancel": Route(
        roles=POINTS_KEEPERS, methods=BOTH, kwargs=of("redemption")
    ),
    "campaign_list": _company(),
    "campaign_detail": _company(kwargs=of("campaign")),
    "campaign_new": _company(roles=FINANCE_MANAGER, methods=BOTH),
    "campaign_edit": _company(
        roles=FINANCE_MANAGER, methods=BOTH, kwargs=of("campaign")
    ),
    "prize_new": _company(roles=FINANCE_MANAGER, methods=BOTH, kwargs=of("campaign")),
    "prize_stock": _company(roles=FINANCE_MANAGER, methods=BOTH, kwargs=of("prize")),
}
SEALS = {
    "letter_list": Route(),
    "letter_new": _company(roles=CLERKS, methods=BOTH),
    "letter_detail": Route(kwargs=of("letter")),
    "letter_file": Route(kwargs=of("letter")),
    "letter_withdraw": Route(roles=CLERKS, methods=BOTH, kwargs=of("letter")),
    "letter_reissue": Route(roles=CLERKS, methods=BOTH, kwargs=of("letter")),
    "customer_letter": Route(roles=CLERKS, kwargs=of("customer"), opens=(302,)),
    "letter_run_list": _company(roles=CLERKS),
    "letter_run": _company(roles=CLERKS, kwargs=named(run_id="letter_run")),
    "letter_run_progress": _company(roles=CLERKS, kwargs=named(run_id="letter_run")),
    "seal_list": _company(roles=SEAL_READERS),
    "seal_new": _company(roles=ADMINISTRATOR, methods=BOTH),
    "seal_use_list": _company(roles=SEAL_READERS),
    "seal_detail": _company(roles=SEAL_READERS, kwargs=of("seal")),
    "seal_use": _company(roles=FINANCE_MANAGER, methods=POST, kwargs=of("seal")),
    "seal_retire": _company(roles=ADMINISTRATOR, methods=BOTH, kwargs=of("seal")),
    "letter_seal": Route(roles=CLERKS, methods=BOTH, kwargs=of("letter")),
    "seal_request_list": _company(roles=SEAL_READERS),
    "seal_request_detail": Route(
        roles=SEAL_READERS, kwargs=named(request_id="seal_request")
    ),
    "seal_request_state": Route(
        roles=SEAL_READERS, kwargs=named(request_id="seal_request")
    ),
    "seal_request_file": Route(
        roles=SEAL_READERS, kwargs=named(request_id="seal_request")
    ),
    "seal_request_approve": Route(
        roles=FINANCE_MANAGER, methods=POST, kwargs=named(request_id="seal_request")
    ),
    "seal_request_refuse": Route(
        roles=CLERKS, methods=POST, kwargs=named(request_id="seal_request")
    ),
}
VERIFY = {
    "page": Route(public=True, methods=BOTH),
    "by_code": Route(public=True, kwargs=lambda books: {"code": books.letter.code}),
}
DASHBOARDS = {
    "aging": Route(),
    "items": Route(),
    "customers": Route(),
    "on_account": Route(),
    "collected": Route(),
    "classes": Route(),
    "sales_modes": Route(),
    "distribution": Route(),
}
# The page and the file about the API; its other routes stand in `api_routes.py`.
API = {
    "docs": _company(),
    "schema": Route(public=True),
}

ROUTES: dict[str, Route] = {
    f"{space}:{name}": route
    for space, routes in (
        ("core", CORE),
        ("customers", CUSTOMERS),
        ("invoices", INVOICES),
        ("collections", COLLECTIONS),
        ("dashboards", DASHBOARDS),
        ("reconciliation", SEALS),
        ("verify", VERIFY),
        ("api", API),
    )
    for name, route in routes.items()
}
