"""Which papers prove an invoice, as the person who has to sue for it would ask."""

from __future__ import annotations

import pytest

from invoices.domain.evidence_checklist import missing_papers, needed_papers


@pytest.mark.parametrize(
    ("kinds", "has_contract", "papers"),
    [
        ({"goods"}, True, ("contract", "delivery")),
        ({"goods"}, False, ("order", "delivery")),
        ({"service"}, True, ("contract", "acceptance")),
        ({"milestone", "retention"}, True, ("contract", "acceptance")),
        ({"goods", "retention"}, True, ("contract", "delivery", "acceptance")),
    ],
)
def test_what_is_asked_for(
    kinds: set[str], has_contract: bool, papers: tuple[str, ...]
) -> None:
    assert needed_papers(item_kinds=kinds, has_contract=has_contract) == papers


@pytest.mark.parametrize(
    ("present", "missing"),
    [
        (set(), ("contract", "delivery")),
        ({"contract"}, ("delivery",)),
        ({"order"}, ("delivery",)),
        ({"delivery", "photo"}, ("contract",)),
        ({"contract", "delivery"}, ()),
    ],
)
def test_what_is_missing(present: set[str], missing: tuple[str, ...]) -> None:
    found = missing_papers(present=present, item_kinds={"goods"}, has_contract=True)

    assert found == missing
