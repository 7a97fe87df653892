"""Add and edit contracts and the terms they agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.locking import retried_transaction
from arcollect.core.models import User
from customers.models import ClauseText, Contract, Customer, SettlementTerm
from customers.services.versions import update_versioned


class ContractNumberTakenError(Exception):
    """Another contract of the company has the number."""


@retried_transaction
def add_contract(
    *,
    actor: User | None,
    customer: Customer,
    values: Mapping[str, Any],
    terms: Sequence[Mapping[str, Any]],
) -> Contract:
    """Add a contract and its terms, one term group after the other.

    One with a date of signature begins signed, unless the company demands clauses: then
    it begins as a draft, as any other. Raises `ContractNumberTakenError`.
    """
    contract = Contract(
        company_id=customer.company_id,
        customer=customer,
        **{"state": _first_state(customer.company_id, values), **values},
    )
    try:
        with transaction.atomic():
            contract.save(force_insert=True)
    except IntegrityError as error:
        raise _number_taken(values) from error
    _write_terms(contract, terms)
    audit.record(
        actor=actor,
        action="customers.contract.added",
        target=contract,
        company=customer.company_id,
        after={"customer": customer.code, "terms": _terms_for_audit(contract)},
    )
    return contract


@retried_transaction
def edit_contract(
    *,
    actor: User | None,
    contract: Contract,
    version: int,
    values: Mapping[str, Any],
    terms: Sequence[Mapping[str, Any]],
) -> None:
    """Write `values` and `terms` if nobody saved since `version`.

    Posted invoices keep the due dates they were posted with. Raises
    `ChangedMeanwhileError` and `ContractNumberTakenError`.
    """
    before = _terms_for_audit(contract)
    try:
        with transaction.atomic():
            update_versioned(
                contract,
                values,
                version=version,
                actor=actor,
                action="customers.contract.edited",
            )
    except IntegrityError as error:
        raise _number_taken(values) from error
    _write_terms(contract, terms)
    after = _terms_for_audit(contract)
    if before != after:
        audit.record(
            actor=actor,
            action="customers.contract.terms_changed",
            target=contract,
            company=contract.company_id,
            before={"terms": before},
            after={"terms": after},
        )


def _first_state(company_id: int, values: Mapping[str, Any]) -> str:
    demands = ClauseText.objects.filter(company=company_id, required=True)
    if values.get("signed_on") is None or demands.exists():
        return Contract.State.DRAFT
    return Contract.State.SIGNED


def _write_terms(contract: Contract, terms: Sequence[Mapping[str, Any]]) -> None:
    contract.terms.filter(term_group__gt=len(terms)).delete()
    for group, term in enumerate(terms, start=1):
        SettlementTerm.objects.update_or_create(
            contract=contract, term_group=group, defaults=dict(term)
        )


def _terms_for_audit(contract: Contract) -> list[dict[str, object]]:
    return [
        # Other objects have a type of their own: here it is the term.
        {
            "term" if name == "type" else name: value
            for name in SettlementTerm.SAID
            if (value := getattr(term, name)) is not None
        }
        for term in contract.terms.order_by("term_group")
    ]


def _number_taken(values: Mapping[str, Any]) -> ContractNumberTakenError:
    return ContractNumberTakenError(
        _("Another contract already has the number %(number)s.")
        % {"number": values["number"]}
    )
