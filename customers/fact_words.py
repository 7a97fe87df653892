"""What the facts of a customer's file are called, and where each is filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arcollect.core.roles import Permission
from customers.domain.completeness import KEY_ROLES, Completeness, FileFact
from customers.domain.expected_pay import Stage
from customers.models import Customer

WORDS: dict[FileFact, str | Promise] = {
    FileFact.NAME: _("legal name"),
    FileFact.KIND: _("kind"),
    FileFact.TAX_ID: _("tax number"),
    FileFact.ADDRESS: _("address"),
    FileFact.REACHABLE: _("e-mail or phone"),
    FileFact.REGION: _("region"),
    FileFact.REP: _("sales rep"),
    FileFact.SIZE: _("size of the enterprise"),
    FileFact.LEGAL_REPRESENTATIVE: _("legal representative"),
    FileFact.CONTRACT: _("contract"),
    FileFact.TERMS: _("settlement terms"),
    FileFact.DECISION_MAKER: _("person who decides"),
    FileFact.ACCEPTOR: _("person who accepts the goods"),
    FileFact.PAYER: _("person who pays"),
    FileFact.BUDGET: _("budget"),
    FileFact.INVOICE_REQUIREMENTS: _("invoice requirements"),
    FileFact.CLOSING_DAY: _("monthly closing day"),
    FileFact.APPROVAL_STEPS: _("approval steps"),
    FileFact.BANK: _("bank"),
    FileFact.BANK_CLOSING_DAY: _("bank's monthly closing day"),
    FileFact.TRANSFER_DAYS: _("days a transfer takes"),
    FileFact.FUNDS: _("funds and credit"),
}
STAGES: dict[Stage, str | Promise] = {
    Stage.SETTLEMENT: _("due, on a working day"),
    Stage.CLOSING: _("books closed"),
    Stage.APPROVAL: _("approved"),
    Stage.PAY_DAY: _("pay day"),
    Stage.BANK_CLOSING: _("after the bank's closing"),
    Stage.TRANSFER: _("money here"),
}
_OF_CONTRACT = {FileFact.CONTRACT, FileFact.TERMS}
_OF_PROFILE = {
    FileFact.BUDGET,
    FileFact.INVOICE_REQUIREMENTS,
    FileFact.CLOSING_DAY,
    FileFact.APPROVAL_STEPS,
    FileFact.BANK,
    FileFact.BANK_CLOSING_DAY,
    FileFact.TRANSFER_DAYS,
    FileFact.FUNDS,
}


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact that is not known, and the form that takes it (empty: not for the reader)."""

    label: str | Promise
    url: str


def missing_facts(
    found: Completeness, *, customer: Customer, can: Any
) -> list[MissingFact]:
    """The missing facts by name, each with the form where the reader can give it."""
    return [
        MissingFact(WORDS[fact], _address(fact, customer, can))
        for fact in found.missing
    ]


def _address(fact: FileFact, customer: Customer, can: Any) -> str:
    keys = [customer.pk]
    if fact in KEY_ROLES:
        if not can.get(Permission.EDIT_CONTACTS.value):
            return ""
        return f"{reverse('customers:contact_new', args=keys)}?role={fact.value}"
    if fact in _OF_PROFILE:
        allowed, name = Permission.EDIT_CONTACTS, "customers:payment_profile"
    elif fact in _OF_CONTRACT:
        allowed, name = Permission.EDIT_CUSTOMERS, "customers:contract_new"
    else:
        allowed, name = Permission.EDIT_CUSTOMERS, "customers:edit"
    return reverse(name, args=keys) if can.get(allowed.value) else ""
