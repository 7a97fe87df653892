"""Roles of people in a company, and what each role may do."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    SALES_REP = "sales_rep", _("Sales rep")
    SALES_MANAGER = "sales_manager", _("Sales manager")
    FINANCE = "finance", _("Finance")
    FINANCE_MANAGER = "finance_manager", _("Finance manager")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class Permission(models.TextChoices):
    """Verbs that a role may or may not do; objects are scoped by `visible_to`."""

    VIEW_LEDGER = "view_ledger", _("See customers and the ledger")
    EDIT_CONTACTS = "edit_contacts", _("Keep contacts of own customers")
    EDIT_CUSTOMERS = "edit_customers", _("Keep customers and contracts")
    POST_DOCUMENTS = "post_documents", _("Post invoices, credit notes and payments")
    ALLOCATE = "allocate", _("Allocate money and undo it")
    REVERSE_DOCUMENTS = "reverse_documents", _("Reverse posted documents")
    IMPORT = "import", _("Import files")
    RECORD_FACTS = "record_facts", _("Record facts about debtors")
    APPROVE_OVERRIDES = "approve_overrides", _("Approve overrides of a class")
    MANAGE_POLICIES = "manage_policies", _("Change classification policies")
    ISSUE_LETTERS = "issue_letters", _("Issue and withdraw letters")
    VIEW_SEALS = "view_seals", _("See seals and the register of their use")
    REQUEST_SEAL = "request_seal", _("Ask that a letter be sealed")
    SEAL_LETTERS = "seal_letters", _("Seal letters that others ask for")
    MANAGE_SEALS = "manage_seals", _("Register seals and certificates")
    MANAGE_USERS = "manage_users", _("Manage users, teams and settings")
    VIEW_AUDIT = "view_audit", _("Read the audit log")
    LOG_VISITS = "log_visits", _("Log visits and promises")
    KEEP_ABSENCES = "keep_absences", _("Enter absences of colleagues")
    RELEASE_REMINDERS = "release_reminders", _("Release and stop reminders")
    MANAGE_REMINDERS = "manage_reminders", _("Switch sending and change its texts")
    KEEP_HOLDS = "keep_holds", _("Open disputes and hold reminders")
    KEEP_BILLS = "keep_bills", _("Receive bills and move them on")
    PROPOSE_DECISIONS = (
        "propose_decisions",
        _("Propose write-offs, offsets and the like"),
    )
    APPROVE_DECISIONS = (
        "approve_decisions",
        _("Approve write-offs, offsets and the like"),
    )
    VIEW_STATEMENTS = "view_statements", _("See bank statements")
    KEEP_EVIDENCE = "keep_evidence", _("Hand in and withdraw files of evidence")
    KEEP_CLAIMS = "keep_claims", _("Note deductions, goods and asked-for due dates")
    APPROVE_CLAIMS = "approve_claims", _("Decide on deductions and due dates")
    CLOSE_PERIODS = "close_periods", _("Close and reopen periods")
    KEEP_ORDERS = "keep_orders", _("Enter and deliver orders")
    RELEASE_ORDERS = "release_orders", _("Release held orders")
    KEEP_CREDIT = "keep_credit", _("Prepare credit reviews")
    DECIDE_CREDIT = "decide_credit", _("Decide credit reviews")
    VIEW_CREDIT_LIMITS = "view_credit_limits", _("See the limits of credit")
    MANAGE_AUTHORITY = (
        "manage_authority",
        _("Change the authority table and the limits of credit"),
    )
    ISSUE_COMMISSION = "issue_commission", _("Issue commission statements")
    APPROVE_COMMISSION = "approve_commission", _("Approve commission statements")
    REDEEM_POINTS = "redeem_points", _("Redeem points of customers")
    MANAGE_REWARDS = "manage_rewards", _("Change rules of rewards and campaigns")
    SET_FLAGS = "set_flags", _("Put customers under watch")
    LIFT_FLAGS = "lift_flags", _("Lift a customer's flags")


# The authority table says up to which amount each role releases and decides.
_APPROVERS = frozenset({Permission.RELEASE_ORDERS, Permission.DECIDE_CREDIT})
_LEDGER_CLERK = _APPROVERS | frozenset(
    {
        Permission.KEEP_ORDERS,
        Permission.KEEP_CREDIT,
        Permission.VIEW_CREDIT_LIMITS,
        Permission.VIEW_LEDGER,
        Permission.EDIT_CONTACTS,
        Permission.EDIT_CUSTOMERS,
        Permission.POST_DOCUMENTS,
        Permission.ALLOCATE,
        Permission.IMPORT,
        Permission.RECORD_FACTS,
        Permission.ISSUE_LETTERS,
        Permission.VIEW_SEALS,
        Permission.REQUEST_SEAL,
        Permission.LOG_VISITS,
        Permission.RELEASE_REMINDERS,
        Permission.KEEP_HOLDS,
        Permission.KEEP_BILLS,
        Permission.PROPOSE_DECISIONS,
        Permission.APPROVE_DECISIONS,
        Permission.VIEW_STATEMENTS,
        Permission.KEEP_EVIDENCE,
        Permission.KEEP_CLAIMS,
        Permission.APPROVE_CLAIMS,
        Permission.ISSUE_COMMISSION,
        Permission.REDEEM_POINTS,
        Permission.SET_FLAGS,
    }
)
PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.SALES_REP: frozenset(
        {
            Permission.VIEW_LEDGER,
            Permission.EDIT_CONTACTS,
            Permission.LOG_VISITS,
            Permission.KEEP_EVIDENCE,
            Permission.KEEP_CLAIMS,
            Permission.KEEP_ORDERS,
        }
    ),
    Role.SALES_MANAGER: _APPROVERS
    | frozenset(
        {
            Permission.KEEP_ORDERS,
            Permission.VIEW_LEDGER,
            Permission.EDIT_CONTACTS,
            Permission.RECORD_FACTS,
            Permission.LOG_VISITS,
            Permission.KEEP_ABSENCES,
            Permission.KEEP_HOLDS,
            Permission.PROPOSE_DECISIONS,
            Permission.APPROVE_DECISIONS,
            Permission.KEEP_EVIDENCE,
            Permission.KEEP_CLAIMS,
            Permission.APPROVE_CLAIMS,
            Permission.APPROVE_COMMISSION,
            Permission.REDEEM_POINTS,
            Permission.SET_FLAGS,
        }
    ),
    Role.FINANCE: _LEDGER_CLERK,
    Role.FINANCE_MANAGER: _LEDGER_CLERK
    | {
        Permission.REVERSE_DOCUMENTS,
        Permission.APPROVE_OVERRIDES,
        Permission.MANAGE_POLICIES,
        Permission.MANAGE_REMINDERS,
        Permission.MANAGE_AUTHORITY,
        Permission.LIFT_FLAGS,
        Permission.VIEW_AUDIT,
        Permission.SEAL_LETTERS,
        Permission.CLOSE_PERIODS,
        Permission.APPROVE_COMMISSION,
        Permission.MANAGE_REWARDS,
    },
    Role.AUDITOR: frozenset(
        {
            Permission.VIEW_LEDGER,
            Permission.VIEW_AUDIT,
            Permission.VIEW_SEALS,
            Permission.VIEW_CREDIT_LIMITS,
            Permission.VIEW_STATEMENTS,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.VIEW_LEDGER,
            Permission.MANAGE_USERS,
            Permission.MANAGE_AUTHORITY,
            Permission.VIEW_CREDIT_LIMITS,
            Permission.VIEW_AUDIT,
            Permission.VIEW_SEALS,
            Permission.MANAGE_SEALS,
            Permission.KEEP_ABSENCES,
            Permission.VIEW_STATEMENTS,
        }
    ),
}
# Roles that see every customer of the company; the others see their own or their
# team's.
COMPANY_WIDE_ROLES = frozenset(
    {Role.FINANCE, Role.FINANCE_MANAGER, Role.AUDITOR, Role.ADMINISTRATOR}
)
# Roles that must sign in with a second factor outside the demo.
SECOND_FACTOR_ROLES = frozenset({Role.FINANCE_MANAGER, Role.ADMINISTRATOR})


def roles_with(permission: Permission) -> list[Role]:
    """The roles that carry the permission, in the order they are defined."""
    return [role for role in Role if permission in PERMISSIONS[role]]
