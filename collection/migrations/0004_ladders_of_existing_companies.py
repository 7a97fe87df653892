from __future__ import annotations

from django.db import migrations
from django.utils.translation import gettext, override

# As `ensure_ladder` gives them to new companies: level, days, gap, sent by the machine.
STEPS = (
    (0, 7, None, True),
    (1, 1, None, True),
    (2, None, 5, True),
    (3, 1, 5, True),
    (4, 30, 14, False),
    (5, None, 14, False),
)


def give_ladders(apps, schema_editor):
    """Companies opened before reminders existed get the shipped ladder."""
    profile_model = apps.get_model("collections", "DunningProfile")
    step_model = apps.get_model("collections", "DunningStep")
    for company in apps.get_model("core", "Company").objects.filter(
        dunningprofile=None
    ):
        with override(company.language):
            profile = profile_model.objects.create(
                company=company, name=gettext("Standard")
            )
        step_model.objects.bulk_create(
            step_model(profile=profile, level=level, days=days, gap=gap, is_sent=sent)
            for level, days, gap, sent in STEPS
        )


class Migration(migrations.Migration):
    dependencies = [("collections", "0003_reminders")]

    operations = [
        migrations.RunPython(give_ladders, migrations.RunPython.noop, elidable=True)
    ]
