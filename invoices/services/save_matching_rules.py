"""What a company lets the matching explain away and post by itself."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.locking import retried_transaction
from arcollect.core.models import Company, User
from arcollect.core.money import format_plain
from invoices.models import MatchingRules
from invoices.services.errors import LedgerRefusedError


@retried_transaction
def save_matching_rules(
    *,
    actor: User,
    company: Company,
    bank_fee: Decimal,
    discount_bp: int,
    discount_days: int,
    post_named: bool,
    post_advised: bool,
    post_known: bool,
) -> MatchingRules:
    """Set the rules; they hold for matches from now on.

    `bank_fee` is in the base currency, `discount_bp` in hundredths of a percent of the
    open amount, `discount_days` count from the invoice date, inclusive. Raises
    `LedgerRefusedError`.
    """
    if bank_fee < 0 or not 0 <= discount_bp <= 2_000:
        raise LedgerRefusedError(
            _("A fee is not negative, and a discount is at most 20 percent.")
        )
    values = {
        "currency": company.base_currency,
        "bank_fee": bank_fee,
        "discount_bp": discount_bp,
        "discount_days": discount_days,
        "post_named": post_named,
        "post_advised": post_advised,
        "post_known": post_known,
    }
    before = MatchingRules.objects.filter(company=company).first()
    rules, _created = MatchingRules.objects.update_or_create(
        company=company,
        defaults={**values, "version": before.version + 1 if before else 1},
    )
    audit.record(
        actor=actor,
        action="invoices.matching_rules.saved",
        target=rules,
        company=company,
        before=_told(before) if before else {},
        after=_told(rules),
    )
    return rules


def _told(rules: MatchingRules) -> dict[str, object]:
    return {
        "bank_fee": format_plain(rules.bank_fee, rules.currency),
        "discount_bp": rules.discount_bp,
        "discount_days": rules.discount_days,
        "post_named": rules.post_named,
        "post_advised": rules.post_advised,
        "post_known": rules.post_known,
    }
