"""Which papers prove that an invoice must be paid (row S95). Pure."""

from __future__ import annotations

from collections.abc import Collection

CONTRACT, ORDER = "contract", "order"
DELIVERY, ACCEPTANCE = "delivery", "acceptance"
# What is handed over needs a receipt, what is done needs to be accepted.
_HANDED_OVER = frozenset({"goods", "freight", "consignment", "instalment", "deposit"})
_ACCEPTED = frozenset({"service", "milestone", "retention"})


def needed_papers(
    *, item_kinds: Collection[str], has_contract: bool
) -> tuple[str, ...]:
    """Kinds of evidence that an ordinary invoice with such due items asks for.

    The contract where there is one, else the order; a delivery receipt for goods, an
    acceptance certificate for services, milestones and retention money.
    """
    kinds = set(item_kinds)
    papers = [CONTRACT if has_contract else ORDER]
    if kinds & _HANDED_OVER:
        papers.append(DELIVERY)
    if kinds & _ACCEPTED:
        papers.append(ACCEPTANCE)
    return tuple(papers)


def missing_papers(
    *, present: Collection[str], item_kinds: Collection[str], has_contract: bool
) -> tuple[str, ...]:
    """The needed papers that are not among `present`; an order proves as a contract does."""
    have = set(present)
    if have & {CONTRACT, ORDER}:
        have |= {CONTRACT, ORDER}
    needed = needed_papers(item_kinds=item_kinds, has_contract=has_contract)
    return tuple(paper for paper in needed if paper not in have)
