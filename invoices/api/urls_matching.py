"""Routes of the matching: proposals, decisions, learned payers, remittance advices."""

from __future__ import annotations

from arcollect.core.api.routes import resource
from invoices.api.matching import AliasApi, MatchApi, ProposalApi
from invoices.api.remittances import RemittanceApi

urlpatterns = [
    *resource("match-proposals", ProposalApi),
    *resource("matches", MatchApi, acts={"undo": "undo"}),
    *resource("payer-aliases", AliasApi),
    *resource("remittances", RemittanceApi, acts={"discard": "discard"}),
]
