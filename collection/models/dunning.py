"""The ladder of reminders as data, its texts, and whether anything is sent at all."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.fields import MoneyField


class DunningLevel(models.IntegerChoices):
    """Rungs of the ladder; the machine sends those up to the final letter."""

    COURTESY = 0, _("Courtesy note")
    REMINDER = 1, _("Payment reminder")
    SECOND = 2, _("Second letter")
    FINAL = 3, _("Final letter")
    CERTIFIED = 4, _("Certified letter")
    LEGAL = 5, _("Legal notice")


class DunningProfile(models.Model):
    """One ladder of a company; its steps say which day each level is due."""

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    name = models.CharField(_("name"), max_length=60)
    is_active = models.BooleanField(default=True)
    # Days between two letters to a customer, and after a broken promise or plan.
    min_gap = models.PositiveSmallIntegerField(default=5)
    gap_after_broken = models.PositiveSmallIntegerField(default=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "name"], name="collections_dunningprofile_once"
            ),
            models.CheckConstraint(
                name="collections_dunningprofile_gaps",
                condition=Q(min_gap__gte=1, gap_after_broken__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DunningStep(models.Model):
    """One rung: `days` from its day of reference, `gap` days after the letter before.

    The courtesy counts back from the settlement date, the reminder forward from it, the
    second letter waits half the grace, the later ones count from the final date.
    """

    profile = models.ForeignKey(
        DunningProfile, on_delete=models.CASCADE, related_name="steps"
    )
    level = models.PositiveSmallIntegerField(choices=DunningLevel.choices)
    days = models.PositiveSmallIntegerField(null=True)
    gap = models.PositiveSmallIntegerField(null=True)
    # Later rungs are planned and shown, and done by people.
    is_sent = models.BooleanField(default=False)
    # From the first such rung on, letters go only after a person released them.
    needs_approval = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "level"], name="collections_dunningstep_once"
            ),
            models.CheckConstraint(
                name="collections_dunningstep_sent",
                condition=Q(is_sent=False) | Q(level__lte=3),
            ),
            models.CheckConstraint(
                name="collections_dunningstep_approval",
                condition=Q(needs_approval=True) | Q(level__lte=2),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id}: L{self.level}"


class DunningSettings(models.Model):
    """Whether reminders are sent for a company, since when and by whom."""

    company = models.OneToOneField(
        "core.Company", primary_key=True, on_delete=models.PROTECT
    )
    sending_on = models.BooleanField(_("sending"), default=False)
    switched_at = models.DateTimeField(null=True)
    switched_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)
    # Nothing is asked for below it, in the company's currency, before the final date.
    small_balance = MoneyField(_("small balance"), default=50)
    # Items past due before this day begin at `start_level`.
    went_live_on = models.DateField(_("live since"), null=True)
    start_level = models.PositiveSmallIntegerField(
        _("first level of old items"), choices=DunningLevel.choices, default=1
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="collections_dunningsettings_switched",
                condition=Q(sending_on=False)
                | Q(switched_at__isnull=False, switched_by__isnull=False),
            ),
            models.CheckConstraint(
                name="collections_dunningsettings_start",
                condition=Q(start_level__gte=1, start_level__lte=3),
            ),
            models.CheckConstraint(
                name="collections_dunningsettings_small",
                condition=Q(small_balance__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id}: {self.sending_on}"


class DunningText(models.Model):
    """A company's own wording of a level in a language; else the shipped one counts."""

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    level = models.PositiveSmallIntegerField(choices=DunningLevel.choices)
    language = models.CharField(max_length=10)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), max_length=4000)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("core.User", on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "level", "language"],
                name="collections_dunningtext_once",
            )
        ]

    def __str__(self) -> str:
        return f"L{self.level} {self.language}"
