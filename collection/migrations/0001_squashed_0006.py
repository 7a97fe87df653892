"""The tables as of this migration, in one step; it stands for those it replaces."""

import arcollect.core.create_models
import arcollect.core.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("collections", "0001_visits_promises_holds"),
        ("collections", "0002_cadence_and_judging"),
        ("collections", "0003_reminders"),
        ("collections", "0004_ladders_of_existing_companies"),
        ("collections", "0005_approval_of_final_letters"),
        ("collections", "0006_contracts_ledger_and_cash"),
    ]

    initial = True

    dependencies = [
        ("core", "__first__"),
        ("customers", "0002_agreed_late_interest"),
        ("invoices", "0007_kinds_of_invoices"),
    ]

    operations = [
        arcollect.core.create_models.CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Visit",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("appointment", "Visit by appointment"),
                                    ("surprise", "Unannounced visit"),
                                    ("service", "Service visit"),
                                    ("call", "Call"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("promised", "Promised to pay"),
                                    ("paid", "Has paid"),
                                    ("not_there", "Nobody there"),
                                    ("refuses", "Refuses"),
                                    ("other", "Something else"),
                                ],
                                max_length=12,
                                verbose_name="outcome",
                            ),
                        ),
                        ("visited_on", models.DateField(verbose_name="visited on")),
                        (
                            "observed",
                            models.TextField(blank=True, verbose_name="observed"),
                        ),
                        ("heard", models.TextField(blank=True, verbose_name="heard")),
                        ("asked", models.TextField(blank=True, verbose_name="asked")),
                        (
                            "concluded",
                            models.TextField(blank=True, verbose_name="concluded"),
                        ),
                        (
                            "next_action",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="next action"
                            ),
                        ),
                        (
                            "next_action_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="next action on"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="customers.contact",
                                verbose_name="person met",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visits",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["company", "customer", "-visited_on"],
                                name="collections_visit_customer",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        ["appointment", "surprise", "service", "call"],
                                    )
                                ),
                                name="collections_visit_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "outcome__in",
                                        [
                                            "promised",
                                            "paid",
                                            "not_there",
                                            "refuses",
                                            "other",
                                        ],
                                    )
                                ),
                                name="collections_visit_outcome",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Promise",
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
                        (
                            "amount",
                            arcollect.core.fields.MoneyField(verbose_name="amount"),
                        ),
                        ("open_when_made", arcollect.core.fields.MoneyField()),
                        ("made_on", models.DateField(verbose_name="made on")),
                        ("promised_on", models.DateField(verbose_name="promised for")),
                        ("tolerance_days", models.PositiveSmallIntegerField(default=2)),
                        ("window_until", models.DateField()),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("oral", "Spoken"),
                                    ("email", "E-mail"),
                                    ("letter", "Sealed commitment letter"),
                                ],
                                max_length=10,
                                verbose_name="source",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="note"
                            ),
                        ),
                        ("to_check", models.BooleanField(default=False)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("pending", "Pending"),
                                    ("kept", "Kept"),
                                    ("partially_kept", "Partly kept"),
                                    ("broken", "Broken"),
                                    ("superseded", "Replaced"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="pending",
                                max_length=14,
                            ),
                        ),
                        ("received", arcollect.core.fields.MoneyField(default=0)),
                        ("kept_on", models.DateField(null=True)),
                        ("fulfilled_late", models.BooleanField(default=False)),
                        ("judged_through", models.DateField(null=True)),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="promises",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="customers.contact",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="collections.promise",
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="promises",
                                to="collections.visit",
                            ),
                        ),
                        (
                            "counts_bills",
                            models.BooleanField(
                                default=False, verbose_name="a bill will do"
                            ),
                        ),
                        ("judged_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["company", "state", "promised_on"],
                                name="collections_promise_state_day",
                            ),
                            models.Index(
                                fields=["customer", "state"],
                                name="collections_promise_customer",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)),
                                name="collections_promise_amount",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("promised_on__gte", models.F("made_on")),
                                    ("window_until__gte", models.F("promised_on")),
                                ),
                                name="collections_promise_days",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "pending",
                                            "kept",
                                            "partially_kept",
                                            "broken",
                                            "superseded",
                                            "cancelled",
                                        ],
                                    )
                                ),
                                name="collections_promise_state",
                            ),
                            models.CheckConstraint(
                                condition=arcollect.core.fields._Remainder(
                                    models.F("amount"),
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
                                name="collections_promise_amount_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Hold",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("pause", "Pause"),
                                    ("legal", "Counsel is in charge"),
                                    ("do_not_contact", "Do not contact"),
                                ],
                                default="pause",
                                max_length=14,
                                verbose_name="kind",
                            ),
                        ),
                        ("from_on", models.DateField(verbose_name="from")),
                        (
                            "until_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="until"
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(max_length=300, verbose_name="reason"),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("lifted_at", models.DateTimeField(null=True)),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="holds",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "due_item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="invoices.dueitem",
                            ),
                        ),
                        (
                            "lifted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="holds_lifted",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("lifted_at__isnull", True)),
                                fields=["company", "customer"],
                                name="collections_hold_in_force",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until_on__isnull", True),
                                    ("until_on__gte", models.F("from_on")),
                                    _connector="OR",
                                ),
                                name="collections_hold_interval",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "pause"), _negated=True),
                                    ("until_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="collections_hold_pause_ends",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PromiseItem",
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
                            "due_item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="promises",
                                to="invoices.dueitem",
                            ),
                        ),
                        (
                            "promise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="collections.promise",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("promise", "due_item"),
                                name="collections_promiseitem_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CadenceStep",
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
                            "acting",
                            models.CharField(
                                choices=[
                                    ("rep", "Sales rep"),
                                    ("colleague", "Stand-in"),
                                    ("manager", "Manager"),
                                ],
                                default="rep",
                                max_length=9,
                            ),
                        ),
                        (
                            "step",
                            models.CharField(
                                choices=[
                                    ("T-7", "T-7: foresee the day"),
                                    ("T-3", "T-3: fix the day"),
                                    ("T-1", "T-1: make sure"),
                                    ("T-0", "T-0: collect"),
                                ],
                                max_length=3,
                            ),
                        ),
                        ("settlement_on", models.DateField()),
                        ("final_on", models.DateField()),
                        ("planned_on", models.DateField(verbose_name="planned for")),
                        (
                            "named_on",
                            models.DateField(
                                null=True, verbose_name="day named by the customer"
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("done", "Done"),
                                    ("missed", "Missed"),
                                    ("skipped", "Not needed"),
                                    ("merged", "Merged into T-3"),
                                ],
                                default="planned",
                                max_length=7,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "no reason"),
                                    ("before_invoice", "before the invoice"),
                                    (
                                        "too_late",
                                        "its day had passed when it was planned",
                                    ),
                                    ("settled", "nothing is open any more"),
                                ],
                                default="",
                                max_length=14,
                            ),
                        ),
                        ("done_on", models.DateField(null=True)),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cadence_steps",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "rep",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.rep",
                            ),
                        ),
                        (
                            "stand_in",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cadence_steps",
                                to="collections.visit",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("result", "planned")),
                                fields=["company", "planned_on"],
                                name="collections_cadencestep_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("customer", "settlement_on", "step"),
                                name="collections_cadencestep_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "result__in",
                                        [
                                            "planned",
                                            "done",
                                            "missed",
                                            "skipped",
                                            "merged",
                                        ],
                                    )
                                ),
                                name="collections_cadencestep_result",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("done_on__isnull", False), ("result", "done")
                                    ),
                                    models.Q(
                                        models.Q(("result", "done"), _negated=True),
                                        ("done_on__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="collections_cadencestep_done",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("step__in", ["T-7", "T-3", "T-1", "T-0"])
                                ),
                                name="collections_cadencestep_step",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DunningProfile",
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
                        ("is_active", models.BooleanField(default=True)),
                        ("min_gap", models.PositiveSmallIntegerField(default=5)),
                        (
                            "gap_after_broken",
                            models.PositiveSmallIntegerField(default=2),
                        ),
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
                                fields=("company", "name"),
                                name="collections_dunningprofile_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("gap_after_broken__gte", 1), ("min_gap__gte", 1)
                                ),
                                name="collections_dunningprofile_gaps",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DunningRun",
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
                        ("business_day", models.DateField()),
                        ("previous_on", models.DateField(null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("preparing", "Being prepared"),
                                    ("preview", "Waits for release"),
                                    ("releasing", "Being released"),
                                    ("released", "Released"),
                                    ("stopped", "Stopped"),
                                    ("lapsed", "Replaced by a later run"),
                                ],
                                default="preparing",
                                max_length=10,
                            ),
                        ),
                        ("waits_because", models.JSONField(default=list)),
                        ("recipients", models.PositiveIntegerField(default=0)),
                        ("held_back", models.PositiveIntegerField(default=0)),
                        ("prepared_at", models.DateTimeField()),
                        ("released_at", models.DateTimeField(null=True)),
                        ("sends_from", models.DateTimeField(null=True)),
                        ("stopped_at", models.DateTimeField(null=True)),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                        (
                            "profile",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="collections.dunningprofile",
                            ),
                        ),
                        (
                            "released_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "stopped_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("approved_at", models.DateTimeField(null=True)),
                        (
                            "approved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["company", "-business_day"],
                                name="collections_run_recent",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("company", "profile", "business_day"),
                                name="collections_dunningrun_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ["releasing", "released"]),
                                        _negated=True,
                                    ),
                                    models.Q(
                                        ("released_at__isnull", False),
                                        ("sends_from__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="collections_dunningrun_released",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("approved_at__isnull", True),
                                        ("approved_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("approved_at__isnull", False),
                                        ("approved_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="collections_dunningrun_approved",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DunningLetter",
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
                        ("business_day", models.DateField()),
                        (
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "Courtesy note"),
                                    (1, "Payment reminder"),
                                    (2, "Second letter"),
                                    (3, "Final letter"),
                                    (4, "Certified letter"),
                                    (5, "Legal notice"),
                                ]
                            ),
                        ),
                        ("number", models.CharField(blank=True, max_length=40)),
                        ("language", models.CharField(max_length=10)),
                        ("recipient", models.EmailField(max_length=254)),
                        (
                            "currency",
                            arcollect.core.fields.CurrencyField(
                                max_length=3, verbose_name="currency"
                            ),
                        ),
                        ("demanded", arcollect.core.fields.MoneyField()),
                        ("items", models.PositiveIntegerField()),
                        ("content", models.JSONField()),
                        ("hurried", models.BooleanField(default=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("skipped", "Skipped"),
                                    ("released", "Released"),
                                    ("called_off", "Called off"),
                                    ("lapsed", "Lapsed"),
                                ],
                                default="planned",
                                max_length=10,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="reason"
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True)),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="dunning_letters",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "message",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="dunning_letter",
                                to="core.outboxmessage",
                            ),
                        ),
                        (
                            "profile",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="collections.dunningprofile",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters",
                                to="collections.dunningrun",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["run", "state"], name="collections_letter_run"
                            ),
                            models.Index(
                                condition=models.Q(("state", "released")),
                                fields=["company", "-business_day"],
                                name="collections_letter_released",
                            ),
                            models.Index(
                                fields=["customer", "-business_day"],
                                name="collections_letter_customer",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("customer", "profile", "business_day"),
                                name="collections_dunningletter_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("number", ""), _negated=True),
                                fields=("company", "number"),
                                name="collections_dunningletter_number_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "released"), _negated=True),
                                    models.Q(
                                        ("message__isnull", False),
                                        models.Q(("number", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="collections_dunningletter_released",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "skipped"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="collections_dunningletter_skipped",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DunningSettings",
                    fields=[
                        (
                            "company",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                serialize=False,
                                to="core.company",
                            ),
                        ),
                        (
                            "sending_on",
                            models.BooleanField(default=False, verbose_name="sending"),
                        ),
                        ("switched_at", models.DateTimeField(null=True)),
                        (
                            "small_balance",
                            arcollect.core.fields.MoneyField(
                                default=50, verbose_name="small balance"
                            ),
                        ),
                        (
                            "went_live_on",
                            models.DateField(null=True, verbose_name="live since"),
                        ),
                        (
                            "start_level",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "Courtesy note"),
                                    (1, "Payment reminder"),
                                    (2, "Second letter"),
                                    (3, "Final letter"),
                                    (4, "Certified letter"),
                                    (5, "Legal notice"),
                                ],
                                default=1,
                                verbose_name="first level of old items",
                            ),
                        ),
                        (
                            "switched_by",
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
                                    ("sending_on", False),
                                    models.Q(
                                        ("switched_at__isnull", False),
                                        ("switched_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="collections_dunningsettings_switched",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("start_level__gte", 1), ("start_level__lte", 3)
                                ),
                                name="collections_dunningsettings_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("small_balance__gte", 0)),
                                name="collections_dunningsettings_small",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DunningStep",
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
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "Courtesy note"),
                                    (1, "Payment reminder"),
                                    (2, "Second letter"),
                                    (3, "Final letter"),
                                    (4, "Certified letter"),
                                    (5, "Legal notice"),
                                ]
                            ),
                        ),
                        ("days", models.PositiveSmallIntegerField(null=True)),
                        ("gap", models.PositiveSmallIntegerField(null=True)),
                        ("is_sent", models.BooleanField(default=False)),
                        (
                            "profile",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="collections.dunningprofile",
                            ),
                        ),
                        ("needs_approval", models.BooleanField(default=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("profile", "level"),
                                name="collections_dunningstep_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_sent", False),
                                    ("level__lte", 3),
                                    _connector="OR",
                                ),
                                name="collections_dunningstep_sent",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("needs_approval", True),
                                    ("level__lte", 2),
                                    _connector="OR",
                                ),
                                name="collections_dunningstep_approval",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DunningText",
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
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "Courtesy note"),
                                    (1, "Payment reminder"),
                                    (2, "Second letter"),
                                    (3, "Final letter"),
                                    (4, "Certified letter"),
                                    (5, "Legal notice"),
                                ]
                            ),
                        ),
                        ("language", models.CharField(max_length=10)),
                        (
                            "subject",
                            models.CharField(max_length=200, verbose_name="subject"),
                        ),
                        (
                            "body",
                            models.TextField(max_length=4000, verbose_name="text"),
                        ),
                        ("changed_at", models.DateTimeField()),
                        (
                            "changed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
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
                                fields=("company", "level", "language"),
                                name="collections_dunningtext_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SuppressionInterval",
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
                        ("reason", models.CharField(max_length=20)),
                        (
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "Courtesy note"),
                                    (1, "Payment reminder"),
                                    (2, "Second letter"),
                                    (3, "Final letter"),
                                    (4, "Certified letter"),
                                    (5, "Legal notice"),
                                ]
                            ),
                        ),
                        (
                            "currency",
                            arcollect.core.fields.CurrencyField(
                                max_length=3, verbose_name="currency"
                            ),
                        ),
                        ("amount", arcollect.core.fields.MoneyField()),
                        ("from_on", models.DateField()),
                        ("until_on", models.DateField(null=True)),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "due_item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="invoices.dueitem",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("until_on__isnull", True)),
                                fields=["company", "reason"],
                                name="collections_suppression_now",
                            ),
                            models.Index(
                                fields=["customer", "-from_on"],
                                name="collections_suppr_customer",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("until_on__isnull", True)),
                                fields=("due_item",),
                                name="collections_suppression_one_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until_on__isnull", True),
                                    ("until_on__gte", models.F("from_on")),
                                    _connector="OR",
                                ),
                                name="collections_suppression_interval",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DunningItem",
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
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "Courtesy note"),
                                    (1, "Payment reminder"),
                                    (2, "Second letter"),
                                    (3, "Final letter"),
                                    (4, "Certified letter"),
                                    (5, "Legal notice"),
                                ]
                            ),
                        ),
                        ("cycle", models.PositiveSmallIntegerField(default=1)),
                        ("counts_from", models.DateField()),
                        ("amount", arcollect.core.fields.MoneyField()),
                        (
                            "currency",
                            arcollect.core.fields.CurrencyField(
                                max_length=3, verbose_name="currency"
                            ),
                        ),
                        ("ended_on", models.DateField(null=True)),
                        (
                            "due_item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="invoices.dueitem",
                            ),
                        ),
                        (
                            "letter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="collections.dunningletter",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("due_item", "level", "cycle"),
                                name="collections_dunningitem_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("cycle__gte", 1)),
                                name="collections_dunningitem_cycle",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Campaign",
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
                        ("from_on", models.DateField(verbose_name="from")),
                        ("until_on", models.DateField(verbose_name="until")),
                        ("multiplier_bp", models.PositiveIntegerField(default=10000)),
                        (
                            "min_early_days",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="days early"
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="note"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
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
                                fields=("company", "name"),
                                name="collections_campaign_name_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until_on__gte", models.F("from_on"))
                                ),
                                name="collections_campaign_period",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("multiplier_bp__gte", 10000),
                                    ("multiplier_bp__lte", 100000),
                                ),
                                name="collections_campaign_multiplier",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CommissionPolicy",
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
                        ("version", models.PositiveIntegerField()),
                        (
                            "rate_bp",
                            models.PositiveIntegerField(verbose_name="normal rate"),
                        ),
                        ("uncollected_bp", models.PositiveIntegerField()),
                        ("expedited_bp", models.PositiveIntegerField()),
                        ("quasi_bad_bp", models.PositiveIntegerField()),
                        ("bad_bp", models.PositiveIntegerField()),
                        ("dead_bp", models.PositiveIntegerField()),
                        (
                            "recovery_bp",
                            models.PositiveIntegerField(verbose_name="recovery rate"),
                        ),
                        ("from_on", models.DateField(verbose_name="in force from")),
                        (
                            "reason",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="reason"
                            ),
                        ),
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
                                fields=("company", "version"),
                                name="collections_commissionpolicy_version_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("bad_bp__lte", 10000),
                                    ("dead_bp__lte", 10000),
                                    ("expedited_bp__lte", 10000),
                                    ("quasi_bad_bp__lte", 10000),
                                    ("rate_bp__lte", 10000),
                                    ("recovery_bp__lte", 10000),
                                    ("uncollected_bp__lte", 10000),
                                ),
                                name="collections_commissionpolicy_shares",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CommissionStatement",
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
                        ("month", models.DateField(verbose_name="month")),
                        (
                            "number",
                            models.CharField(max_length=40, verbose_name="number"),
                        ),
                        ("issued_at", models.DateTimeField()),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                        (
                            "issued_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "rep",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commission_statements",
                                to="core.rep",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("company", "rep", "month"),
                                name="collections_commissionstatement_once",
                            ),
                            models.UniqueConstraint(
                                fields=("company", "number"),
                                name="collections_commissionstatement_number_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("month__day", 1)),
                                name="collections_commissionstatement_month",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CommissionApproval",
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
                        ("approved_at", models.DateTimeField()),
                        (
                            "approved_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "issued_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "rep_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "statement",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="approval",
                                to="collections.commissionstatement",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("issued_by__isnull", True),
                                        models.Q(
                                            ("approved_by", models.F("issued_by")),
                                            _negated=True,
                                        ),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("rep_user__isnull", True),
                                        models.Q(
                                            ("approved_by", models.F("rep_user")),
                                            _negated=True,
                                        ),
                                        _connector="OR",
                                    ),
                                ),
                                name="collections_commissionapproval_four_eyes",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CommissionLine",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("earned", "Earned"),
                                    ("claw_back", "Clawed back"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("effective_on", models.DateField(verbose_name="effective on")),
                        ("severity", models.PositiveSmallIntegerField()),
                        ("rate_bp", models.PositiveIntegerField()),
                        ("share_bp", models.PositiveIntegerField()),
                        (
                            "currency",
                            arcollect.core.fields.CurrencyField(
                                max_length=3, verbose_name="currency"
                            ),
                        ),
                        (
                            "amount",
                            arcollect.core.fields.MoneyField(verbose_name="amount"),
                        ),
                        (
                            "commission",
                            arcollect.core.fields.MoneyField(verbose_name="commission"),
                        ),
                        (
                            "allocation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commission_lines",
                                to="invoices.allocation",
                            ),
                        ),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="customers.customer",
                            ),
                        ),
                        (
                            "takes_back",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="taken_back_by",
                                to="collections.commissionline",
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="collections.commissionpolicy",
                            ),
                        ),
                        (
                            "statement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="collections.commissionstatement",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("allocation",),
                                name="collections_commissionline_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("amount__gt", 0),
                                        ("commission__gte", 0),
                                        ("kind", "earned"),
                                        ("takes_back__isnull", True),
                                    ),
                                    models.Q(
                                        ("amount__lt", 0),
                                        ("commission__lte", 0),
                                        ("kind", "claw_back"),
                                        ("takes_back__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="collections_commissionline_sign",
                            ),
                            models.CheckConstraint(
                                condition=arcollect.core.fields._Remainder(
                                    models.F("amount"),
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
                                name="collections_commissionline_amount_minor_units",
                            ),
                            models.CheckConstraint(
                                condition=arcollect.core.fields._Remainder(
                                    models.F("commission"),
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
                                name="collections_commissionline_commission_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PointsAccount",
                    fields=[
                        (
                            "customer",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="points_account",
                                serialize=False,
                                to="customers.customer",
                            ),
                        ),
                        (
                            "balance",
                            models.BigIntegerField(default=0, verbose_name="points"),
                        ),
                        (
                            "owed",
                            models.BigIntegerField(
                                default=0, verbose_name="owed points"
                            ),
                        ),
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
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("balance__gte", 0),
                                    ("owed__gte", 0),
                                    models.Q(
                                        ("balance", 0), ("owed", 0), _connector="OR"
                                    ),
                                ),
                                name="collections_pointsaccount_balance",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PointsPolicy",
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
                        ("version", models.PositiveIntegerField()),
                        (
                            "unit",
                            arcollect.core.fields.MoneyField(
                                verbose_name="amount for a point"
                            ),
                        ),
                        (
                            "early_days",
                            models.PositiveSmallIntegerField(verbose_name="days early"),
                        ),
                        ("early_bp", models.PositiveIntegerField()),
                        (
                            "lapse_months",
                            models.PositiveSmallIntegerField(
                                null=True, verbose_name="months until they lapse"
                            ),
                        ),
                        ("from_on", models.DateField(verbose_name="in force from")),
                        (
                            "reason",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="reason"
                            ),
                        ),
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
                                fields=("company", "version"),
                                name="collections_pointspolicy_version_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("early_bp__gte", 10000),
                                    ("early_days__gte", 1),
                                    ("unit__gt", 0),
                                    models.Q(
                                        ("lapse_months__isnull", True),
                                        ("lapse_months__gte", 1),
                                        _connector="OR",
                                    ),
                                ),
                                name="collections_pointspolicy_values",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PointsProgress",
                    fields=[
                        (
                            "company",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                serialize=False,
                                to="core.company",
                            ),
                        ),
                        ("through", models.DateField(null=True)),
                        ("seen_at", models.DateTimeField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Prize",
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
                        ("points", models.PositiveIntegerField(verbose_name="points")),
                        ("stock", models.PositiveIntegerField(verbose_name="stock")),
                        ("left", models.IntegerField(verbose_name="left")),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="prizes",
                                to="collections.campaign",
                            ),
                        ),
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
                                fields=("campaign", "name"),
                                name="collections_prize_name_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("left__gte", 0),
                                    ("left__lte", models.F("stock")),
                                    ("points__gte", 1),
                                ),
                                name="collections_prize_left",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Redemption",
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
                            "quantity",
                            models.PositiveIntegerField(verbose_name="quantity"),
                        ),
                        ("points", models.PositiveIntegerField(verbose_name="points")),
                        ("redeemed_on", models.DateField(verbose_name="redeemed on")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("ordered", "To be handed over"),
                                    ("handed_over", "Handed over"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="ordered",
                                max_length=12,
                            ),
                        ),
                        ("closed_on", models.DateField(null=True)),
                        ("closing_note", models.CharField(blank=True, max_length=500)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "closed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="redemptions",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "prize",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="redemptions",
                                to="collections.prize",
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
                        "indexes": [
                            models.Index(
                                fields=["company", "state"],
                                name="collections_redemption_state",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("points__gte", 1), ("quantity__gte", 1)
                                ),
                                name="collections_redemption_amounts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closed_on__isnull", True),
                                        ("state", "ordered"),
                                    ),
                                    models.Q(
                                        ("closed_on__isnull", False),
                                        ("state__in", ["handed_over", "cancelled"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="collections_redemption_state",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PointsEntry",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("earn", "Earned"),
                                    ("redeem", "Redeemed"),
                                    ("expire", "Lapsed"),
                                    ("reverse", "Taken back"),
                                    ("return", "Given back"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("points", models.BigIntegerField(verbose_name="points")),
                        ("entered_on", models.DateField(verbose_name="on")),
                        (
                            "amount",
                            arcollect.core.fields.MoneyField(
                                null=True, verbose_name="amount"
                            ),
                        ),
                        ("days_past_due", models.IntegerField(null=True)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "allocation",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="points_entries",
                                to="invoices.allocation",
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="collections.campaign",
                            ),
                        ),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                        (
                            "credit_note",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="points_entries",
                                to="invoices.creditnote",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="points_entries",
                                to="customers.customer",
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
                        (
                            "reverses",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reversals",
                                to="collections.pointsentry",
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="collections.pointspolicy",
                            ),
                        ),
                        (
                            "redemption",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="collections.redemption",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["company", "customer", "-entered_on"],
                                name="collections_points_customer",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("allocation__isnull", False),
                                    ("campaign__isnull", True),
                                ),
                                fields=("allocation",),
                                name="collections_pointsentry_allocation_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("allocation__isnull", False),
                                    ("campaign__isnull", False),
                                ),
                                fields=("allocation", "campaign"),
                                name="collections_pointsentry_campaign_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("credit_note__isnull", False)),
                                fields=("credit_note", "reverses"),
                                name="collections_pointsentry_return_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("redemption__isnull", False)),
                                fields=("redemption", "kind"),
                                name="collections_pointsentry_redemption_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "expire")),
                                fields=("customer", "entered_on"),
                                name="collections_pointsentry_lapse_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("allocation__isnull", False),
                                        ("kind", "earn"),
                                        ("points__gt", 0),
                                    ),
                                    models.Q(
                                        ("kind", "redeem"),
                                        ("points__lt", 0),
                                        ("redemption__isnull", False),
                                    ),
                                    models.Q(("kind", "expire"), ("points__lt", 0)),
                                    models.Q(
                                        ("kind", "reverse"),
                                        ("points__lte", 0),
                                        ("reverses__isnull", False),
                                    ),
                                    models.Q(
                                        ("kind", "return"),
                                        ("points__gt", 0),
                                        ("redemption__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="collections_pointsentry_kind",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
