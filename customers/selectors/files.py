"""How complete customers' files are: fact by fact for one, in SQL for a list.

The rule is `customers/domain/completeness.py`; `file_percent` is its set-based twin, and
a property test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import (
    Case,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast

from arcollect.core.bulk import in_chunks
from customers.domain.completeness import (
    CASH_SPOT,
    KEY_ROLES,
    OF_CREDIT_CUSTOMERS,
    OF_EVERYBODY,
    Completeness,
    FileFact,
    buys_on_credit,
    completeness,
)
from customers.domain.status import ACTIVE, SUSPENDED
from customers.models import (
    Contact,
    Contract,
    Customer,
    PaymentProfile,
    SettlementTerm,
)

HUNDRED = 100
CHUNK = 500
# Facts that lie in one column of the customer, and in one of how he pays.
_OWN = {
    FileFact.KIND: "kind",
    FileFact.TAX_ID: "tax_id",
    FileFact.REGION: "region",
    FileFact.SIZE: "size_class",
    FileFact.LEGAL_REPRESENTATIVE: "legal_representative",
}
_TEXTS_OF_PROFILE = {
    FileFact.BUDGET: "budget",
    FileFact.INVOICE_REQUIREMENTS: "invoice_requirements",
    FileFact.BANK: "bank",
    FileFact.FUNDS: "funds_note",
}
_NUMBERS_OF_PROFILE = {
    FileFact.CLOSING_DAY: "closing_day",
    FileFact.APPROVAL_STEPS: "approval_steps",
    FileFact.BANK_CLOSING_DAY: "bank_closing_day",
    FileFact.TRANSFER_DAYS: "transfer_days",
}


def file_of(
    customer: Customer,
    *,
    contacts: Iterable[Contact],
    contracts: Iterable[Contract],
    profile: PaymentProfile | None,
) -> Completeness:
    """The completeness of one file from rows that are read already; `contracts` with
    their terms."""
    contracts = list(contracts)
    present = _of_customer(customer) | _of_profile(profile)
    present |= {role for one in contacts for role in KEY_ROLES if role in one.roles}
    if contracts:
        present.add(FileFact.CONTRACT)
    if any(list(one.terms.all()) for one in contracts):
        present.add(FileFact.TERMS)
    on_credit = buys_on_credit(
        status=customer.status, sales_modes=[one.sales_mode for one in contracts]
    )
    return completeness(frozenset(present), on_credit=on_credit)


def find_profile(customer: Customer) -> PaymentProfile | None:
    """How the customer pays, if it is known; no query where it was joined."""
    try:
        return customer.payment_profile
    except PaymentProfile.DoesNotExist:
        return None


def _of_customer(customer: Customer) -> set[FileFact]:
    found = {fact for fact, name in _OWN.items() if getattr(customer, name)}
    if customer.name and customer.name != customer.code:
        found.add(FileFact.NAME)
    if customer.address or customer.registered_address:
        found.add(FileFact.ADDRESS)
    if customer.email or customer.phone:
        found.add(FileFact.REACHABLE)
    if customer.rep_id is not None:
        found.add(FileFact.REP)
    return found


def _of_profile(profile: PaymentProfile | None) -> set[FileFact]:
    if profile is None:
        return set()
    texts = {fact for fact, name in _TEXTS_OF_PROFILE.items() if getattr(profile, name)}
    return texts | {
        fact
        for fact, name in _NUMBERS_OF_PROFILE.items()
        if getattr(profile, name) is not None
    }


def with_file_percent(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The customers with `file_percent`, 0 to 100 rounded down."""
    facts = _conditions()
    on_credit: Any = Q(status__in=[ACTIVE, SUSPENDED]) & ~Q(_cash_only())
    found: QuerySet[Any] = rows.annotate(
        file_percent=Case(
            When(on_credit, then=_share(facts, OF_CREDIT_CUSTOMERS)),
            default=_share(facts, OF_EVERYBODY),
            output_field=IntegerField(),
        )
    )
    return found


def file_percents(customer_ids: Iterable[int]) -> dict[int, int]:
    """The percent per customer, one query per five hundred of them."""
    found: dict[int, int] = {}
    for ids in in_chunks(customer_ids, CHUNK):
        rows = with_file_percent(Customer.objects.filter(pk__in=ids))
        found.update(rows.values_list("pk", "file_percent"))
    return found


def _share(facts: dict[FileFact, Any], required: tuple[FileFact, ...]) -> Any:
    present: Any = Value(0)
    for fact in required:
        present = present + Case(
            When(facts[fact], then=Value(1)),
            default=Value(0),
            output_field=IntegerField(),
        )
    # Whole numbers divide to a whole number on both databases.
    return ExpressionWrapper(
        present * HUNDRED / Value(len(required)), output_field=IntegerField()
    )


def _cash_only() -> Any:
    mine = Contract.objects.filter(customer=OuterRef("pk"))
    return Exists(mine) & ~Exists(mine.exclude(sales_mode=CASH_SPOT))


def _conditions() -> dict[FileFact, Any]:
    contracts = Contract.objects.filter(customer=OuterRef("pk"))
    terms = SettlementTerm.objects.filter(contract__customer=OuterRef("pk"))
    people = Contact.objects.filter(customer=OuterRef("pk")).annotate(
        role_text=Cast("roles", TextField())
    )
    return {
        **{fact: ~Q(**{name: ""}) for fact, name in _OWN.items()},
        FileFact.NAME: ~Q(name="") & ~Q(name=F("code")),
        FileFact.ADDRESS: ~Q(address="") | ~Q(registered_address=""),
        FileFact.REACHABLE: ~Q(email="") | ~Q(phone=""),
        FileFact.REP: Q(rep__isnull=False),
        FileFact.CONTRACT: Exists(contracts),
        FileFact.TERMS: Exists(terms),
        **{
            role: Exists(people.filter(role_text__contains=f'"{role.value}"'))
            for role in KEY_ROLES
        },
        # A customer without a profile has NULL here, which is no yes.
        **{
            fact: Q(**{f"payment_profile__{name}__gt": ""})
            for fact, name in _TEXTS_OF_PROFILE.items()
        },
        **{
            fact: Q(**{f"payment_profile__{name}__isnull": False})
            for fact, name in _NUMBERS_OF_PROFILE.items()
        },
    }
