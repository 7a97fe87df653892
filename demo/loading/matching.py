"""What the demo company did with its bank lines so far: rules, a few matches, a question."""

from __future__ import annotations

from decimal import Decimal

from arcollect.core.models import Company, User
from invoices.domain.remittance import read_advice
from invoices.models import BankEntry, DueItemState
from invoices.services.post_by_rules import confirm_proposal, ready_proposals
from invoices.services.propose_matches import propose_matches
from invoices.services.remittance import read_remittance
from invoices.services.save_matching_rules import save_matching_rules
from invoices.services.set_aside_entry import mark_unidentified

# The oldest ready lines, which somebody has posted already.
POSTED = 4


def match_some_lines(company: Company, *, manager: User, clerk: User) -> None:
    """Rules of a fee and a discount, matched lines, unidentified money, an advice."""
    save_matching_rules(
        actor=manager,
        company=company,
        bank_fee=Decimal(50),
        discount_bp=0,
        discount_days=0,
        post_named=False,
        post_advised=False,
        post_known=False,
    )
    propose_matches(company=company)
    for proposal in ready_proposals(company)[:POSTED]:
        confirm_proposal(actor=clerk, proposal=proposal)
    stranger = BankEntry.objects.filter(
        company=company, state__state="open", proposals=None
    )
    entry = stranger.order_by("booked_on", "pk").first()
    if entry is not None:
        mark_unidentified(actor=clerk, entry=entry, owner=clerk)
    _advice(company, clerk)


def _advice(company: Company, clerk: User) -> None:
    """A customer's mail about his two oldest invoices, read and not checked yet."""
    rows = DueItemState.objects.filter(
        company=company, currency=company.base_currency, open_amount__gt=0
    ).select_related("due_item__invoice", "customer")
    first = rows.order_by("-due_on", "pk").first()
    if first is None:
        return
    theirs = rows.filter(customer=first.customer).order_by("due_on", "pk")[:2]
    text = "\n".join(
        f"{row.due_item.invoice.number}\t{row.open_amount:.2f}" for row in theirs
    )
    read_remittance(
        actor=clerk,
        company=company,
        currency=company.base_currency,
        lines=read_advice(text).lines,
        source="mail",
        text=text,
        customer=first.customer,
        reference="TT-1119",
    )
