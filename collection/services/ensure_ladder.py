"""Give a company the shipped ladder of reminders."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from arcollect.core.models import Company
from collection.domain.dunning import FIRST_APPROVED, HIGHEST_SENT, LadderRules, Level
from collection.models import DunningProfile, DunningStep

RULES = LadderRules()
# Days and gap of each rung; the second letter waits half the grace, hence no days.
STEPS: dict[Level, tuple[int | None, int | None]] = {
    Level.COURTESY: (RULES.courtesy_before, None),
    Level.REMINDER: (RULES.reminder_after, None),
    Level.SECOND: (None, RULES.min_gap),
    Level.FINAL: (RULES.final_after, RULES.min_gap),
    Level.CERTIFIED: (RULES.certified_after, RULES.certified_gap),
    Level.LEGAL: (None, RULES.legal_gap),
}


@transaction.atomic
def ensure_ladder(*, company: Company) -> DunningProfile:
    """The company's first ladder; made from the shipped one where there is none."""
    found = DunningProfile.objects.filter(company=company).order_by("pk").first()
    if found is not None:
        return found
    profile = DunningProfile.objects.create(company=company, name=_("Standard"))
    DunningStep.objects.bulk_create(
        DunningStep(
            profile=profile,
            level=level.value,
            days=days,
            gap=gap,
            is_sent=level <= HIGHEST_SENT,
            needs_approval=level >= FIRST_APPROVED,
        )
        for level, (days, gap) in STEPS.items()
    )
    return profile
