"""Look at the lines of new bank statements, and post what the rules cover."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Max

from arcollect.core import clock
from arcollect.core.models import Company
from invoices.models import BankStatement, MatchingRules
from invoices.services.post_by_rules import post_by_rules
from invoices.services.propose_matches import propose_matches


def match_new_lines() -> int:
    """Propose for every company with a statement that nobody looked at; how many.

    Called every minute. Whoever moves the time first has the company; posting by rules
    is a compare-and-set per line, so a second look at once posts nothing twice.
    """
    newest = BankStatement.objects.values("company").annotate(at=Max("recorded_at"))
    looked = dict(MatchingRules.objects.values_list("company", "looked_at"))
    waiting = [
        row["company"]
        for row in newest.order_by()
        if (looked.get(row["company"]) or _NEVER) < row["at"]
    ]
    done = 0
    for company in Company.objects.filter(pk__in=waiting):
        if _take(company, looked.get(company.pk)):
            match_lines(company)
            done += 1
    return done


_NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def match_lines(company: Company, _day: dt.date | None = None) -> dict[str, Any]:
    """Propose anew for all lines that are left and post what the rules cover.

    Safe to run twice; also a step of the night, which knows promises and deductions of
    the day.
    """
    propose_matches(company=company)
    posted = post_by_rules(company=company)
    return {"posted": posted} if posted else {}


def _take(company: Company, seen: dt.datetime | None) -> bool:
    MatchingRules.objects.get_or_create(
        company=company,
        defaults={"currency": company.base_currency, "bank_fee": Decimal(0)},
    )
    rows = MatchingRules.objects.filter(company=company, looked_at=seen)
    return bool(rows.update(looked_at=clock.now()))
