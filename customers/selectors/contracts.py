"""Contracts as others ask for them: whether one is in force, what is about to end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, When

from arcollect.core.dates import add_days
from arcollect.core.models import Company
from arcollect.core.permissions import Person
from customers.models import Clause, ClauseText, Contract, ContractRules, Guarantee

IN_WRITING = (Contract.DocumentLevel.FULL, Contract.DocumentLevel.ORDER)
IN_FORCE = (Contract.State.SIGNED, Contract.State.PERFORMING)

# `supports_credit` as a condition, for many contracts at once.
SUPPORTS_CREDIT = Case(
    When(state__in=IN_FORCE, document_level__in=IN_WRITING, then=True),
    default=False,
    output_field=BooleanField(),
)


def supports_credit(contract: Contract | None) -> bool:
    """Whether goods may go on credit under it: in force, and a contract or an order."""
    return (
        contract is not None
        and contract.state in IN_FORCE
        and contract.document_level in IN_WRITING
    )


def rules_of_contracts(company_id: int) -> ContractRules:
    """What the company decided; without a decision sales are posted and marked."""
    found = ContractRules.objects.filter(company=company_id).first()
    return found or ContractRules(company_id=company_id)


def list_expiring(
    *, company: Company, user: Person, today: dt.date, contract: Contract | None = None
) -> Any:
    """Securities that end soon, or have ended and were not given back; first to last."""
    until = add_days(today, rules_of_contracts(company.pk).warn_days)
    rows = Guarantee.objects.filter(
        company=company, released_on=None, until_on__lte=until
    )
    if contract is not None:
        rows = rows.filter(contract=contract)
    rows = rows.exclude(contract__state__in=["closed", "terminated"])
    return (
        rows.visible_to(user)
        .select_related("contract", "customer")
        .order_by("until_on", "pk")
    )


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """A clause: whether the contract has it, in which words, and whether it must."""

    clause: str
    label: str
    present: bool
    required: bool
    text: str


def checklist(contract: Contract) -> list[ChecklistLine]:
    """Every clause with what the contract and the library say; two queries."""
    agreed = dict(contract.clauses.values_list("clause", "text"))
    library = {
        row.clause: row
        for row in ClauseText.objects.filter(company=contract.company_id)
    }
    lines = []
    for clause in Clause:
        known = library.get(clause.value)
        wording = known.text if known else ""
        lines.append(
            ChecklistLine(
                clause=clause.value,
                label=str(clause.label),
                present=clause.value in agreed,
                required=known.required if known else False,
                text=agreed.get(clause.value, wording),
            )
        )
    return lines
