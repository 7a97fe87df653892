"""The tables as of this migration, in one step; it stands for those it replaces."""

import arcollect.core.create_models
import arcollect.core.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("reconciliation", "0001_confirmation_letters"),
        ("reconciliation", "0002_seals_requests_uses"),
    ]

    initial = True

    dependencies = [
        ("core", "__first__"),
        ("customers", "0001_initial"),
    ]

    operations = [
        arcollect.core.create_models.CreateModels(
            operations=[
                migrations.CreateModel(
                    name="LetterRun",
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
                        ("created_at", models.DateTimeField()),
                        ("cut_off", models.DateField(verbose_name="cut-off date")),
                        (
                            "ledger_from",
                            models.DateField(
                                blank=True, null=True, verbose_name="ledger from"
                            ),
                        ),
                        ("issued_on", models.DateField()),
                        ("reply_due_on", models.DateField(verbose_name="reply due on")),
                        (
                            "kind",
                            models.CharField(
                                blank=True, max_length=24, verbose_name="kind"
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                blank=True, max_length=10, verbose_name="language"
                            ),
                        ),
                        ("details", models.JSONField(default=dict)),
                        ("scope", models.JSONField(default=list)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("running", "Being issued"),
                                    ("done", "Done"),
                                    ("stopped", "Stopped"),
                                ],
                                default="waiting",
                                max_length=8,
                            ),
                        ),
                        ("state_changed_at", models.DateTimeField()),
                        ("total", models.PositiveIntegerField(default=0)),
                        ("done", models.PositiveIntegerField(default=0)),
                        ("refused", models.JSONField(default=list)),
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
                                        ["waiting", "running", "done", "stopped"],
                                    )
                                ),
                                name="reconciliation_letterrun_state",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConfirmationLetter",
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
                                    ("reconciliation", "Reconciliation letter"),
                                    (
                                        "demand_reconciliation",
                                        "Reconciliation and demand",
                                    ),
                                    ("audit_confirmation", "Audit confirmation"),
                                ],
                                max_length=24,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[
                                    ("zh-hans", "Simplified Chinese"),
                                    ("zh-hant", "Traditional Chinese"),
                                    ("en", "English"),
                                    ("bilingual", "Chinese and English"),
                                ],
                                max_length=10,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "number",
                            models.CharField(max_length=20, verbose_name="number"),
                        ),
                        (
                            "code",
                            models.CharField(
                                max_length=16, unique=True, verbose_name="code"
                            ),
                        ),
                        ("cut_off", models.DateField(verbose_name="cut-off date")),
                        ("issued_on", models.DateField(verbose_name="issued on")),
                        ("reply_due_on", models.DateField(verbose_name="reply due on")),
                        (
                            "currency",
                            arcollect.core.fields.CurrencyField(
                                max_length=3, verbose_name="currency"
                            ),
                        ),
                        (
                            "balance",
                            arcollect.core.fields.MoneyField(verbose_name="balance"),
                        ),
                        ("data", models.JSONField()),
                        ("ledger_sha256", models.CharField(max_length=64)),
                        ("recorded_at", models.DateTimeField()),
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
                                related_name="letters",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "issued_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "supersedes",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="superseded_by",
                                to="reconciliation.confirmationletter",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters",
                                to="reconciliation.letterrun",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["company", "cut_off"],
                                name="reconciliation_letter_cut_off",
                            ),
                            models.Index(
                                fields=["customer", "currency", "cut_off"],
                                name="reconciliation_letter_customer",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("company", "number"),
                                name="reconciliation_letter_number_once",
                            ),
                            models.UniqueConstraint(
                                fields=("run", "customer", "currency"),
                                name="reconciliation_letter_once_per_run",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cut_off__lte", models.F("issued_on")),
                                    ("reply_due_on__gte", models.F("issued_on")),
                                ),
                                name="reconciliation_letter_days",
                            ),
                            models.CheckConstraint(
                                condition=arcollect.core.fields._Remainder(
                                    models.F("balance"),
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
                                name="reconciliation_letter_balance_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LetterState",
                    fields=[
                        (
                            "letter",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="state",
                                serialize=False,
                                to="reconciliation.confirmationletter",
                            ),
                        ),
                        (
                            "currency",
                            arcollect.core.fields.CurrencyField(
                                max_length=3, verbose_name="currency"
                            ),
                        ),
                        ("cut_off", models.DateField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("reconciliation", "Reconciliation letter"),
                                    (
                                        "demand_reconciliation",
                                        "Reconciliation and demand",
                                    ),
                                    ("audit_confirmation", "Audit confirmation"),
                                ],
                                max_length=24,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("issued", "Issued"),
                                    ("delivered", "Delivered"),
                                    ("answered", "Answered"),
                                    ("no_reply", "No reply"),
                                    ("withdrawn", "Withdrawn"),
                                    ("superseded", "Superseded"),
                                ],
                                default="issued",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("state_changed_at", models.DateTimeField()),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        (
                            "withdrawn_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="reason"
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
                            "withdrawn_by",
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
                                            "issued",
                                            "delivered",
                                            "answered",
                                            "no_reply",
                                            "withdrawn",
                                            "superseded",
                                        ],
                                    )
                                ),
                                name="reconciliation_letterstate_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "withdrawn"), _negated=True),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        models.Q(
                                            ("withdrawn_reason", ""), _negated=True
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="reconciliation_letterstate_withdrawn",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["issued", "delivered", "answered", "no_reply"],
                                    )
                                ),
                                fields=("customer", "currency", "cut_off", "kind"),
                                name="reconciliation_letterstate_one_in_force",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LetterFile",
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
                                choices=[("issued", "As issued"), ("sealed", "Sealed")],
                                max_length=6,
                            ),
                        ),
                        ("path", models.CharField(max_length=200)),
                        ("sha256", models.CharField(db_index=True, max_length=64)),
                        ("size", models.PositiveIntegerField()),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "letter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="reconciliation.confirmationletter",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("letter", "kind"),
                                name="reconciliation_letterfile_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Seal",
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
                                    ("official", "Official seal"),
                                    ("finance", "Finance seal"),
                                ],
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "holder_name",
                            models.CharField(
                                max_length=100, verbose_name="name on the seal"
                            ),
                        ),
                        (
                            "register_number",
                            models.CharField(
                                blank=True,
                                max_length=20,
                                verbose_name="register number",
                            ),
                        ),
                        ("is_sample", models.BooleanField(default=False)),
                        ("artwork", models.BinaryField()),
                        (
                            "valid_until",
                            models.DateField(
                                blank=True, null=True, verbose_name="valid until"
                            ),
                        ),
                        ("key_name", models.CharField(max_length=64)),
                        ("subject", models.CharField(max_length=500)),
                        ("issuer", models.CharField(max_length=500)),
                        ("serial", models.CharField(max_length=64)),
                        ("fingerprint", models.CharField(db_index=True, max_length=64)),
                        ("not_before", models.DateTimeField()),
                        ("not_after", models.DateTimeField()),
                        ("is_test", models.BooleanField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("registered", "Registered"),
                                    ("in_use", "In use"),
                                    ("retired", "Retired"),
                                ],
                                default="registered",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("registered_at", models.DateTimeField()),
                        ("put_in_use_at", models.DateTimeField(null=True)),
                        ("retired_at", models.DateTimeField(null=True)),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                        (
                            "put_in_use_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "registered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "retired_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["registered", "in_use", "retired"])
                                ),
                                name="reconciliation_seal_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("put_in_use_by__isnull", True),
                                    ("registered_by__isnull", True),
                                    models.Q(
                                        ("put_in_use_by", models.F("registered_by")),
                                        _negated=True,
                                    ),
                                    _connector="OR",
                                ),
                                name="reconciliation_seal_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "in_use"), _negated=True),
                                    ("put_in_use_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="reconciliation_seal_in_use_by",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "in_use")),
                                fields=("company", "kind"),
                                name="reconciliation_seal_one_in_use",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SealRequest",
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
                        ("pdf_sha256", models.CharField(max_length=64)),
                        ("requested_at", models.DateTimeField()),
                        (
                            "purpose",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="purpose"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("requested", "Waiting for approval"),
                                    ("approved", "Being sealed"),
                                    ("refused", "Refused"),
                                    ("signed", "Sealed"),
                                    ("failed", "Could not be sealed"),
                                ],
                                default="requested",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("second_factor_at", models.DateTimeField(null=True)),
                        (
                            "refused_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="reason"
                            ),
                        ),
                        ("failure", models.CharField(blank=True, max_length=40)),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "letter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seal_requests",
                                to="reconciliation.confirmationletter",
                            ),
                        ),
                        (
                            "requested_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "seal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requests",
                                to="reconciliation.seal",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["company", "state"],
                                name="reconciliation_sealrequest_st",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "requested",
                                            "approved",
                                            "refused",
                                            "signed",
                                            "failed",
                                        ],
                                    )
                                ),
                                name="reconciliation_sealrequest_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    models.Q(
                                        ("decided_by", models.F("requested_by")),
                                        _negated=True,
                                    ),
                                    ("state", "refused"),
                                    _connector="OR",
                                ),
                                name="reconciliation_sealrequest_two_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["requested", "refused"]),
                                    models.Q(
                                        ("decided_by__isnull", False),
                                        ("second_factor_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="reconciliation_sealrequest_approved_by",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state__in", ["requested", "approved"])
                                ),
                                fields=("letter",),
                                name="reconciliation_sealrequest_one_open",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SealUse",
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
                        ("second_factor_at", models.DateTimeField()),
                        ("sha256_before", models.CharField(max_length=64)),
                        (
                            "sha256_after",
                            models.CharField(db_index=True, max_length=64),
                        ),
                        ("signer_fingerprint", models.CharField(max_length=64)),
                        ("at", models.DateTimeField()),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                        (
                            "letter",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seal_use",
                                to="reconciliation.confirmationletter",
                            ),
                        ),
                        (
                            "request",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="use",
                                to="reconciliation.sealrequest",
                            ),
                        ),
                        (
                            "requested_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "seal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="uses",
                                to="reconciliation.seal",
                            ),
                        ),
                        (
                            "sealed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["company", "at"],
                                name="reconciliation_sealuse_at",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("requested_by", models.F("sealed_by")),
                                    _negated=True,
                                ),
                                name="reconciliation_sealuse_two_people",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
