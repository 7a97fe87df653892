"""Ceilings per rep, smallest deposits per grade and cash discounts, as they stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from arcollect.core.models import Company
from customers.models import DepositRule, DiscountOffer, Grade, RepCeiling

# Until a company writes its own: who is sold to against prepayment pays all of it.
_PRESET_SHARES = {Grade.A: 0, Grade.B: 0, Grade.C: 0, Grade.D: 10_000}


def find_ceiling(*, rep_id: int, currency: str) -> Decimal | None:
    """Most that the rep's customers may owe in the currency; None without a ceiling."""
    newest = (
        RepCeiling.objects.filter(rep_id=rep_id, currency=currency)
        .order_by("-version")
        .first()
    )
    return newest.amount if newest else None


def ceilings_of(*, company: Company) -> dict[tuple[int, str], RepCeiling]:
    """The newest ceiling per rep and currency, lifted ones left out."""
    rows = RepCeiling.objects.filter(company=company).order_by("version")
    newest = {(row.rep_id, row.currency): row for row in rows}
    return {key: row for key, row in newest.items() if row.amount is not None}


def deposit_shares(*, company_id: int) -> dict[str, int]:
    """Smallest deposit per grade in hundredths of a percent."""
    rows = DepositRule.objects.filter(company_id=company_id).order_by("version")
    own = {row.grade: row.share_bp for row in rows}
    return {
        grade.value: own.get(grade.value, share)
        for grade, share in _PRESET_SHARES.items()
    }


def offers_on(*, contract_id: int, issued_on: dt.date) -> list[DiscountOffer]:
    """The cash discounts of a contract that hold for an invoice of that day."""
    rows = DiscountOffer.objects.filter(contract_id=contract_id, from_on__lte=issued_on)
    return [
        row
        for row in rows.order_by("within_days", "pk")
        if row.until_on is None or issued_on <= row.until_on
    ]


def offers_by_contract(*, company_id: int) -> dict[int, list[DiscountOffer]]:
    """Every cash discount of a company, by contract; one query."""
    found: dict[int, list[DiscountOffer]] = {}
    for row in DiscountOffer.objects.filter(company=company_id).order_by("pk"):
        found.setdefault(row.contract_id, []).append(row)
    return found


def largest_offer(
    offers: Iterable[DiscountOffer], *, issued_on: dt.date
) -> DiscountOffer | None:
    """The largest discount for an invoice of that day, of equal ones the longest."""
    held = [
        one
        for one in offers
        if one.from_on <= issued_on
        and (one.until_on is None or issued_on <= one.until_on)
    ]
    return max(held, key=lambda one: (one.share_bp, one.within_days), default=None)
