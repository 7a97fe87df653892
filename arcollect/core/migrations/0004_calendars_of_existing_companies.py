from __future__ import annotations

from django.db import migrations
from django.utils.translation import override

from arcollect.core.public_holidays import CALENDAR_NAME, shipped_days


def give_calendars(apps, schema_editor):
    """Companies opened before calendars existed get the shipped one."""
    company_model = apps.get_model("core", "Company")
    calendar_model = apps.get_model("core", "WorkCalendar")
    day_model = apps.get_model("core", "CalendarDay")
    for company in company_model.objects.filter(work_calendar=None):
        with override("en"):
            calendar = calendar_model.objects.create(
                company=company, name=str(CALENDAR_NAME)
            )
            day_model.objects.bulk_create(
                day_model(
                    calendar=calendar, day=day, is_working=is_working, name=str(name)
                )
                for day, is_working, name in shipped_days()
            )


class Migration(migrations.Migration):
    dependencies = [("core", "0003_calendars_and_absences")]

    operations = [
        migrations.RunPython(give_calendars, migrations.RunPython.noop, elidable=True)
    ]
