"""Working calendars, and who stands in for whom while he is away."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.models.company import Company
from arcollect.core.models.people import User

# Monday is bit 0. At least one weekday must be worked, or no date could be rolled.
EVERY_WEEKDAY = 127


class WorkCalendar(models.Model):
    """Which weekdays a company rests on; single days stand in `CalendarDay`."""

    company = models.OneToOneField(
        Company, on_delete=models.CASCADE, related_name="work_calendar"
    )
    name = models.CharField(_("name"), max_length=100)
    # One bit per weekday of rest: Saturday and Sunday are 32 + 64.
    weekend = models.PositiveSmallIntegerField(_("weekend"), default=96)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="core_workcalendar_weekend",
                condition=Q(weekend__gte=0) & Q(weekend__lt=EVERY_WEEKDAY),
            )
        ]

    def __str__(self) -> str:
        return self.name


class CalendarDay(models.Model):
    """A public holiday, or a day worked in spite of weekend and holidays."""

    calendar = models.ForeignKey(
        WorkCalendar, on_delete=models.CASCADE, related_name="days"
    )
    day = models.DateField(_("day"))
    is_working = models.BooleanField(_("working day"), default=False)
    name = models.CharField(_("name"), max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "day"], name="core_calendarday_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class Absence(models.Model):
    """A person is away from `from_on` through `until_on`, both days included."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="absences", verbose_name=_("who")
    )
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    # Empty: nobody is named, so the manager acts.
    stand_in = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="stands_in",
        verbose_name=_("stand-in"),
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="absences_recorded"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="core_absence_interval", condition=Q(until_on__gte=F("from_on"))
            ),
            models.CheckConstraint(
                name="core_absence_stand_in",
                condition=Q(stand_in__isnull=True) | ~Q(stand_in=F("user")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "user", "until_on"], name="core_absence_user"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.from_on}"
