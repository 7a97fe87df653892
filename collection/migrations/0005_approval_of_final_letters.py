from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Letters below the final one go by themselves, as before.
HIGHEST_FREE = 2


def free_the_lower_rungs(apps, schema_editor):
    steps = apps.get_model("collections", "DunningStep").objects
    steps.filter(level__lte=HIGHEST_FREE).update(needs_approval=False)


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("collections", "0004_ladders_of_existing_companies"),
    ]

    operations = [
        migrations.AddField(
            "dunningstep", "needs_approval", models.BooleanField(default=True)
        ),
        migrations.RunPython(
            free_the_lower_rungs, migrations.RunPython.noop, elidable=True
        ),
        migrations.AddConstraint(
            "dunningstep",
            models.CheckConstraint(
                name="collections_dunningstep_approval",
                condition=models.Q(needs_approval=True) | models.Q(level__lte=2),
            ),
        ),
        migrations.AddField(
            "dunningrun", "approved_at", models.DateTimeField(null=True)
        ),
        migrations.AddField(
            "dunningrun",
            "approved_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            "dunningrun",
            models.CheckConstraint(
                name="collections_dunningrun_approved",
                condition=models.Q(approved_at__isnull=True, approved_by__isnull=True)
                | models.Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
        ),
    ]
