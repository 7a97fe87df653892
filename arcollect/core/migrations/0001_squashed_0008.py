"""The tables as of this migration, in one step; it stands for those it replaces."""

import arcollect.core.create_models
import arcollect.core.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("core", "0001_initial"),
        ("core", "0002_letters_name_the_company"),
        ("core", "0003_calendars_and_absences"),
        ("core", "0004_calendars_of_existing_companies"),
        ("core", "0005_outbox"),
        ("core", "0006_api_tokens_and_answers"),
        ("core", "0007_authority_table"),
        ("core", "0008_contracts_ledger_and_cash"),
    ]

    initial = True

    dependencies = []

    operations = [
        arcollect.core.create_models.CreateModels(
            operations=[
                migrations.CreateModel(
                    name="AuditSeal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("last_event_id", models.BigIntegerField(unique=True)),
                        ("events", models.PositiveIntegerField()),
                        ("chain_hash", models.CharField(max_length=64)),
                        ("sealed_at", models.DateTimeField()),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Company",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                max_length=20, unique=True, verbose_name="code"
                            ),
                        ),
                        (
                            "name",
                            models.CharField(max_length=200, verbose_name="legal name"),
                        ),
                        (
                            "tax_id",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="tax number"
                            ),
                        ),
                        (
                            "address",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="address"
                            ),
                        ),
                        (
                            "base_currency",
                            arcollect.core.fields.CurrencyField(
                                max_length=3, verbose_name="base currency"
                            ),
                        ),
                        (
                            "time_zone",
                            models.CharField(
                                default="Asia/Shanghai",
                                max_length=60,
                                verbose_name="time zone",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                default="en", max_length=10, verbose_name="language"
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False)),
                        ("set_up_at", models.DateTimeField(blank=True, null=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "contact_person",
                            models.CharField(
                                blank=True,
                                max_length=100,
                                verbose_name="contact person",
                            ),
                        ),
                        (
                            "email",
                            models.EmailField(
                                blank=True,
                                max_length=254,
                                verbose_name="e-mail for replies",
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="phone"
                            ),
                        ),
                        (
                            "cost_of_funds_bp",
                            models.PositiveIntegerField(
                                default=450, verbose_name="cost of funds"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "password",
                            models.CharField(max_length=128, verbose_name="password"),
                        ),
                        (
                            "last_login",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="last login"
                            ),
                        ),
                        (
                            "username",
                            models.CharField(max_length=150, verbose_name="login name"),
                        ),
                        (
                            "full_name",
                            models.CharField(max_length=150, verbose_name="name"),
                        ),
                        (
                            "email",
                            models.EmailField(
                                blank=True, max_length=254, verbose_name="e-mail"
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                blank=True, max_length=10, verbose_name="language"
                            ),
                        ),
                        (
                            "is_active",
                            models.BooleanField(default=True, verbose_name="active"),
                        ),
                        ("must_change_password", models.BooleanField(default=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("username"),
                                name="core_user_username_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportBatch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("uploaded", "Uploaded"),
                                    ("checking", "Being checked"),
                                    ("checked", "Ready to commit"),
                                    ("refused", "Refused"),
                                    ("applying", "Being posted"),
                                    ("applied", "Posted"),
                                    ("failed", "Stopped"),
                                    ("discarded", "Discarded"),
                                ],
                                default="uploaded",
                                max_length=10,
                            ),
                        ),
                        ("state_changed_at", models.DateTimeField()),
                        ("profile_name", models.CharField(blank=True, max_length=100)),
                        ("profile_toml", models.TextField(blank=True)),
                        ("encoding", models.CharField(blank=True, max_length=40)),
                        ("rows_done", models.PositiveIntegerField(default=0)),
                        ("rows_total", models.PositiveIntegerField(default=0)),
                        ("phase", models.CharField(blank=True, max_length=40)),
                        ("result", models.JSONField(default=dict)),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "uploaded",
                                            "checking",
                                            "checked",
                                            "refused",
                                            "applying",
                                            "applied",
                                            "failed",
                                            "discarded",
                                        ],
                                    )
                                ),
                                name="core_importbatch_state",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("kind", models.CharField(blank=True, max_length=20)),
                        ("name", models.CharField(max_length=200)),
                        ("path", models.CharField(max_length=300)),
                        ("sha256", models.CharField(max_length=64)),
                        ("size", models.PositiveBigIntegerField()),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="files",
                                to="core.importbatch",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ImportProfile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("toml", models.TextField()),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                to="core.company",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("company", "name"),
                                name="core_importprofile_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NumberSeries",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("kind", models.CharField(max_length=20)),
                        ("year", models.PositiveSmallIntegerField()),
                        ("next_value", models.PositiveIntegerField(default=1)),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("company", "kind", "year"),
                                name="core_numberseries_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Run",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("job", models.CharField(max_length=40)),
                        ("business_day", models.DateField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("running", "Running"),
                                    ("done", "Done"),
                                    ("failed", "Failed"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("lease_until", models.DateTimeField(null=True)),
                        ("started_at", models.DateTimeField()),
                        ("finished_at", models.DateTimeField(null=True)),
                        ("result", models.JSONField(default=dict)),
                        ("error", models.CharField(blank=True, max_length=500)),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                to="core.company",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("company", "job", "business_day"),
                                name="core_run_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Schedule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("job", models.CharField(max_length=40)),
                        ("due_after", models.TimeField(verbose_name="due after")),
                        (
                            "enabled",
                            models.BooleanField(default=True, verbose_name="enabled"),
                        ),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                to="core.company",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("company", "job"), name="core_schedule_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Team",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("company", "name"), name="core_team_name_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Rep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reps",
                                to="core.company",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reps",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reps",
                                to="core.team",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("company", "name"), name="core_rep_name_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("sales_rep", "Sales rep"),
                                    ("sales_manager", "Sales manager"),
                                    ("finance", "Finance"),
                                    ("finance_manager", "Finance manager"),
                                    ("auditor", "Auditor"),
                                    ("administrator", "Administrator"),
                                ],
                                max_length=20,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="memberships",
                                to="core.company",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.team",
                                verbose_name="team",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "company"), name="core_membership_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "role__in",
                                        [
                                            "sales_rep",
                                            "sales_manager",
                                            "finance",
                                            "finance_manager",
                                            "auditor",
                                            "administrator",
                                        ],
                                    )
                                ),
                                name="core_membership_role",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AuditEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("actor_label", models.CharField(max_length=150)),
                        ("action", models.CharField(max_length=60)),
                        ("object_type", models.CharField(max_length=60)),
                        ("object_id", models.CharField(max_length=40)),
                        ("object_label", models.CharField(max_length=200)),
                        ("before", models.JSONField(default=dict)),
                        ("after", models.JSONField(default=dict)),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        ("request_id", models.CharField(blank=True, max_length=40)),
                        ("row_hash", models.CharField(max_length=64)),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "company",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["company", "-id"], name="core_audit_company"
                            ),
                            models.Index(
                                fields=["object_type", "object_id"],
                                name="core_audit_object",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IdempotencyKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("key", models.CharField(max_length=80)),
                        ("action", models.CharField(max_length=60)),
                        ("result", models.JSONField(default=dict)),
                        ("created_at", models.DateTimeField()),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("attempt", models.PositiveSmallIntegerField(default=1)),
                        ("fingerprint", models.CharField(blank=True, max_length=64)),
                        ("lease_until", models.DateTimeField(null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[("running", "Running"), ("done", "Done")],
                                default="done",
                                max_length=8,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "key"), name="core_idempotencykey_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "done"),
                                    models.Q(
                                        ("lease_until__isnull", False),
                                        ("state", "running"),
                                    ),
                                    _connector="OR",
                                ),
                                name="core_idempotencykey_state",
                            ),
                        ],
                        "indexes": [
                            models.Index(
                                fields=["created_at"], name="core_idempotencykey_age"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BankAccount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "currency",
                            arcollect.core.fields.CurrencyField(
                                max_length=3, verbose_name="currency"
                            ),
                        ),
                        ("bank", models.CharField(max_length=100, verbose_name="bank")),
                        (
                            "account_name",
                            models.CharField(
                                max_length=200, verbose_name="account name"
                            ),
                        ),
                        (
                            "account_number",
                            models.CharField(
                                max_length=60, verbose_name="account number"
                            ),
                        ),
                        (
                            "is_active",
                            models.BooleanField(default=True, verbose_name="in use"),
                        ),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="bank_accounts",
                                to="core.company",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("company", "currency", "account_number"),
                                name="core_bankaccount_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WorkCalendar",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        (
                            "weekend",
                            models.PositiveSmallIntegerField(
                                default=96, verbose_name="weekend"
                            ),
                        ),
                        (
                            "company",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="work_calendar",
                                to="core.company",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("weekend__gte", 0), ("weekend__lt", 127)
                                ),
                                name="core_workcalendar_weekend",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                        (
                            "is_working",
                            models.BooleanField(
                                default=False, verbose_name="working day"
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="name"
                            ),
                        ),
                        (
                            "calendar",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="days",
                                to="core.workcalendar",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("calendar", "day"), name="core_calendarday_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Absence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("from_on", models.DateField(verbose_name="from")),
                        ("until_on", models.DateField(verbose_name="until")),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                to="core.company",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="absences_recorded",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "stand_in",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="stands_in",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="stand-in",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="absences",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["company", "user", "until_on"],
                                name="core_absence_user",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until_on__gte", models.F("from_on"))
                                ),
                                name="core_absence_interval",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("stand_in__isnull", True),
                                    models.Q(
                                        ("stand_in", models.F("user")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="core_absence_stand_in",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OutboxMessage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("kind", models.CharField(max_length=30)),
                        ("unique_key", models.CharField(max_length=120, unique=True)),
                        (
                            "recipient",
                            models.EmailField(max_length=254, verbose_name="recipient"),
                        ),
                        ("payload", models.JSONField(default=dict)),
                        ("prepared_at", models.DateTimeField(null=True)),
                        ("message_id", models.CharField(max_length=120, unique=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("queued", "Waiting"),
                                    ("claimed", "Being prepared"),
                                    ("handing_over", "Being handed over"),
                                    ("sent", "Sent"),
                                    ("failed", "Needs attention"),
                                    ("unknown", "Probably sent"),
                                    ("cancelled", "Called off"),
                                ],
                                default="queued",
                                max_length=12,
                            ),
                        ),
                        ("not_before", models.DateTimeField()),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("claim_token", models.CharField(blank=True, max_length=36)),
                        ("claimed_at", models.DateTimeField(null=True)),
                        ("lease_until", models.DateTimeField(null=True)),
                        ("handing_over_at", models.DateTimeField(null=True)),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("error", models.CharField(blank=True, max_length=500)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "queued")),
                                fields=["not_before", "id"],
                                name="core_outbox_queued",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("state__in", ["claimed", "handing_over"])
                                ),
                                fields=["lease_until"],
                                name="core_outbox_in_hand",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("state__in", ["failed", "unknown"])
                                ),
                                fields=["company", "-id"],
                                name="core_outbox_attention",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "queued",
                                            "claimed",
                                            "handing_over",
                                            "sent",
                                            "failed",
                                            "unknown",
                                            "cancelled",
                                        ],
                                    )
                                ),
                                name="core_outboxmessage_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ["claimed", "handing_over"]),
                                        _negated=True,
                                    ),
                                    models.Q(
                                        ("claimed_at__isnull", False),
                                        ("lease_until__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="core_outboxmessage_claimed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ["handing_over", "unknown"]),
                                        _negated=True,
                                    ),
                                    ("handing_over_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="core_outboxmessage_handed_over",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "sent"), _negated=True),
                                    ("sent_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="core_outboxmessage_sent",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApiToken",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        ("prefix", models.CharField(max_length=12, unique=True)),
                        ("secret_hash", models.CharField(max_length=64)),
                        (
                            "scopes",
                            models.JSONField(default=list, verbose_name="allowed to"),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField(verbose_name="expires")),
                        ("last_used_at", models.DateTimeField(null=True)),
                        ("revoked_at", models.DateTimeField(null=True)),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                to="core.company",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="api_tokens",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["user", "company"], name="core_apitoken_owner"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("expires_at__gt", models.F("created_at"))
                                ),
                                name="core_apitoken_expires",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AuthorityLimit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("sales_rep", "Sales rep"),
                                    ("sales_manager", "Sales manager"),
                                    ("finance", "Finance"),
                                    ("finance_manager", "Finance manager"),
                                    ("auditor", "Auditor"),
                                    ("administrator", "Administrator"),
                                ],
                                max_length=20,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "act",
                            models.CharField(
                                choices=[
                                    ("discount", "Discount"),
                                    ("term", "Payment term"),
                                    ("extension", "Extension of a due date"),
                                    ("concession", "Concession"),
                                    ("deduction", "Deduction"),
                                    ("take_back", "Goods taken back"),
                                    ("write_off", "Write-off"),
                                    ("offset", "Offset"),
                                    ("assignment", "Assignment of claims"),
                                    ("release", "Release of a blocked order"),
                                    ("credit_line", "Credit line"),
                                ],
                                max_length=12,
                                verbose_name="act",
                            ),
                        ),
                        (
                            "currency",
                            arcollect.core.fields.CurrencyField(
                                max_length=3, verbose_name="currency"
                            ),
                        ),
                        (
                            "limit",
                            arcollect.core.fields.MoneyField(
                                null=True, verbose_name="alone up to"
                            ),
                        ),
                        ("withdrawn", models.BooleanField(default=False)),
                        ("version", models.PositiveIntegerField()),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=(
                                    "company",
                                    "role",
                                    "act",
                                    "currency",
                                    "version",
                                ),
                                name="core_authoritylimit_version_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("limit__isnull", True),
                                    ("limit__gte", 0),
                                    _connector="OR",
                                ),
                                name="core_authoritylimit_limit",
                            ),
                            models.CheckConstraint(
                                condition=arcollect.core.fields._Remainder(
                                    models.F("limit"),
                                    models.Case(
                                        models.When(
                                            currency__in=(
                                                "BIF",
                                                "CLP",
                                                "DJF",
                                                "GNF",
                                                "ISK",
                                                "JPY",
                                                "KMF",
                                                "KRW",
                                                "PYG",
                                                "RWF",
                                                "UGX",
                                                "UYI",
                                                "VND",
                                                "VUV",
                                                "XAF",
                                                "XOF",
                                                "XPF",
                                            ),
                                            then=models.Value(10000),
                                        ),
                                        models.When(
                                            currency__in=(
                                                "BHD",
                                                "IQD",
                                                "JOD",
                                                "KWD",
                                                "LYD",
                                                "OMR",
                                                "TND",
                                            ),
                                            then=models.Value(10),
                                        ),
                                        models.When(
                                            currency__in=("CLF", "UYW"),
                                            then=models.Value(1),
                                        ),
                                        default=models.Value(100),
                                        output_field=models.BigIntegerField(),
                                    ),
                                ),
                                name="core_authoritylimit_limit_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClosedBooks",
                    fields=[
                        (
                            "company",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="closed_books",
                                serialize=False,
                                to="core.company",
                            ),
                        ),
                        ("through", models.DateField(null=True)),
                        ("changed_at", models.DateTimeField()),
                        (
                            "changed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
            ],
        ),
    ]
