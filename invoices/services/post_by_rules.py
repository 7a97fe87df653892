"""Post what the company lets the matching post by itself: nothing unless turned on."""

from __future__ import annotations

from decimal import Decimal

from arcollect.core.models import Company, User
from invoices.domain.matching import AGAINST, Why
from invoices.models import BankEntryState, MatchingRules, MatchProposal
from invoices.selectors.matching_book import rules_of
from invoices.services.confirm_match import MatchPart, confirm_match
from invoices.services.entry_states import LEFT
from invoices.services.errors import LedgerRefusedError

_NAMED = {Why.NUMBER, Why.AMOUNT_EXACT, Why.SUM_EXACT}
_NUMBERS = {
    Why.NUMBER_MANGLED,
    Why.NUMBER_TAIL,
    Why.NUMBER_CUT,
    Why.NUMBER_NEAR,
}
_ONE_WAY = {Why.AMOUNT_UNIQUE, Why.SUM_UNIQUE, Why.ALL_OPEN}


def post_by_rules(*, company: Company) -> int:
    """Confirm the ready proposals that a rule of the company covers; how many.

    Off for every company until its finance manager turns a rule on. Each line is a
    transaction of its own; one that the ledger refuses is left to a person.
    """
    rules = rules_of(company)
    if not (rules.post_named or rules.post_advised or rules.post_known):
        return 0
    ready = ready_proposals(company)
    return sum(
        confirm_proposal(actor=None, proposal=proposal)
        for proposal in ready
        if is_covered(proposal, rules)
    )


def ready_proposals(
    company: Company, *, most: int | None = None
) -> list[MatchProposal]:
    """First proposals of lines that are left and one key may post, the `most` oldest."""
    rows = MatchProposal.objects.filter(
        company=company, rank=1, is_ready=True, entry__state__state__in=LEFT
    )
    return list(
        rows.select_related("entry__company", "customer").order_by(
            "entry__booked_on", "entry_id"
        )[:most]
    )


def is_covered(proposal: MatchProposal, rules: MatchingRules) -> bool:
    """Whether a rule that is turned on covers the proposal; a doubt covers none."""
    why = {Why(code) for code, _shows in proposal.reasons}
    if why & AGAINST or why & _NUMBERS or proposal.fee or proposal.discount:
        return False
    named = Why.NUMBER in why and bool(why & (_NAMED - {Why.NUMBER}))
    known = Why.ACCOUNT_LEARNED in why and bool(why & _ONE_WAY)
    return (
        (rules.post_named and named)
        or (rules.post_advised and Why.ADVICE in why)
        or (rules.post_known and known)
    )


def parts_of(proposal: MatchProposal) -> list[MatchPart]:
    """The stored parts as the service takes them."""
    return [
        MatchPart(item, Decimal(money), Decimal(discount), Decimal(fee))
        for item, money, discount, fee in proposal.parts
    ]


def confirm_proposal(*, actor: User | None, proposal: MatchProposal) -> bool:
    """Confirm one proposal as it stands; False where the ledger or a colleague refused."""
    entry = proposal.entry
    if not BankEntryState.objects.filter(pk=entry.pk, state__in=LEFT).exists():
        return False
    try:
        confirm_match(
            actor=actor,
            entry=entry,
            parts=parts_of(proposal),
            customer=proposal.customer,
            rule=proposal.rule,
            proposal=proposal,
        )
    except LedgerRefusedError:
        return False
    return True
