"""The tables as of this migration, in one step; it stands for those it replaces."""

import arcollect.core.create_models
import arcollect.core.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("invoices", "0001_initial"),
        ("invoices", "0002_index_due_dates"),
        ("invoices", "0003_cover_sums_of_allocations"),
        ("invoices", "0004_day_stated_for_an_allocation"),
        ("invoices", "0005_disputes"),
        ("invoices", "0006_note_how_far_nights_have_begun"),
        ("invoices", "0007_kinds_of_invoices"),
        ("invoices", "0008_contracts_ledger_and_cash"),
    ]

    initial = True

    dependencies = [
        ("core", "__first__"),
        ("customers", "0003_contracts_ledger_and_cash"),
    ]

    operations = [
        arcollect.core.create_models.CreateModels(
            operations=[
                migrations.CreateModel(
                    name="ClassificationPolicy",
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
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        ("rules", models.JSONField()),
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
                                name="invoices_policy_version_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClassificationProgress",
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
                        (
                            "policy",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="invoices.classificationpolicy",
                            ),
                        ),
                        ("begun", models.DateField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="DocumentDraft",
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
                                    ("invoice", "Invoice"),
                                    ("credit_note", "Credit Note"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("data", models.JSONField(default=dict)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                to="core.company",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Invoice",
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
                        ("recorded_at", models.DateTimeField()),
                        (
                            "number",
                            models.CharField(
                                max_length=60, verbose_name="invoice number"
                            ),
                        ),
                        ("issued_on", models.DateField(verbose_name="issued on")),
                        (
                            "amount",
                            arcollect.core.fields.MoneyField(verbose_name="amount"),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="note"
                            ),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.importbatch",
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
                            "contract",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="customers.contract",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invoices",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("invoice", "Invoice"),
                                    ("opening", "Opening balance"),
                                    ("bill", "Bill"),
                                    ("sold", "Sell-through statement"),
                                ],
                                default="invoice",
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["company", "-issued_on", "-id"],
                                name="invoices_invoice_recent",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("company", "number"),
                                name="invoices_invoice_number_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)),
                                name="invoices_invoice_positive",
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
                                name="invoices_invoice_amount_minor_units",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["invoice", "opening", "bill", "sold"])
                                ),
                                name="invoices_invoice_kind",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DueItem",
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
                        ("position", models.PositiveSmallIntegerField(default=1)),
                        ("term_group", models.PositiveSmallIntegerField(default=1)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("goods", "Goods"),
                                    ("service", "Service"),
                                    ("freight", "Freight"),
                                    ("retention", "Retention"),
                                    ("consignment", "Consignment"),
                                    ("bill", "Bill"),
                                    ("deposit", "Deposit"),
                                    ("instalment", "Instalment"),
                                    ("milestone", "Milestone"),
                                ],
                                default="goods",
                                max_length=12,
                            ),
                        ),
                        ("issued_on", models.DateField()),
                        ("term_days", models.PositiveIntegerField()),
                        ("due_on", models.DateField(verbose_name="due on")),
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
                                to="customers.customer",
                            ),
                        ),
                        (
                            "invoice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="invoices.invoice",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("invoice", "position"),
                                name="invoices_dueitem_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)),
                                name="invoices_dueitem_positive",
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
                                name="invoices_dueitem_amount_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DueItemState",
                    fields=[
                        (
                            "due_item",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="state",
                                serialize=False,
                                to="invoices.dueitem",
                            ),
                        ),
                        (
                            "currency",
                            arcollect.core.fields.CurrencyField(
                                max_length=3, verbose_name="currency"
                            ),
                        ),
                        ("issued_on", models.DateField()),
                        ("term_days", models.PositiveIntegerField()),
                        ("due_on", models.DateField()),
                        ("amount", arcollect.core.fields.MoneyField()),
                        ("open_amount", arcollect.core.fields.MoneyField()),
                        ("settled_on", models.DateField(null=True)),
                        ("final_on", models.DateField()),
                        ("expedited_from", models.DateField()),
                        ("quasi_from", models.DateField()),
                        ("bad_from", models.DateField()),
                        ("dead_from", models.DateField(null=True)),
                        ("severity", models.PositiveSmallIntegerField(null=True)),
                        (
                            "decided_by",
                            models.CharField(blank=True, default="", max_length=60),
                        ),
                        ("class_since", models.DateField(null=True)),
                        ("next_change_on", models.DateField(null=True)),
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
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("open_amount__gt", 0)),
                                fields=["company", "currency", "customer"],
                                include=(
                                    "issued_on",
                                    "due_on",
                                    "open_amount",
                                    "severity",
                                ),
                                name="invoices_item_open",
                            ),
                            models.Index(
                                condition=models.Q(("next_change_on__isnull", False)),
                                fields=["company", "next_change_on"],
                                name="invoices_item_next_change",
                            ),
                            models.Index(
                                fields=["company", "settled_on"],
                                name="invoices_item_settled",
                            ),
                            models.Index(
                                fields=["company", "due_on", "term_days"],
                                name="invoices_item_due",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("open_amount__gte", 0),
                                    ("open_amount__lte", models.F("amount")),
                                ),
                                name="invoices_dueitemstate_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("open_amount", 0),
                                        ("settled_on__isnull", False),
                                    ),
                                    models.Q(
                                        ("open_amount__gt", 0),
                                        ("settled_on__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="invoices_dueitemstate_settled",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("severity__isnull", True),
                                    ("severity__lte", 5),
                                    _connector="OR",
                                ),
                                name="invoices_dueitemstate_severity",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClassOverride",
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
                        ("severity", models.PositiveSmallIntegerField()),
                        ("from_on", models.DateField(verbose_name="from")),
                        ("until_on", models.DateField(verbose_name="until")),
                        (
                            "reason",
                            models.CharField(max_length=500, verbose_name="reason"),
                        ),
                        ("withdrawn", models.BooleanField(default=False)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "approved_by",
                            models.ForeignKey(
                                null=True,
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
                        (
                            "supersedes",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="superseded_by",
                                to="invoices.classoverride",
                            ),
                        ),
                        (
                            "due_item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="overrides",
                                to="invoices.dueitem",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until_on__gt", models.F("from_on"))
                                ),
                                name="invoices_override_interval",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("severity__gte", 1), ("severity__lte", 5)
                                ),
                                name="invoices_override_class",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClassHistory",
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
                        ("changed_on", models.DateField()),
                        ("from_severity", models.PositiveSmallIntegerField(null=True)),
                        ("to_severity", models.PositiveSmallIntegerField()),
                        ("decided_by", models.CharField(max_length=60)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="invoices.classificationpolicy",
                            ),
                        ),
                        (
                            "due_item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="class_history",
                                to="invoices.dueitem",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["company", "changed_on"],
                                name="invoices_history_changed",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Fact",
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
                                    ("insolvency_signs", "Signs of insolvency"),
                                    (
                                        "bankruptcy_accepted",
                                        "Bankruptcy petition accepted",
                                    ),
                                    (
                                        "assets_seized_other_case",
                                        "Assets seized in another case",
                                    ),
                                    ("bankruptcy_declared", "Bankruptcy declared"),
                                    ("debtor_absconded", "Debtor absconded"),
                                    ("enforcement_suspended", "Enforcement suspended"),
                                    ("bankruptcy_closed", "Bankruptcy closed"),
                                    (
                                        "debtor_dissolved_no_successor",
                                        "Debtor dissolved without successor",
                                    ),
                                    (
                                        "enforcement_terminated",
                                        "Enforcement terminated",
                                    ),
                                    (
                                        "certified_uncollectable",
                                        "Certified uncollectable",
                                    ),
                                    ("supply_stopped", "Supply stopped"),
                                    ("bill_bounced", "Bill bounced"),
                                    ("limitation_last_day", "Last day of limitation"),
                                    ("plan_on_schedule", "Instalment plan on schedule"),
                                ],
                                max_length=40,
                                verbose_name="fact",
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
                            "source",
                            models.CharField(
                                blank=True,
                                max_length=200,
                                verbose_name="source document",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="note"
                            ),
                        ),
                        (
                            "verified",
                            models.BooleanField(
                                default=True, verbose_name="evidence complete"
                            ),
                        ),
                        ("withdrawn", models.BooleanField(default=False)),
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
                                to="customers.customer",
                            ),
                        ),
                        (
                            "due_item",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="invoices.dueitem",
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
                            "supersedes",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="superseded_by",
                                to="invoices.fact",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until_on__isnull", True),
                                    ("until_on__gt", models.F("from_on")),
                                    _connector="OR",
                                ),
                                name="invoices_fact_interval",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CreditNote",
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
                        ("recorded_at", models.DateTimeField()),
                        (
                            "number",
                            models.CharField(
                                max_length=60, verbose_name="credit note number"
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("return", "Return"),
                                    ("exchange", "Exchange"),
                                    ("transfer", "Transfer"),
                                    ("price", "Price"),
                                    ("damage", "Damage"),
                                    ("rebate", "Rebate"),
                                    ("deduction", "Approved deduction"),
                                    ("taken_back", "Goods taken back"),
                                    ("assignment", "Claim assigned"),
                                    ("opening", "Opening balance"),
                                    ("sold", "Sell-through statement"),
                                    ("reversal", "Reversal of an invoice"),
                                    ("other", "Other"),
                                ],
                                default="other",
                                max_length=10,
                                verbose_name="reason",
                            ),
                        ),
                        ("issued_on", models.DateField(verbose_name="issued on")),
                        (
                            "amount",
                            arcollect.core.fields.MoneyField(verbose_name="amount"),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="note"
                            ),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.importbatch",
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
                            "contract",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="customers.contract",
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
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "reverses",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reversed_by",
                                to="invoices.creditnote",
                            ),
                        ),
                        (
                            "reverses_invoice",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reversed_by",
                                to="invoices.invoice",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["company", "-issued_on", "-id"],
                                name="invoices_cn_recent",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("company", "number"),
                                name="invoices_creditnote_number_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("amount__gt", 0), ("reverses__isnull", True)
                                    ),
                                    models.Q(
                                        ("amount__lt", 0), ("reverses__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="invoices_creditnote_sign",
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
                                name="invoices_creditnote_amount_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InvoiceLine",
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
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "description",
                            models.CharField(
                                max_length=200, verbose_name="description"
                            ),
                        ),
                        (
                            "quantity",
                            arcollect.core.fields.MoneyField(verbose_name="quantity"),
                        ),
                        (
                            "unit",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="unit"
                            ),
                        ),
                        (
                            "unit_price",
                            arcollect.core.fields.MoneyField(verbose_name="unit price"),
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
                        ("term_group", models.PositiveSmallIntegerField(default=1)),
                        (
                            "invoice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="invoices.invoice",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("invoice", "position"),
                                name="invoices_invoiceline_once",
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
                                name="invoices_invoiceline_amount_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Payment",
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
                        ("recorded_at", models.DateTimeField()),
                        (
                            "reference",
                            models.CharField(max_length=100, verbose_name="reference"),
                        ),
                        ("received_on", models.DateField(verbose_name="received on")),
                        (
                            "amount",
                            arcollect.core.fields.MoneyField(verbose_name="amount"),
                        ),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("transfer", "Bank transfer"),
                                    ("cash", "Cash"),
                                    ("cheque", "Cheque"),
                                    ("bill", "Bill"),
                                    ("card", "Card"),
                                    ("offset", "Offset"),
                                    ("other", "Other"),
                                ],
                                default="transfer",
                                max_length=10,
                                verbose_name="method",
                            ),
                        ),
                        (
                            "payer_name",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="payer"
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="note"
                            ),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.importbatch",
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
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
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
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reversed_by",
                                to="invoices.payment",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["company", "-received_on", "-id"],
                                name="invoices_pay_recent",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=(
                                    "company",
                                    "reference",
                                    "customer",
                                    "received_on",
                                    "amount",
                                ),
                                name="invoices_payment_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("customer__isnull", True)),
                                fields=(
                                    "company",
                                    "reference",
                                    "received_on",
                                    "amount",
                                ),
                                name="invoices_payment_unidentified_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("amount__gt", 0), ("reverses__isnull", True)
                                    ),
                                    models.Q(
                                        ("amount__lt", 0), ("reverses__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="invoices_payment_sign",
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
                                name="invoices_payment_amount_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OnAccount",
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
                        ("effective_on", models.DateField()),
                        ("amount", arcollect.core.fields.MoneyField()),
                        ("unallocated", arcollect.core.fields.MoneyField()),
                        ("used_up_on", models.DateField(null=True)),
                        ("reversed_on", models.DateField(null=True)),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                        (
                            "credit_note",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="state",
                                to="invoices.creditnote",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="customers.customer",
                            ),
                        ),
                        (
                            "payment",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="state",
                                to="invoices.payment",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("unallocated__gt", 0)),
                                fields=["company", "currency", "customer"],
                                name="invoices_onaccount_open",
                            ),
                            models.Index(
                                fields=["company", "used_up_on"],
                                name="invoices_onaccount_used",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("credit_note__isnull", False),
                                        ("payment__isnull", True),
                                    ),
                                    models.Q(
                                        ("credit_note__isnull", True),
                                        ("payment__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="invoices_onaccount_one_source",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("unallocated__gte", 0),
                                    ("unallocated__lte", models.F("amount")),
                                ),
                                name="invoices_onaccount_left",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("unallocated", 0),
                                        ("used_up_on__isnull", False),
                                    ),
                                    models.Q(
                                        ("unallocated__gt", 0),
                                        ("used_up_on__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="invoices_onaccount_used_up",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Allocation",
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
                        ("recorded_at", models.DateTimeField()),
                        (
                            "amount",
                            arcollect.core.fields.MoneyField(verbose_name="amount"),
                        ),
                        ("effective_on", models.DateField(verbose_name="effective on")),
                        (
                            "rule",
                            models.CharField(
                                choices=[
                                    ("EXACT", "Exact amount"),
                                    ("BY_REMITTANCE", "As the customer named it"),
                                    ("LEGAL_DEFAULT", "Order of the law"),
                                    ("OLDEST", "Oldest first, as agreed"),
                                    ("MANUAL", "By hand"),
                                ],
                                default="MANUAL",
                                max_length=14,
                            ),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.importbatch",
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
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "reverses",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reversed_by",
                                to="invoices.allocation",
                            ),
                        ),
                        (
                            "credit_note",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="allocations",
                                to="invoices.creditnote",
                            ),
                        ),
                        (
                            "due_item",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="allocations",
                                to="invoices.dueitem",
                            ),
                        ),
                        (
                            "payment",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="allocations",
                                to="invoices.payment",
                            ),
                        ),
                        (
                            "stated_on",
                            models.DateField(null=True, verbose_name="stated on"),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["company", "effective_on"],
                                name="invoices_alloc_effective",
                            ),
                            models.Index(
                                fields=["due_item", "effective_on", "amount"],
                                name="invoices_alloc_item",
                            ),
                            models.Index(
                                condition=models.Q(("payment__isnull", False)),
                                fields=["payment", "effective_on", "amount"],
                                name="invoices_alloc_payment",
                            ),
                            models.Index(
                                condition=models.Q(("credit_note__isnull", False)),
                                fields=["credit_note", "effective_on", "amount"],
                                name="invoices_alloc_credit_note",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("credit_note__isnull", False),
                                        ("payment__isnull", True),
                                    ),
                                    models.Q(
                                        ("credit_note__isnull", True),
                                        ("payment__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="invoices_allocation_one_source",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("amount__gt", 0), ("reverses__isnull", True)
                                    ),
                                    models.Q(
                                        ("amount__lt", 0), ("reverses__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="invoices_allocation_sign",
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
                                name="invoices_allocation_amount_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Dispute",
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
                            arcollect.core.fields.MoneyField(
                                verbose_name="disputed amount"
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("price", "Price"),
                                    ("promotion", "Promotion"),
                                    ("cross_region", "Goods from another region"),
                                    ("quality", "Quality"),
                                    ("delivery", "Delivery"),
                                    ("paperwork", "Paperwork"),
                                    ("other", "Something else"),
                                ],
                                max_length=14,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="note"
                            ),
                        ),
                        ("opened_on", models.DateField(verbose_name="opened on")),
                        (
                            "target_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="to be settled by"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Open"),
                                    ("resolved_ours", "Resolved in our favour"),
                                    (
                                        "resolved_theirs",
                                        "Resolved in the customer's favour",
                                    ),
                                    ("split", "Split"),
                                ],
                                default="open",
                                max_length=16,
                            ),
                        ),
                        ("resolved_on", models.DateField(null=True)),
                        (
                            "resolution",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="resolution"
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
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disputes",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "due_item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disputes",
                                to="invoices.dueitem",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disputes",
                                to=settings.AUTH_USER_MODEL,
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
                            "approved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "conceded",
                            arcollect.core.fields.MoneyField(
                                null=True, verbose_name="conceded"
                            ),
                        ),
                        (
                            "credit_note",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="dispute",
                                to="invoices.creditnote",
                            ),
                        ),
                        (
                            "second_approved_by",
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
                                condition=models.Q(("state", "open")),
                                fields=["due_item"],
                                name="invoices_dispute_open",
                            ),
                            models.Index(
                                fields=["company", "state", "target_on"],
                                name="invoices_dispute_due",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)),
                                name="invoices_dispute_amount",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("resolved_on__isnull", True), ("state", "open")
                                    ),
                                    models.Q(
                                        ("resolved_on__isnull", False),
                                        (
                                            "state__in",
                                            [
                                                "resolved_ours",
                                                "resolved_theirs",
                                                "split",
                                            ],
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="invoices_dispute_resolved",
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
                                name="invoices_dispute_amount_minor_units",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("conceded", None),
                                    models.Q(
                                        ("conceded__gte", 0),
                                        ("conceded__lte", models.F("amount")),
                                    ),
                                    _connector="OR",
                                ),
                                name="invoices_dispute_conceded",
                            ),
                            models.CheckConstraint(
                                condition=arcollect.core.fields._Remainder(
                                    models.F("conceded"),
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
                                name="invoices_dispute_conceded_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClaimDecision",
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
                        ("recorded_at", models.DateTimeField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("write_off", "Write-off"),
                                    ("offset", "Offset"),
                                    ("assignment", "Assignment of claims"),
                                    ("take_back", "Goods taken back"),
                                    ("bill_extension", "Extension of a bill"),
                                ],
                                max_length=14,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "number",
                            models.CharField(max_length=60, verbose_name="number"),
                        ),
                        (
                            "amount",
                            arcollect.core.fields.MoneyField(verbose_name="amount"),
                        ),
                        ("effective_on", models.DateField(verbose_name="effective on")),
                        (
                            "reason",
                            models.CharField(max_length=500, verbose_name="reason"),
                        ),
                        (
                            "evidence",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="evidence"
                            ),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.importbatch",
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
                                related_name="decisions",
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
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["company", "-id"],
                                name="invoices_decision_recent",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("company", "number"),
                                name="invoices_claimdecision_number_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)),
                                name="invoices_claimdecision_positive",
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
                                name="invoices_claimdecision_amount_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AwaitedDate",
                    fields=[
                        (
                            "due_item",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="awaited",
                                serialize=False,
                                to="invoices.dueitem",
                            ),
                        ),
                        (
                            "awaits",
                            models.CharField(
                                choices=[
                                    ("milestone", "Acceptance of a milestone"),
                                    ("acceptance", "Acceptance of the goods"),
                                    ("delivery", "Delivery"),
                                    ("statement", "Sell-through statement"),
                                ],
                                max_length=10,
                                verbose_name="waits for",
                            ),
                        ),
                        ("rule", models.JSONField()),
                        ("due_roll", models.CharField(default="none", max_length=10)),
                        (
                            "long_stop_on",
                            models.DateField(verbose_name="long-stop date"),
                        ),
                        (
                            "milestone",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="awaited_by",
                                to="customers.milestone",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["long_stop_on"],
                                name="invoices_awaited_long_stop",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BankStatement",
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
                            "account",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="account"
                            ),
                        ),
                        (
                            "format",
                            models.CharField(
                                choices=[
                                    ("mt940", "MT940"),
                                    ("mt942", "MT942"),
                                    ("camt.052", "CAMT.052"),
                                    ("camt.053", "CAMT.053"),
                                    ("camt.054", "CAMT.054"),
                                    ("ofx", "OFX"),
                                    ("bai2", "BAI2"),
                                    ("csv", "CSV"),
                                    ("xls", "XLS"),
                                    ("xlsx", "XLSX"),
                                ],
                                max_length=8,
                                verbose_name="format",
                            ),
                        ),
                        ("profile", models.CharField(blank=True, max_length=100)),
                        (
                            "number",
                            models.CharField(
                                blank=True,
                                max_length=60,
                                verbose_name="statement number",
                            ),
                        ),
                        (
                            "currency",
                            arcollect.core.fields.CurrencyField(
                                max_length=3, verbose_name="currency"
                            ),
                        ),
                        ("from_on", models.DateField(null=True, verbose_name="from")),
                        ("until_on", models.DateField(null=True, verbose_name="until")),
                        (
                            "opening",
                            arcollect.core.fields.MoneyField(
                                null=True, verbose_name="opening balance"
                            ),
                        ),
                        (
                            "closing",
                            arcollect.core.fields.MoneyField(
                                null=True, verbose_name="closing balance"
                            ),
                        ),
                        (
                            "entries_stated",
                            models.PositiveIntegerField(verbose_name="entries"),
                        ),
                        ("fingerprint", models.CharField(max_length=64)),
                        (
                            "file_name",
                            models.CharField(max_length=200, verbose_name="file"),
                        ),
                        ("file_path", models.CharField(max_length=300)),
                        ("file_sha256", models.CharField(max_length=64)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "bank_account",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.bankaccount",
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
                                fields=["company", "-until_on", "-id"],
                                name="invoices_bankst_recent",
                            ),
                            models.Index(
                                fields=["company", "file_sha256"],
                                name="invoices_bankst_file",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("from_on__isnull", True),
                                    ("until_on__isnull", True),
                                    ("until_on__gte", models.F("from_on")),
                                    _connector="OR",
                                ),
                                name="invoices_bankstatement_dates",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("entries_stated", 0)),
                                fields=("company", "fingerprint"),
                                name="invoices_bankstatement_empty_once",
                            ),
                            models.CheckConstraint(
                                condition=arcollect.core.fields._Remainder(
                                    models.F("opening"),
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
                                name="invoices_bankstatement_opening_minor_units",
                            ),
                            models.CheckConstraint(
                                condition=arcollect.core.fields._Remainder(
                                    models.F("closing"),
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
                                name="invoices_bankstatement_closing_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BankEntry",
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
                        ("position", models.PositiveIntegerField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("booked", "Booked"),
                                    ("pending", "Pending"),
                                    ("info", "For information"),
                                ],
                                default="booked",
                                max_length=7,
                            ),
                        ),
                        ("booked_on", models.DateField(verbose_name="booked on")),
                        (
                            "value_on",
                            models.DateField(null=True, verbose_name="value date"),
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
                        (
                            "payer_name",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="payer"
                            ),
                        ),
                        (
                            "payer_account",
                            models.CharField(
                                blank=True,
                                max_length=100,
                                verbose_name="payer's account",
                            ),
                        ),
                        ("text", models.TextField(blank=True, verbose_name="text")),
                        (
                            "bank_reference",
                            models.CharField(
                                blank=True,
                                max_length=200,
                                verbose_name="bank's reference",
                            ),
                        ),
                        (
                            "payer_reference",
                            models.CharField(
                                blank=True,
                                max_length=200,
                                verbose_name="payer's reference",
                            ),
                        ),
                        ("fingerprint", models.CharField(max_length=64)),
                        ("occurrence", models.PositiveIntegerField(default=1)),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                        (
                            "statement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="invoices.bankstatement",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["company", "-booked_on", "-id"],
                                name="invoices_bankentry_recent",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("company", "fingerprint", "occurrence"),
                                name="invoices_bankentry_once",
                            ),
                            models.UniqueConstraint(
                                fields=("statement", "position"),
                                name="invoices_bankentry_position",
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
                                name="invoices_bankentry_amount_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Bill",
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
                        ("recorded_at", models.DateTimeField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("bank_acceptance", "Bank acceptance"),
                                    ("commercial_acceptance", "Commercial acceptance"),
                                    ("postdated_cheque", "Postdated cheque"),
                                    ("promissory_note", "Promissory note"),
                                ],
                                max_length=24,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "number",
                            models.CharField(max_length=60, verbose_name="bill number"),
                        ),
                        (
                            "drawer",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="drawer"
                            ),
                        ),
                        (
                            "acceptor",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="acceptor"
                            ),
                        ),
                        (
                            "guarantor",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="guarantor"
                            ),
                        ),
                        ("issued_on", models.DateField(verbose_name="issued on")),
                        ("received_on", models.DateField(verbose_name="received on")),
                        ("matures_on", models.DateField(verbose_name="matures on")),
                        (
                            "first_maturity_on",
                            models.DateField(verbose_name="first maturity"),
                        ),
                        (
                            "extensions",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="extensions"
                            ),
                        ),
                        (
                            "amount",
                            arcollect.core.fields.MoneyField(
                                verbose_name="face amount"
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="note"
                            ),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.importbatch",
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
                                related_name="bills",
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
                            "replaces",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="invoices.bill",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["company", "-received_on", "-id"],
                                name="invoices_bill_recent",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)),
                                name="invoices_bill_positive",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("matures_on__gte", models.F("issued_on")),
                                    ("first_maturity_on__lte", models.F("matures_on")),
                                ),
                                name="invoices_bill_days",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("extensions", 0), ("replaces__isnull", True)
                                    ),
                                    models.Q(
                                        ("extensions__gt", 0),
                                        ("replaces__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="invoices_bill_extensions",
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
                                name="invoices_bill_amount_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BillEvent",
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
                        ("recorded_at", models.DateTimeField()),
                        (
                            "act",
                            models.CharField(
                                choices=[
                                    ("receive", "Received"),
                                    ("hold", "Taken into custody"),
                                    ("discount", "Discounted"),
                                    ("endorse", "Endorsed"),
                                    ("present", "Presented"),
                                    ("honour", "Honoured"),
                                    ("dishonour", "Dishonoured"),
                                    ("extend", "Extended"),
                                    ("undo", "Step taken back"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "from_state",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("received", "Received"),
                                    ("held", "In custody"),
                                    ("discounted", "Discounted"),
                                    ("endorsed", "Endorsed"),
                                    ("presented", "Presented"),
                                    ("honoured", "Honoured"),
                                    ("dishonoured", "Dishonoured"),
                                    ("extended", "Extended"),
                                    ("reversed", "Taken back"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "to_state",
                            models.CharField(
                                choices=[
                                    ("received", "Received"),
                                    ("held", "In custody"),
                                    ("discounted", "Discounted"),
                                    ("endorsed", "Endorsed"),
                                    ("presented", "Presented"),
                                    ("honoured", "Honoured"),
                                    ("dishonoured", "Dishonoured"),
                                    ("extended", "Extended"),
                                    ("reversed", "Taken back"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("effective_on", models.DateField(verbose_name="effective on")),
                        (
                            "counterparty",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="to whom"
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="reason"
                            ),
                        ),
                        ("freed", models.JSONField(default=list)),
                        ("own_money", models.BooleanField(default=True)),
                        (
                            "batch",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.importbatch",
                            ),
                        ),
                        (
                            "bill",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="invoices.bill",
                            ),
                        ),
                        (
                            "charge",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="invoices.payment",
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
                            "document",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="invoices.invoice",
                            ),
                        ),
                        (
                            "fact",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="invoices.fact",
                            ),
                        ),
                        (
                            "payment",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="invoices.payment",
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
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reversed_by",
                                to="invoices.billevent",
                            ),
                        ),
                        (
                            "settled_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="invoices.payment",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("act", "undo"), ("reverses__isnull", False)
                                    ),
                                    models.Q(
                                        models.Q(("act", "undo"), _negated=True),
                                        ("reverses__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="invoices_billevent_undo",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClaimDecisionEvent",
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
                            "act",
                            models.CharField(
                                choices=[
                                    ("propose", "Proposed"),
                                    ("approve", "Approved"),
                                    ("reject", "Rejected"),
                                    ("withdraw", "Withdrawn"),
                                    ("notice", "Notice served"),
                                    ("reverse", "Reversed"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "from_state",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("proposed", "Proposed"),
                                    ("half_approved", "Approved by one of two"),
                                    ("approved", "Approved, notice due"),
                                    ("posted", "In force"),
                                    ("rejected", "Rejected"),
                                    ("withdrawn", "Withdrawn"),
                                    ("reversed", "Reversed"),
                                ],
                                max_length=14,
                            ),
                        ),
                        (
                            "to_state",
                            models.CharField(
                                choices=[
                                    ("proposed", "Proposed"),
                                    ("half_approved", "Approved by one of two"),
                                    ("approved", "Approved, notice due"),
                                    ("posted", "In force"),
                                    ("rejected", "Rejected"),
                                    ("withdrawn", "Withdrawn"),
                                    ("reversed", "Reversed"),
                                ],
                                max_length=14,
                            ),
                        ),
                        ("effective_on", models.DateField(null=True)),
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
                            "credit_note",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="invoices.creditnote",
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="invoices.claimdecision",
                            ),
                        ),
                        (
                            "new_bill",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="invoices.bill",
                            ),
                        ),
                        (
                            "payment",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="invoices.payment",
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
                                condition=models.Q(("to_state", "posted")),
                                fields=("decision",),
                                name="invoices_claimdecisionevent_posted_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("to_state", "reversed")),
                                fields=("decision",),
                                name="invoices_claimdecisionevent_reversed_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClaimDecisionItem",
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
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="invoices.claimdecision",
                            ),
                        ),
                        (
                            "due_item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="invoices.dueitem",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("decision", "due_item"),
                                name="invoices_claimdecisionitem_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)),
                                name="invoices_claimdecisionitem_positive",
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
                                name="invoices_claimdecisionitem_amount_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContractAdvance",
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
                                    ("deposit", "Deposit"),
                                    ("prepayment", "Payment before delivery"),
                                    ("advance", "Other advance"),
                                ],
                                max_length=10,
                                verbose_name="kind",
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
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="advances",
                                to="customers.contract",
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
                            "payment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="advance",
                                to="invoices.payment",
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
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Deduction",
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
                            "number",
                            models.CharField(max_length=30, verbose_name="number"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("rebate", "Rebate"),
                                    ("damaged", "Damaged goods"),
                                    ("advertising", "Advertising"),
                                    ("promotion", "Promotion"),
                                    ("entrance_fee", "Entrance fee"),
                                    ("freight", "Freight"),
                                    ("bank_fee", "Bank fee"),
                                    ("tax", "Tax"),
                                    ("unknown", "Not known yet"),
                                ],
                                max_length=12,
                                verbose_name="kind",
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
                            arcollect.core.fields.MoneyField(
                                verbose_name="claimed amount"
                            ),
                        ),
                        (
                            "agreement_reference",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="agreement"
                            ),
                        ),
                        (
                            "evidence",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="evidence"
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="note"
                            ),
                        ),
                        ("claimed_on", models.DateField(verbose_name="claimed on")),
                        (
                            "deadline_on",
                            models.DateField(verbose_name="to be decided by"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("claimed", "Claimed"),
                                    ("under_review", "Under review"),
                                    ("approved", "Approved"),
                                    ("partly_approved", "Partly approved"),
                                    ("rejected", "Rejected"),
                                    ("rebilled", "Charged again"),
                                    ("written_off", "Given up"),
                                ],
                                default="claimed",
                                max_length=16,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "approved_amount",
                            arcollect.core.fields.MoneyField(
                                null=True, verbose_name="approved amount"
                            ),
                        ),
                        (
                            "decided_on",
                            models.DateField(null=True, verbose_name="decided on"),
                        ),
                        (
                            "decision",
                            models.CharField(
                                blank=True,
                                max_length=500,
                                verbose_name="reason of the decision",
                            ),
                        ),
                        (
                            "closed_on",
                            models.DateField(null=True, verbose_name="closed on"),
                        ),
                        (
                            "closed_by",
                            models.CharField(
                                blank=True,
                                max_length=100,
                                verbose_name="closed by document",
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "agreement",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deductions",
                                to="customers.promotionagreement",
                            ),
                        ),
                        (
                            "approved_by",
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
                                related_name="deductions",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "payment",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deductions",
                                to="invoices.payment",
                            ),
                        ),
                        (
                            "requested_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "second_approved_by",
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
                                fields=["company", "state", "deadline_on"],
                                name="invoices_deduction_due",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("company", "number"),
                                name="invoices_deduction_number_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)),
                                name="invoices_deduction_amount",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("deadline_on__gte", models.F("claimed_on"))
                                ),
                                name="invoices_deduction_deadline",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("approved_amount", None),
                                        ("decided_on", None),
                                        ("state", "claimed"),
                                    ),
                                    models.Q(
                                        ("decided_on", None), ("state", "under_review")
                                    ),
                                    models.Q(
                                        ("approved_amount", models.F("amount")),
                                        ("state", "approved"),
                                    ),
                                    models.Q(
                                        ("approved_amount__lt", models.F("amount")),
                                        ("state", "partly_approved"),
                                    ),
                                    models.Q(
                                        ("approved_amount", 0), ("state", "rejected")
                                    ),
                                    models.Q(
                                        ("closed_on__isnull", False),
                                        ("state__in", ["rebilled", "written_off"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="invoices_deduction_decided",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_amount", None),
                                    models.Q(
                                        ("approved_amount__gte", 0),
                                        ("approved_amount__lte", models.F("amount")),
                                    ),
                                    _connector="OR",
                                ),
                                name="invoices_deduction_approved",
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
                                name="invoices_deduction_amount_minor_units",
                            ),
                            models.CheckConstraint(
                                condition=arcollect.core.fields._Remainder(
                                    models.F("approved_amount"),
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
                                name="invoices_deduction_approved_amount_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeductionCredit",
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
                        ("recorded_at", models.DateTimeField()),
                        (
                            "credit_note",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deduction_credit",
                                to="invoices.creditnote",
                            ),
                        ),
                        (
                            "deduction",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="credits",
                                to="invoices.deduction",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="DeductionPart",
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
                            arcollect.core.fields.MoneyField(
                                verbose_name="claimed amount"
                            ),
                        ),
                        (
                            "approved_amount",
                            arcollect.core.fields.MoneyField(
                                null=True, verbose_name="approved amount"
                            ),
                        ),
                        (
                            "deduction",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="invoices.deduction",
                            ),
                        ),
                        (
                            "due_item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deduction_parts",
                                to="invoices.dueitem",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("deduction", "due_item"),
                                name="invoices_deductionpart_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)),
                                name="invoices_deductionpart_amount",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_amount", None),
                                    models.Q(
                                        ("approved_amount__gte", 0),
                                        ("approved_amount__lte", models.F("amount")),
                                    ),
                                    _connector="OR",
                                ),
                                name="invoices_deductionpart_approved",
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
                                name="invoices_deductionpart_amount_minor_units",
                            ),
                            models.CheckConstraint(
                                condition=arcollect.core.fields._Remainder(
                                    models.F("approved_amount"),
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
                                name="invoices_deductionpart_approved_amount_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DueDateChange",
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
                        ("sequence", models.PositiveSmallIntegerField()),
                        (
                            "cause",
                            models.CharField(
                                choices=[
                                    ("extension", "Extension"),
                                    ("milestone", "Milestone accepted"),
                                    ("statement", "Sell-through statement"),
                                    ("delivery", "Delivered"),
                                    ("release", "Released"),
                                ],
                                max_length=10,
                                verbose_name="cause",
                            ),
                        ),
                        ("effective_on", models.DateField(verbose_name="effective on")),
                        ("old_due_on", models.DateField(verbose_name="old due date")),
                        ("new_due_on", models.DateField(verbose_name="new due date")),
                        ("moves_age", models.BooleanField(default=True)),
                        (
                            "reason",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="reason"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "approved_by",
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
                            "due_item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="due_changes",
                                to="invoices.dueitem",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "reverses",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reversed_by",
                                to="invoices.duedatechange",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["company", "recorded_at"],
                                name="invoices_duechange_recorded",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("due_item", "sequence"),
                                name="invoices_duedatechange_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("moves_age", False),
                                    models.Q(
                                        ("effective_on__lte", models.F("old_due_on")),
                                        ("new_due_on__gte", models.F("effective_on")),
                                    ),
                                    _connector="OR",
                                ),
                                name="invoices_duedatechange_in_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Extension",
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
                        ("old_due_on", models.DateField(verbose_name="due until now")),
                        ("new_due_on", models.DateField(verbose_name="new due date")),
                        (
                            "currency",
                            arcollect.core.fields.CurrencyField(
                                max_length=3, verbose_name="currency"
                            ),
                        ),
                        (
                            "amount",
                            arcollect.core.fields.MoneyField(
                                verbose_name="open amount"
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(max_length=500, verbose_name="reason"),
                        ),
                        (
                            "signed_document",
                            models.CharField(
                                blank=True,
                                max_length=200,
                                verbose_name="signed document",
                            ),
                        ),
                        ("requested_on", models.DateField(verbose_name="requested on")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("requested", "Requested"),
                                    ("approved", "Approved"),
                                    ("rejected", "Rejected"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="requested",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "effect",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("moved", "Due date moved"),
                                    ("plan", "Too late: a plan"),
                                ],
                                max_length=6,
                            ),
                        ),
                        (
                            "decided_on",
                            models.DateField(null=True, verbose_name="decided on"),
                        ),
                        (
                            "decision",
                            models.CharField(
                                blank=True,
                                max_length=500,
                                verbose_name="reason of the decision",
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "approved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "change",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="extension",
                                to="invoices.duedatechange",
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
                                related_name="extensions",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "due_item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="extensions",
                                to="invoices.dueitem",
                            ),
                        ),
                        (
                            "requested_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "second_approved_by",
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
                                fields=["company", "state", "-requested_on"],
                                name="invoices_extension_state",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("new_due_on__gt", models.F("old_due_on"))
                                ),
                                name="invoices_extension_later",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_on", None), ("state", "requested")
                                    ),
                                    models.Q(
                                        ("effect__in", ["moved", "plan"]),
                                        ("state", "approved"),
                                    ),
                                    models.Q(
                                        ("decided_on__isnull", False),
                                        ("state__in", ["rejected", "withdrawn"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="invoices_extension_decided",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "requested")),
                                fields=("due_item",),
                                name="invoices_extension_one_request",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GoodsMovement",
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
                        ("recorded_at", models.DateTimeField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("delivery", "Delivery note"),
                                    ("acceptance", "Acceptance certificate"),
                                    ("return", "Return"),
                                    ("exchange", "Exchange"),
                                    ("transfer", "Transfer between stores"),
                                    ("damage", "Damage report"),
                                    ("price", "Price protection"),
                                    ("rebate", "Rebate statement"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "number",
                            models.CharField(
                                max_length=60, verbose_name="document number"
                            ),
                        ),
                        ("moved_on", models.DateField(verbose_name="date")),
                        (
                            "came_from",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="from"
                            ),
                        ),
                        (
                            "went_to",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="to"
                            ),
                        ),
                        (
                            "amount",
                            arcollect.core.fields.MoneyField(verbose_name="value"),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="note"
                            ),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.importbatch",
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
                                related_name="goods_movements",
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
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reversed_by",
                                to="invoices.goodsmovement",
                            ),
                        ),
                        (
                            "to_customer",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="customers.customer",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["company", "-moved_on", "-id"],
                                name="invoices_goods_recent",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("reverses", None)),
                                fields=("company", "kind", "number"),
                                name="invoices_goodsmovement_number_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("amount__gte", 0), ("reverses", None)),
                                    models.Q(
                                        ("amount__lte", 0), ("reverses__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="invoices_goodsmovement_sign",
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
                                name="invoices_goodsmovement_amount_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GoodsLine",
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
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "description",
                            models.CharField(
                                max_length=200, verbose_name="description"
                            ),
                        ),
                        (
                            "quantity",
                            arcollect.core.fields.MoneyField(verbose_name="quantity"),
                        ),
                        (
                            "unit",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="unit"
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
                            arcollect.core.fields.MoneyField(verbose_name="value"),
                        ),
                        (
                            "movement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="invoices.goodsmovement",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("movement", "position"),
                                name="invoices_goodsline_once",
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
                                name="invoices_goodsline_amount_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GoodsLink",
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
                        ("linked_on", models.DateField()),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "credit_note",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="goods_links",
                                to="invoices.creditnote",
                            ),
                        ),
                        (
                            "invoice",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="goods_links",
                                to="invoices.invoice",
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
                            "movement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="links",
                                to="invoices.goodsmovement",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("credit_note", None),
                                        ("invoice__isnull", False),
                                    ),
                                    models.Q(
                                        ("credit_note__isnull", False),
                                        ("invoice", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="invoices_goodslink_one_document",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("credit_note__isnull", False)),
                                fields=("movement", "credit_note"),
                                name="invoices_goodslink_credit_note_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("invoice__isnull", False)),
                                fields=("movement", "invoice"),
                                name="invoices_goodslink_invoice_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GoodsRelease",
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
                        ("released_on", models.DateField(verbose_name="released on")),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="note"
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
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="customers.customer",
                            ),
                        ),
                        (
                            "invoice",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="release",
                                to="invoices.invoice",
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
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ItemCover",
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
                                    ("insured", "Insured"),
                                    ("factored", "Factored"),
                                ],
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "partner",
                            models.CharField(
                                max_length=200, verbose_name="insurer or factor"
                            ),
                        ),
                        (
                            "policy_number",
                            models.CharField(
                                blank=True,
                                max_length=100,
                                verbose_name="policy or contract",
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
                            arcollect.core.fields.MoneyField(
                                blank=True, null=True, verbose_name="amount"
                            ),
                        ),
                        (
                            "with_recourse",
                            models.BooleanField(
                                default=True, verbose_name="with recourse"
                            ),
                        ),
                        ("from_on", models.DateField(verbose_name="from")),
                        (
                            "until_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="until"
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
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="covers",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "due_item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="covers",
                                to="invoices.dueitem",
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
                                condition=models.Q(("until_on__isnull", True)),
                                fields=("due_item", "kind"),
                                name="invoices_itemcover_one_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until_on__isnull", True),
                                    ("until_on__gte", models.F("from_on")),
                                    _connector="OR",
                                ),
                                name="invoices_itemcover_until",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("amount__isnull", True),
                                    ("amount__gt", 0),
                                    _connector="OR",
                                ),
                                name="invoices_itemcover_amount",
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
                                name="invoices_itemcover_amount_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MatchingRules",
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
                            "post_named",
                            models.BooleanField(
                                default=False,
                                verbose_name="Post when the invoice numbers and the amount agree",
                            ),
                        ),
                        (
                            "post_advised",
                            models.BooleanField(
                                default=False,
                                verbose_name="Post when a checked remittance advice and the amount agree",
                            ),
                        ),
                        (
                            "post_known",
                            models.BooleanField(
                                default=False,
                                verbose_name="Post when the account is known and one way alone fits the amount",
                            ),
                        ),
                        (
                            "currency",
                            arcollect.core.fields.CurrencyField(
                                max_length=3, verbose_name="currency"
                            ),
                        ),
                        (
                            "bank_fee",
                            arcollect.core.fields.MoneyField(
                                verbose_name="bank fee up to"
                            ),
                        ),
                        (
                            "discount_bp",
                            models.PositiveSmallIntegerField(
                                default=0,
                                verbose_name="early-payment discount, hundredths of a percent",
                            ),
                        ),
                        (
                            "discount_days",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="days from the invoice date"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("looked_at", models.DateTimeField(null=True)),
                        (
                            "company",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("bank_fee__gte", 0)),
                                name="invoices_matchingrules_fee",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("discount_bp__lte", 2000)),
                                name="invoices_matchingrules_discount",
                            ),
                            models.CheckConstraint(
                                condition=arcollect.core.fields._Remainder(
                                    models.F("bank_fee"),
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
                                name="invoices_matchingrules_bank_fee_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PayerAlias",
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
                                choices=[("name", "Name"), ("account", "Account")],
                                max_length=7,
                            ),
                        ),
                        ("key", models.CharField(max_length=200)),
                        (
                            "shown",
                            models.CharField(
                                max_length=200, verbose_name="as the bank writes it"
                            ),
                        ),
                        ("times", models.PositiveIntegerField(verbose_name="payments")),
                        ("last_on", models.DateField(verbose_name="last on")),
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
                                related_name="payer_aliases",
                                to="customers.customer",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("company", "kind", "key", "customer"),
                                name="invoices_payeralias_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Recovery",
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
                        ("recorded_at", models.DateTimeField()),
                        (
                            "amount",
                            arcollect.core.fields.MoneyField(verbose_name="amount"),
                        ),
                        ("effective_on", models.DateField(verbose_name="effective on")),
                        (
                            "allocation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recovery",
                                to="invoices.allocation",
                            ),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.importbatch",
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
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recoveries",
                                to="invoices.claimdecision",
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
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)),
                                name="invoices_recovery_positive",
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
                                name="invoices_recovery_amount_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RemittanceAdvice",
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
                            "reference",
                            models.CharField(
                                blank=True,
                                max_length=100,
                                verbose_name="payment reference",
                            ),
                        ),
                        (
                            "paid_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="paid on"
                            ),
                        ),
                        (
                            "currency",
                            arcollect.core.fields.CurrencyField(
                                max_length=3, verbose_name="currency"
                            ),
                        ),
                        (
                            "total",
                            arcollect.core.fields.MoneyField(verbose_name="total"),
                        ),
                        (
                            "source",
                            models.CharField(max_length=200, verbose_name="source"),
                        ),
                        ("text", models.TextField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("read", "To be checked"),
                                    ("checked", "Checked"),
                                    ("used", "Used"),
                                    ("discarded", "Discarded"),
                                ],
                                default="read",
                                max_length=9,
                                verbose_name="state",
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("checked_at", models.DateTimeField(null=True)),
                        (
                            "checked_by",
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="customers.customer",
                            ),
                        ),
                        (
                            "recorded_by",
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
                                condition=models.Q(("state", "checked")),
                                fields=["company", "currency", "total"],
                                name="invoices_advice_to_use",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("total__gte", 0)),
                                name="invoices_remittanceadvice_total",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["read", "discarded"]),
                                    models.Q(
                                        ("checked_at__isnull", False),
                                        ("state__in", ["checked", "used"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="invoices_remittanceadvice_checked",
                            ),
                            models.CheckConstraint(
                                condition=arcollect.core.fields._Remainder(
                                    models.F("total"),
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
                                name="invoices_remittanceadvice_total_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EntryDecision",
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
                                    ("match", "Matched"),
                                    ("unidentified", "Unidentified"),
                                    ("ignore", "Not from a customer"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("learned", models.JSONField(default=list)),
                        ("score", models.PositiveSmallIntegerField(null=True)),
                        (
                            "reason",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="reason"
                            ),
                        ),
                        ("decided_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                        (
                            "credit_notes",
                            models.ManyToManyField(
                                related_name="decisions", to="invoices.creditnote"
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
                            "ended_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="invoices.bankentry",
                            ),
                        ),
                        (
                            "follows",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="invoices.entrydecision",
                            ),
                        ),
                        (
                            "payment",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="invoices.payment",
                            ),
                        ),
                        (
                            "advice",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="invoices.remittanceadvice",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("entry",),
                                name="invoices_entrydecision_one_in_force",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "ignore"), ("payment__isnull", True)
                                    ),
                                    models.Q(
                                        ("kind__in", ["match", "unidentified"]),
                                        ("payment__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="invoices_entrydecision_money",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", True),
                                        ("ended_by__isnull", True),
                                    ),
                                    ("ended_at__gte", models.F("decided_at")),
                                    _connector="OR",
                                ),
                                name="invoices_entrydecision_ended",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MatchProposal",
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
                        ("rank", models.PositiveSmallIntegerField()),
                        (
                            "score",
                            models.PositiveSmallIntegerField(verbose_name="score"),
                        ),
                        ("is_ready", models.BooleanField(default=False)),
                        (
                            "rule",
                            models.CharField(
                                choices=[
                                    ("EXACT", "Exact amount"),
                                    ("BY_REMITTANCE", "As the customer named it"),
                                    ("LEGAL_DEFAULT", "Order of the law"),
                                    ("OLDEST", "Oldest first, as agreed"),
                                    ("MANUAL", "By hand"),
                                ],
                                max_length=14,
                            ),
                        ),
                        (
                            "currency",
                            arcollect.core.fields.CurrencyField(
                                max_length=3, verbose_name="currency"
                            ),
                        ),
                        ("parts", models.JSONField(default=list)),
                        ("reasons", models.JSONField(default=list)),
                        (
                            "applied",
                            arcollect.core.fields.MoneyField(verbose_name="applied"),
                        ),
                        (
                            "fee",
                            arcollect.core.fields.MoneyField(verbose_name="bank fee"),
                        ),
                        (
                            "discount",
                            arcollect.core.fields.MoneyField(verbose_name="discount"),
                        ),
                        (
                            "on_account",
                            arcollect.core.fields.MoneyField(verbose_name="on account"),
                        ),
                        ("made_at", models.DateTimeField()),
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
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="customers.customer",
                            ),
                        ),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="proposals",
                                to="invoices.bankentry",
                            ),
                        ),
                        (
                            "advice",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                to="invoices.remittanceadvice",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("rank", 1)),
                                fields=["company", "score", "entry"],
                                name="invoices_matchprop_first",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("entry", "rank"),
                                name="invoices_matchproposal_rank_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("score__lte", 99)),
                                name="invoices_matchproposal_score",
                            ),
                            models.CheckConstraint(
                                condition=arcollect.core.fields._Remainder(
                                    models.F("applied"),
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
                                name="invoices_matchproposal_applied_minor_units",
                            ),
                            models.CheckConstraint(
                                condition=arcollect.core.fields._Remainder(
                                    models.F("fee"),
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
                                name="invoices_matchproposal_fee_minor_units",
                            ),
                            models.CheckConstraint(
                                condition=arcollect.core.fields._Remainder(
                                    models.F("discount"),
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
                                name="invoices_matchproposal_discount_minor_units",
                            ),
                            models.CheckConstraint(
                                condition=arcollect.core.fields._Remainder(
                                    models.F("on_account"),
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
                                name="invoices_matchproposal_on_account_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RemittanceLine",
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
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "number",
                            models.CharField(
                                max_length=60, verbose_name="invoice number"
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
                        (
                            "advice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="invoices.remittanceadvice",
                            ),
                        ),
                        (
                            "due_item",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="invoices.dueitem",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("advice", "position"),
                                name="invoices_remittanceline_once",
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
                                name="invoices_remittanceline_amount_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SalesOrder",
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
                            "number",
                            models.CharField(
                                max_length=60, verbose_name="order number"
                            ),
                        ),
                        (
                            "customer_reference",
                            models.CharField(
                                blank=True,
                                max_length=100,
                                verbose_name="customer's order number",
                            ),
                        ),
                        ("ordered_on", models.DateField(verbose_name="ordered on")),
                        (
                            "wanted_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="wanted on"
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
                        (
                            "deposit",
                            arcollect.core.fields.MoneyField(verbose_name="deposit"),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="note"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("held", "Held"),
                                    ("approved", "Approved"),
                                    ("delivered", "Delivered"),
                                    ("invoiced", "Invoiced"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        (
                            "delivered_on",
                            models.DateField(null=True, verbose_name="delivered on"),
                        ),
                        ("entered_at", models.DateTimeField()),
                        ("state_changed_at", models.DateTimeField()),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="customers.contract",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="orders",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="orders_entered",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "invoice",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="order",
                                to="invoices.invoice",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["company", "-ordered_on", "-id"],
                                name="invoices_order_recent",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("state__in", ["approved", "delivered"])
                                ),
                                fields=["customer", "currency"],
                                name="invoices_order_counted",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("company", "number"),
                                name="invoices_salesorder_number_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)),
                                name="invoices_salesorder_amount",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("deposit__gte", 0),
                                    ("deposit__lte", models.F("amount")),
                                ),
                                name="invoices_salesorder_deposit",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("delivered_on__isnull", True),
                                        ("invoice__isnull", True),
                                        (
                                            "state__in",
                                            ["draft", "held", "approved", "cancelled"],
                                        ),
                                    ),
                                    models.Q(
                                        ("delivered_on__isnull", False),
                                        ("invoice__isnull", True),
                                        ("state", "delivered"),
                                    ),
                                    models.Q(
                                        ("delivered_on__isnull", False),
                                        ("invoice__isnull", False),
                                        ("state", "invoiced"),
                                    ),
                                    _connector="OR",
                                ),
                                name="invoices_salesorder_state",
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
                                name="invoices_salesorder_amount_minor_units",
                            ),
                            models.CheckConstraint(
                                condition=arcollect.core.fields._Remainder(
                                    models.F("deposit"),
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
                                name="invoices_salesorder_deposit_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrderCheck",
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
                            "moment",
                            models.CharField(
                                choices=[
                                    ("entry", "At entry"),
                                    ("again", "Asked again"),
                                    ("release", "At release"),
                                    ("reopened", "At reopening"),
                                    ("delivery", "At delivery"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("as_of", models.DateField()),
                        (
                            "currency",
                            arcollect.core.fields.CurrencyField(
                                max_length=3, verbose_name="currency"
                            ),
                        ),
                        (
                            "line",
                            arcollect.core.fields.MoneyField(
                                null=True, verbose_name="line"
                            ),
                        ),
                        (
                            "exposure",
                            arcollect.core.fields.MoneyField(verbose_name="exposure"),
                        ),
                        ("reasons", models.JSONField()),
                        ("passed", models.BooleanField()),
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
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="checks",
                                to="invoices.salesorder",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=arcollect.core.fields._Remainder(
                                    models.F("line"),
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
                                name="invoices_ordercheck_line_minor_units",
                            ),
                            models.CheckConstraint(
                                condition=arcollect.core.fields._Remainder(
                                    models.F("exposure"),
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
                                name="invoices_ordercheck_exposure_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrderRelease",
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
                            "reason",
                            models.CharField(max_length=500, verbose_name="reason"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waits for a second person"),
                                    ("given", "Released"),
                                    ("void", "No longer holds"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("approved_at", models.DateTimeField()),
                        ("second_approved_at", models.DateTimeField(null=True)),
                        (
                            "approved_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "check_row",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="invoices.ordercheck",
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
                            "requested_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "second_approved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="releases",
                                to="invoices.salesorder",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "waiting")),
                                fields=("order",),
                                name="invoices_orderrelease_one_waiting",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("requested_by__isnull", True),
                                        models.Q(
                                            ("approved_by", models.F("requested_by")),
                                            _negated=True,
                                        ),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("second_approved_by__isnull", True),
                                        models.Q(
                                            (
                                                "second_approved_by",
                                                models.F("approved_by"),
                                            ),
                                            _negated=True,
                                        ),
                                        _connector="OR",
                                    ),
                                ),
                                name="invoices_orderrelease_four_eyes",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SalesOrderLine",
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
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "description",
                            models.CharField(
                                max_length=200, verbose_name="description"
                            ),
                        ),
                        (
                            "quantity",
                            arcollect.core.fields.MoneyField(verbose_name="quantity"),
                        ),
                        (
                            "unit",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="unit"
                            ),
                        ),
                        (
                            "unit_price",
                            arcollect.core.fields.MoneyField(verbose_name="unit price"),
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
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="invoices.salesorder",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("order", "position"),
                                name="invoices_salesorderline_once",
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
                                name="invoices_salesorderline_amount_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SellThroughStatement",
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
                        ("agreed_on", models.DateField(verbose_name="agreed on")),
                        (
                            "currency",
                            arcollect.core.fields.CurrencyField(
                                max_length=3, verbose_name="currency"
                            ),
                        ),
                        (
                            "amount",
                            arcollect.core.fields.MoneyField(verbose_name="sold"),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="note"
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
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="statements",
                                to="customers.contract",
                            ),
                        ),
                        (
                            "credit_note",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="statement",
                                to="invoices.creditnote",
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
                            "invoice",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="statement",
                                to="invoices.invoice",
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
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reversed_by",
                                to="invoices.sellthroughstatement",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("amount__gt", 0), ("reverses__isnull", True)
                                    ),
                                    models.Q(
                                        ("amount__lt", 0), ("reverses__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="invoices_sellthroughstatement_amount",
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
                                name="invoices_sellthroughstatement_amount_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SellThroughPart",
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
                            arcollect.core.fields.MoneyField(verbose_name="sold"),
                        ),
                        (
                            "change",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="invoices.duedatechange",
                            ),
                        ),
                        (
                            "due_item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="invoices.dueitem",
                            ),
                        ),
                        (
                            "statement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="invoices.sellthroughstatement",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("statement", "due_item"),
                                name="invoices_sellthroughpart_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)),
                                name="invoices_sellthroughpart_amount",
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
                                name="invoices_sellthroughpart_amount_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Offset",
                    fields=[
                        (
                            "decision",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                serialize=False,
                                to="invoices.claimdecision",
                            ),
                        ),
                        (
                            "payable_reference",
                            models.CharField(
                                max_length=100, verbose_name="our payable"
                            ),
                        ),
                        (
                            "payable_due_on",
                            models.DateField(verbose_name="our payable is due on"),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TakeBack",
                    fields=[
                        (
                            "decision",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                serialize=False,
                                to="invoices.claimdecision",
                            ),
                        ),
                        (
                            "goods",
                            models.CharField(max_length=500, verbose_name="goods"),
                        ),
                        (
                            "valuation",
                            models.CharField(
                                choices=[
                                    ("agreed", "As agreed with the customer"),
                                    ("market", "Market price"),
                                    ("appraisal", "Appraisal"),
                                ],
                                max_length=10,
                                verbose_name="valued by",
                            ),
                        ),
                        (
                            "valued_by",
                            models.CharField(
                                blank=True,
                                max_length=200,
                                verbose_name="who valued them",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="WriteOff",
                    fields=[
                        (
                            "decision",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                serialize=False,
                                to="invoices.claimdecision",
                            ),
                        ),
                        (
                            "ground",
                            models.CharField(
                                choices=[
                                    ("three_years", "Overdue for three years"),
                                    ("court", "Decision of a court"),
                                    ("bankruptcy", "Bankruptcy"),
                                    ("deregistered", "Debtor deregistered"),
                                    ("small", "Small balance"),
                                    ("other", "Something else"),
                                ],
                                max_length=14,
                                verbose_name="ground",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="BankEntryState",
                    fields=[
                        (
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="state",
                                serialize=False,
                                to="invoices.bankentry",
                            ),
                        ),
                        ("booked_on", models.DateField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "To be matched"),
                                    ("matched", "Matched"),
                                    ("unidentified", "Unidentified"),
                                    ("ignored", "Not from a customer"),
                                ],
                                default="open",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        ("matched_at", models.DateTimeField(null=True)),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                        (
                            "matched_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bank_entries",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "payment",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bank_entries",
                                to="invoices.payment",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("state__in", ["open", "unidentified"])
                                ),
                                fields=["company", "booked_on", "entry"],
                                name="invoices_bankstate_left",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("payment__isnull", True),
                                        ("state__in", ["open", "ignored"]),
                                    ),
                                    ("state", "unidentified"),
                                    models.Q(
                                        ("matched_at__isnull", False),
                                        ("state", "matched"),
                                    ),
                                    _connector="OR",
                                ),
                                name="invoices_bankentrystate_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "matched"),
                                    models.Q(
                                        ("matched_at__isnull", True),
                                        ("matched_by__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="invoices_bankentrystate_matched",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BillStanding",
                    fields=[
                        (
                            "bill",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="standing",
                                serialize=False,
                                to="invoices.bill",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("bank_acceptance", "Bank acceptance"),
                                    ("commercial_acceptance", "Commercial acceptance"),
                                    ("postdated_cheque", "Postdated cheque"),
                                    ("promissory_note", "Promissory note"),
                                ],
                                max_length=24,
                            ),
                        ),
                        ("number", models.CharField(max_length=60)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("received", "Received"),
                                    ("held", "In custody"),
                                    ("discounted", "Discounted"),
                                    ("endorsed", "Endorsed"),
                                    ("presented", "Presented"),
                                    ("honoured", "Honoured"),
                                    ("dishonoured", "Dishonoured"),
                                    ("extended", "Extended"),
                                    ("reversed", "Taken back"),
                                ],
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        ("since_on", models.DateField()),
                        (
                            "charge",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="invoices.payment",
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
                            "document",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="invoices.invoice",
                            ),
                        ),
                        (
                            "payment",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="invoices.payment",
                            ),
                        ),
                        (
                            "settled_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="invoices.payment",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["company", "state"],
                                name="invoices_billstanding_state_ix",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "received",
                                            "held",
                                            "discounted",
                                            "endorsed",
                                            "presented",
                                            "honoured",
                                            "dishonoured",
                                            "extended",
                                            "reversed",
                                        ],
                                    )
                                ),
                                name="invoices_billstanding_state",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state__in", ["reversed", "extended"]),
                                    _negated=True,
                                ),
                                fields=("company", "customer", "kind", "number"),
                                name="invoices_billstanding_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Assignment",
                    fields=[
                        (
                            "decision",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                serialize=False,
                                to="invoices.claimdecision",
                            ),
                        ),
                        (
                            "assignee",
                            models.CharField(max_length=200, verbose_name="assignee"),
                        ),
                        (
                            "price",
                            arcollect.core.fields.MoneyField(verbose_name="price"),
                        ),
                        (
                            "currency",
                            arcollect.core.fields.CurrencyField(
                                max_length=3, verbose_name="currency"
                            ),
                        ),
                        (
                            "recourse",
                            models.BooleanField(
                                default=False, verbose_name="with recourse"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("price__gte", 0)),
                                name="invoices_assignment_price",
                            ),
                            models.CheckConstraint(
                                condition=arcollect.core.fields._Remainder(
                                    models.F("price"),
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
                                name="invoices_assignment_price_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BillExtension",
                    fields=[
                        (
                            "decision",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                serialize=False,
                                to="invoices.claimdecision",
                            ),
                        ),
                        (
                            "new_number",
                            models.CharField(
                                max_length=60, verbose_name="number of the new bill"
                            ),
                        ),
                        (
                            "new_issued_on",
                            models.DateField(verbose_name="new bill issued on"),
                        ),
                        (
                            "new_matures_on",
                            models.DateField(verbose_name="new maturity"),
                        ),
                        (
                            "guarantor",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="guarantor"
                            ),
                        ),
                        (
                            "bill",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="extensions_asked",
                                to="invoices.bill",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ClaimDecisionState",
                    fields=[
                        (
                            "decision",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="state",
                                serialize=False,
                                to="invoices.claimdecision",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "Proposed"),
                                    ("half_approved", "Approved by one of two"),
                                    ("approved", "Approved, notice due"),
                                    ("posted", "In force"),
                                    ("rejected", "Rejected"),
                                    ("withdrawn", "Withdrawn"),
                                    ("reversed", "Reversed"),
                                ],
                                max_length=14,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "notice_on",
                            models.DateField(
                                null=True, verbose_name="notice served on"
                            ),
                        ),
                        ("posted_on", models.DateField(null=True)),
                        ("reversed_on", models.DateField(null=True)),
                        (
                            "approved_by",
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
                            "credit_note",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="invoices.creditnote",
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
                            "new_bill",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="invoices.bill",
                            ),
                        ),
                        (
                            "payment",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="invoices.payment",
                            ),
                        ),
                        (
                            "requested_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "second_approved_by",
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
                                    (
                                        "state__in",
                                        [
                                            "proposed",
                                            "half_approved",
                                            "approved",
                                            "posted",
                                            "rejected",
                                            "withdrawn",
                                            "reversed",
                                        ],
                                    )
                                ),
                                name="invoices_claimdecisionstate_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("posted_on__isnull", False),
                                        ("state__in", ["posted", "reversed"]),
                                    ),
                                    models.Q(
                                        ("posted_on__isnull", True),
                                        (
                                            "state__in",
                                            [
                                                "proposed",
                                                "half_approved",
                                                "approved",
                                                "rejected",
                                                "withdrawn",
                                            ],
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="invoices_claimdecisionstate_posted",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
