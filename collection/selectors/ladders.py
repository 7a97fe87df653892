"""Ladders and settings of reminders as the rules take them."""

from __future__ import annotations

from django.db.models import QuerySet

from arcollect.core.models import Company
from collection.domain.dunning import LadderRules, Level
from collection.models import DunningProfile, DunningSettings, DunningStep


def active_profiles(*, company: Company) -> QuerySet[DunningProfile]:
    """The company's ladders in use, the oldest first, with their steps."""
    return (
        DunningProfile.objects.filter(company=company, is_active=True)
        .prefetch_related("steps")
        .order_by("pk")
    )


def rules_of(profile: DunningProfile) -> LadderRules:
    """The numbers of a ladder; what a step leaves empty is as shipped."""
    steps = {step.level: step for step in profile.steps.all()}
    shipped = LadderRules()

    def days(level: Level, default: int) -> int:
        step = steps.get(level)
        return default if step is None or step.days is None else step.days

    def gap(level: Level, default: int) -> int:
        step = steps.get(level)
        return default if step is None or step.gap is None else step.gap

    return LadderRules(
        courtesy_before=days(Level.COURTESY, shipped.courtesy_before),
        reminder_after=days(Level.REMINDER, shipped.reminder_after),
        min_gap=profile.min_gap,
        gap_after_broken=profile.gap_after_broken,
        final_after=days(Level.FINAL, shipped.final_after),
        certified_after=days(Level.CERTIFIED, shipped.certified_after),
        certified_gap=gap(Level.CERTIFIED, shipped.certified_gap),
        legal_gap=gap(Level.LEGAL, shipped.legal_gap),
        sends=frozenset(Level(step.level) for step in steps.values() if step.is_sent),
        approved_from=min(
            (Level(step.level) for step in steps.values() if step.needs_approval),
            default=shipped.approved_from,
        ),
    )


def steps_of(profile: DunningProfile) -> list[DunningStep]:
    """The rungs from the lowest up."""
    return sorted(profile.steps.all(), key=lambda step: step.level)


def settings_of(company: Company) -> DunningSettings:
    """The company's settings; unsaved defaults where nobody has changed any."""
    found = DunningSettings.objects.select_related("switched_by").filter(
        company=company
    )
    return found.first() or DunningSettings(company=company)
