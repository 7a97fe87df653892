"""Sentences for proposals: what each is, and why it ranks where it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from invoices.domain.matching import AGAINST, Why
from invoices.models import MatchProposal

WHY: dict[str, str | Promise] = {
    Why.ADVICE: gettext_lazy("the remittance advice says so"),
    Why.NUMBER: gettext_lazy("%(shows)s stands in the text"),
    Why.NUMBER_MANGLED: gettext_lazy("%(shows)s stands in the text, written otherwise"),
    Why.NUMBER_TAIL: gettext_lazy("the last digits of %(shows)s stand in the text"),
    Why.NUMBER_CUT: gettext_lazy("%(shows)s stands in the text, cut short"),
    Why.NUMBER_NEAR: gettext_lazy("%(shows)s stands in the text with one slip"),
    Why.ACCOUNT_LEARNED: gettext_lazy("paid from this account before"),
    Why.NAME_LEARNED: gettext_lazy("paid under this name before"),
    Why.NAME_EQUAL: gettext_lazy("the payer is the customer"),
    Why.NAME_CUT: gettext_lazy("the payer's name, cut short, is the customer's"),
    Why.CODE_IN_TEXT: gettext_lazy("the customer code stands in the text"),
    Why.AMOUNT_EXACT: gettext_lazy("exact amount"),
    Why.AMOUNT_UNIQUE: gettext_lazy("exact amount, of one invoice only"),
    Why.SUM_EXACT: gettext_lazy("exact sum"),
    Why.SUM_UNIQUE: gettext_lazy("exact sum, in one way only"),
    Why.SUM_COMPLETED: gettext_lazy("with one more the sum is exact"),
    Why.ALL_OPEN: gettext_lazy("everything that is open or due"),
    Why.DISCOUNT: gettext_lazy("less the early-payment discount"),
    Why.BANK_FEE: gettext_lazy("less the bank's fee"),
    Why.INSTALMENT: gettext_lazy("an instalment"),
    Why.KNOWN_DEDUCTION: gettext_lazy("short by what the customer has claimed"),
    Why.PART_PAID: gettext_lazy("pays a part only"),
    Why.OVER_PAID: gettext_lazy("more came than was named"),
    Why.LEGAL_ORDER: gettext_lazy("nothing named: order of the law"),
    Why.OTHER_PAYER: gettext_lazy("the payer is known as another"),
    Why.SEVERAL_CUSTOMERS: gettext_lazy("invoices of several customers"),
    Why.UNREAD_NUMBER: gettext_lazy("%(shows)s in the text fits nothing"),
    Why.AMBIGUOUS: gettext_lazy("another way fits as well"),
    Why.CLAIMED: gettext_lazy("an earlier line claims the same invoice"),
}


@dataclass(frozen=True, slots=True)
class ReasonText:
    """One tick or dash beside a proposal."""

    code: str
    text: str
    is_for: bool


def reasons_of(proposal: MatchProposal) -> list[ReasonText]:
    """The proposal's reasons as sentences, those for it first."""
    found = [
        ReasonText(code, str(WHY[code]) % {"shows": shows}, code not in AGAINST)
        for code, shows in proposal.reasons
    ]
    return sorted(found, key=lambda reason: not reason.is_for)


def title_of(proposal: MatchProposal) -> str:
    """What the proposal is, in a few words."""
    codes = {code for code, _shows in proposal.reasons}
    many: dict[str, Any] = {"count": len(proposal.parts)}
    if Why.ADVICE in codes:
        return _("As the remittance advice says")
    if Why.LEGAL_ORDER in codes:
        return _("Order of the law")
    if codes & {Why.AMOUNT_UNIQUE, Why.SUM_UNIQUE, Why.SUM_EXACT, Why.ALL_OPEN}:
        return (
            ngettext(
                "%(count)s invoice that makes up the amount",
                "%(count)s invoices that make up the amount",
                many["count"],
            )
            % many
        )
    if codes & {
        Why.NUMBER,
        Why.NUMBER_MANGLED,
        Why.NUMBER_TAIL,
        Why.NUMBER_CUT,
        Why.NUMBER_NEAR,
    }:
        return (
            ngettext(
                "%(count)s invoice named by the payer",
                "%(count)s invoices named by the payer",
                many["count"],
            )
            % many
        )
    return _("By payer and amount")
