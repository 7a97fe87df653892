"""The tables as of this migration, in one step; it stands for those it replaces."""

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
    ]

    initial = True

    dependencies = [
        ("core", "0001_squashed_0007"),
        ("customers", "0001_squashed_0002"),
    ]

    operations = [
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
                    models.CharField(blank=True, max_length=500, verbose_name="reason"),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="core.company"
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
                        on_delete=django.db.models.deletion.CASCADE, to="core.company"
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
                    models.CharField(max_length=60, verbose_name="invoice number"),
                ),
                ("issued_on", models.DateField(verbose_name="issued on")),
                ("amount", arcollect.core.fields.MoneyField(verbose_name="amount")),
                (
                    "note",
                    models.CharField(blank=True, max_length=500, verbose_name="note"),
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
                        on_delete=django.db.models.deletion.PROTECT, to="core.company"
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
                                    currency__in=("CLF", "UYW"), then=models.Value(1)
                                ),
                                default=models.Value(100),
                                output_field=models.BigIntegerField(),
                            ),
                        ),
                        name="invoices_invoice_amount_minor_units",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["invoice", "opening", "bill"])
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
                ("amount", arcollect.core.fields.MoneyField(verbose_name="amount")),
                ("recorded_at", models.DateTimeField()),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="core.company"
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
                        fields=("invoice", "position"), name="invoices_dueitem_once"
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
                                    currency__in=("CLF", "UYW"), then=models.Value(1)
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
                ("decided_by", models.CharField(blank=True, default="", max_length=60)),
                ("class_since", models.DateField(null=True)),
                ("next_change_on", models.DateField(null=True)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="core.company"
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
                        include=("issued_on", "due_on", "open_amount", "severity"),
                        name="invoices_item_open",
                    ),
                    models.Index(
                        condition=models.Q(("next_change_on__isnull", False)),
                        fields=["company", "next_change_on"],
                        name="invoices_item_next_change",
                    ),
                    models.Index(
                        fields=["company", "settled_on"], name="invoices_item_settled"
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
                            models.Q(("open_amount", 0), ("settled_on__isnull", False)),
                            models.Q(
                                ("open_amount__gt", 0), ("settled_on__isnull", True)
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
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
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
                        on_delete=django.db.models.deletion.PROTECT, to="core.company"
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
                        condition=models.Q(("until_on__gt", models.F("from_on"))),
                        name="invoices_override_interval",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("severity__gte", 1), ("severity__lte", 5)),
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
                        on_delete=django.db.models.deletion.PROTECT, to="core.company"
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
                            ("bankruptcy_accepted", "Bankruptcy petition accepted"),
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
                            ("enforcement_terminated", "Enforcement terminated"),
                            ("certified_uncollectable", "Certified uncollectable"),
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
                    models.DateField(blank=True, null=True, verbose_name="until"),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="source document"
                    ),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=500, verbose_name="note"),
                ),
                (
                    "verified",
                    models.BooleanField(default=True, verbose_name="evidence complete"),
                ),
                ("withdrawn", models.BooleanField(default=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="core.company"
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
                    models.CharField(max_length=60, verbose_name="credit note number"),
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
                            ("reversal", "Reversal of an invoice"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=10,
                        verbose_name="reason",
                    ),
                ),
                ("issued_on", models.DateField(verbose_name="issued on")),
                ("amount", arcollect.core.fields.MoneyField(verbose_name="amount")),
                (
                    "note",
                    models.CharField(blank=True, max_length=500, verbose_name="note"),
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
                        on_delete=django.db.models.deletion.PROTECT, to="core.company"
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
                            models.Q(("amount__gt", 0), ("reverses__isnull", True)),
                            models.Q(("amount__lt", 0), ("reverses__isnull", False)),
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
                                    currency__in=("CLF", "UYW"), then=models.Value(1)
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
                    models.CharField(max_length=200, verbose_name="description"),
                ),
                ("quantity", arcollect.core.fields.MoneyField(verbose_name="quantity")),
                (
                    "unit",
                    models.CharField(blank=True, max_length=20, verbose_name="unit"),
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
                ("amount", arcollect.core.fields.MoneyField(verbose_name="amount")),
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
                        fields=("invoice", "position"), name="invoices_invoiceline_once"
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
                                    currency__in=("CLF", "UYW"), then=models.Value(1)
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
                ("amount", arcollect.core.fields.MoneyField(verbose_name="amount")),
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
                    models.CharField(blank=True, max_length=200, verbose_name="payer"),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=500, verbose_name="note"),
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
                        on_delete=django.db.models.deletion.PROTECT, to="core.company"
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
                        fields=("company", "reference", "received_on", "amount"),
                        name="invoices_payment_unidentified_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__gt", 0), ("reverses__isnull", True)),
                            models.Q(("amount__lt", 0), ("reverses__isnull", False)),
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
                                    currency__in=("CLF", "UYW"), then=models.Value(1)
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
                        on_delete=django.db.models.deletion.PROTECT, to="core.company"
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
                        fields=["company", "used_up_on"], name="invoices_onaccount_used"
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
                            models.Q(("unallocated", 0), ("used_up_on__isnull", False)),
                            models.Q(
                                ("unallocated__gt", 0), ("used_up_on__isnull", True)
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
                ("amount", arcollect.core.fields.MoneyField(verbose_name="amount")),
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
                        on_delete=django.db.models.deletion.PROTECT, to="core.company"
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
                ("stated_on", models.DateField(null=True, verbose_name="stated on")),
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
                            models.Q(("amount__gt", 0), ("reverses__isnull", True)),
                            models.Q(("amount__lt", 0), ("reverses__isnull", False)),
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
                                    currency__in=("CLF", "UYW"), then=models.Value(1)
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
                    arcollect.core.fields.MoneyField(verbose_name="disputed amount"),
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
                    models.CharField(blank=True, max_length=500, verbose_name="note"),
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
                            ("resolved_theirs", "Resolved in the customer's favour"),
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
                        on_delete=django.db.models.deletion.PROTECT, to="core.company"
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
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["due_item"],
                        name="invoices_dispute_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)),
                        name="invoices_dispute_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("resolved_on__isnull", True), ("state", "open")),
                            models.Q(
                                ("resolved_on__isnull", False),
                                (
                                    "state__in",
                                    ["resolved_ours", "resolved_theirs", "split"],
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
                                    currency__in=("CLF", "UYW"), then=models.Value(1)
                                ),
                                default=models.Value(100),
                                output_field=models.BigIntegerField(),
                            ),
                        ),
                        name="invoices_dispute_amount_minor_units",
                    ),
                ],
            },
        ),
    ]
