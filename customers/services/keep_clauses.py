"""The clauses of a contract, and the company's library of wordings."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company, User
from customers.models import ClauseText, Contract, ContractClause, ContractRules
from customers.services.contract_state import ContractRefusedError


@retried_transaction
def keep_clauses(
    *, actor: User | None, contract: Contract, texts: Mapping[str, str]
) -> None:
    """Make `texts` (clause: wording) the clauses of the contract.

    A clause without a wording takes the library's. The wording agreed stays, whatever
    the library says later. A signed contract keeps its clauses: `ContractRefusedError`.
    """
    if contract.state != Contract.State.DRAFT:
        raise ContractRefusedError(
            _("A signed contract keeps its clauses. Agree a new contract.")
        )
    library = dict(
        ClauseText.objects.filter(company=contract.company_id).values_list(
            "clause", "text"
        )
    )
    before = sorted(contract.clauses.values_list("clause", flat=True))
    contract.clauses.exclude(clause__in=list(texts)).delete()
    for clause, text in texts.items():
        ContractClause.objects.update_or_create(
            contract=contract,
            clause=clause,
            defaults={"text": text.strip() or library.get(clause, "")},
        )
    audit.record(
        actor=actor,
        action="customers.contract.clauses",
        target=contract,
        company=contract.company_id,
        before={"clauses": before},
        after={"clauses": sorted(texts)},
    )


@retried_transaction
def keep_clause_library(
    *,
    actor: User | None,
    company: Company,
    gate: str,
    warn_days: int,
    clauses: Mapping[str, tuple[str, bool]],
) -> None:
    """Write the company's wordings (clause: text, demanded) and what it does about
    credit sales without a contract (`gate`: flag or block)."""
    rules, _created = ContractRules.objects.update_or_create(
        company=company, defaults={"gate": gate, "warn_days": warn_days}
    )
    for clause, (text, required) in clauses.items():
        ClauseText.objects.update_or_create(
            company=company,
            clause=clause,
            defaults={"text": text.strip(), "required": required},
        )
    audit.record(
        actor=actor,
        action="customers.contract_rules.changed",
        target=rules,
        company=company,
        after={
            "gate": gate,
            "clauses": sorted(code for code, (_t, must) in clauses.items() if must),
        },
    )
