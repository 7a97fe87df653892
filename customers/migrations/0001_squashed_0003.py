"""The tables as of this migration, in one step; it stands for those it replaces."""

import arcollect.core.create_models
import arcollect.core.fields
import customers.models.credit
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("customers", "0001_initial"),
        ("customers", "0002_agreed_late_interest"),
        ("customers", "0003_contracts_ledger_and_cash"),
    ]

    initial = True

    dependencies = [
        ("core", "__first__"),
    ]

    operations = [
        arcollect.core.create_models.CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Customer",
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
                                max_length=40, verbose_name="customer code"
                            ),
                        ),
                        (
                            "name",
                            models.CharField(max_length=200, verbose_name="legal name"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("dealer", "Dealer"),
                                    ("store", "Terminal store"),
                                    ("project", "Project customer"),
                                    ("public_body", "Public body"),
                                    ("individual", "Individual business"),
                                    ("", "Not stated"),
                                ],
                                default="",
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("PROSPECT", "Prospect"),
                                    ("ACTIVE", "Active"),
                                    ("SUSPENDED", "Suspended"),
                                    ("CLOSED", "Closed"),
                                ],
                                default="ACTIVE",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "tax_id",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="tax number"
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                blank=True,
                                max_length=10,
                                verbose_name="language of letters",
                            ),
                        ),
                        (
                            "region",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="region"
                            ),
                        ),
                        (
                            "email",
                            models.EmailField(
                                blank=True, max_length=254, verbose_name="e-mail"
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="phone"
                            ),
                        ),
                        (
                            "address",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="address"
                            ),
                        ),
                        (
                            "distance_km",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="distance, km"
                            ),
                        ),
                        (
                            "search_text",
                            models.CharField(
                                default="", editable=False, max_length=500
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                        (
                            "rep",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="customers",
                                to="core.rep",
                                verbose_name="sales rep",
                            ),
                        ),
                        (
                            "cause",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Not stated"),
                                    ("no_cash", "No cash"),
                                    ("weak_sales", "Our goods sell slowly"),
                                    ("quality", "Quality of the goods"),
                                    ("price", "Price or promotion"),
                                    ("delivery", "Delivery"),
                                    ("paperwork", "Paperwork"),
                                    ("procedure", "Own payment procedure"),
                                    ("unwilling", "Can pay but does not"),
                                    ("other", "Something else"),
                                ],
                                db_default="",
                                default="",
                                max_length=10,
                                verbose_name="cause of non-payment",
                            ),
                        ),
                        (
                            "cause_note",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=500,
                                verbose_name="cause in words",
                            ),
                        ),
                        (
                            "cause_noted_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="cause noted on"
                            ),
                        ),
                        (
                            "country",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=2,
                                verbose_name="country",
                            ),
                        ),
                        (
                            "established_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="established on"
                            ),
                        ),
                        (
                            "invoice_bank",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=200,
                                verbose_name="bank and account on tax invoices",
                            ),
                        ),
                        (
                            "legal_representative",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=100,
                                verbose_name="legal representative",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="customers.customer",
                                verbose_name="head of the group",
                            ),
                        ),
                        (
                            "registered_address",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=300,
                                verbose_name="registered address",
                            ),
                        ),
                        (
                            "size_class",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("large", "Large enterprise"),
                                    ("medium", "Medium enterprise"),
                                    ("small", "Small enterprise"),
                                    ("micro", "Micro enterprise"),
                                    ("", "Not stated"),
                                ],
                                db_default="",
                                default="",
                                max_length=6,
                                verbose_name="size of the enterprise",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["company", "rep"], name="customers_customer_rep"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("company", "code"),
                                name="customers_customer_code_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("distance_km__isnull", True),
                                    ("distance_km__lte", 99999),
                                    _connector="OR",
                                ),
                                name="customers_customer_distance",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("parent__isnull", True),
                                    models.Q(("parent", models.F("pk")), _negated=True),
                                    _connector="OR",
                                ),
                                name="customers_customer_not_own_head",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Contract",
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
                                max_length=60, verbose_name="contract number"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("sale", "Sale"),
                                    ("lease", "Lease"),
                                    ("title_retention", "Title retention"),
                                    ("consignment", "Consignment"),
                                    ("framework", "Framework"),
                                ],
                                default="sale",
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "sales_mode",
                            models.CharField(
                                choices=[
                                    ("CASH_SPOT", "Cash on the spot"),
                                    ("CREDIT", "Credit"),
                                    ("CONSIGNMENT", "Consignment"),
                                    ("SELL_THROUGH", "Sell-through"),
                                ],
                                default="CREDIT",
                                max_length=20,
                                verbose_name="sales mode",
                            ),
                        ),
                        (
                            "signed_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="signed on"
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
                        ("version", models.PositiveIntegerField(default=1)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
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
                                related_name="contracts",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "late_interest_bp",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="late interest"
                            ),
                        ),
                        (
                            "document_level",
                            models.CharField(
                                choices=[
                                    ("full", "Signed contract"),
                                    ("order", "Order only"),
                                    ("iou_only", "IOU slip only"),
                                    ("none", "Nothing in writing"),
                                ],
                                default="full",
                                max_length=8,
                                verbose_name="in writing",
                            ),
                        ),
                        (
                            "ended_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="ended on"
                            ),
                        ),
                        (
                            "enforceable",
                            models.BooleanField(
                                default=False, verbose_name="directly enforceable"
                            ),
                        ),
                        (
                            "jurisdiction",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="jurisdiction"
                            ),
                        ),
                        (
                            "long_stop_days",
                            models.PositiveSmallIntegerField(
                                default=60, verbose_name="long-stop, days"
                            ),
                        ),
                        (
                            "notarised_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="notarised on"
                            ),
                        ),
                        (
                            "notary_reference",
                            models.CharField(
                                blank=True,
                                max_length=100,
                                verbose_name="notary and number",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="customers.contract",
                            ),
                        ),
                        (
                            "retention_bp",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="retention"
                            ),
                        ),
                        (
                            "retention_months",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                verbose_name="retention released after, months",
                            ),
                        ),
                        (
                            "service_email",
                            models.EmailField(
                                blank=True,
                                max_length=254,
                                verbose_name="e-mail for service",
                            ),
                        ),
                        (
                            "settlement_mode",
                            models.CharField(
                                choices=[
                                    ("transfer", "Bank transfer"),
                                    ("cash", "Cash"),
                                    ("cheque", "Cheque"),
                                    ("bill", "Bill"),
                                ],
                                default="transfer",
                                max_length=8,
                                verbose_name="way of payment",
                            ),
                        ),
                        (
                            "settlement_place",
                            models.CharField(
                                choices=[
                                    ("our_office", "Our finance office"),
                                    ("their_office", "The customer's finance office"),
                                    ("bank", "Through the bank"),
                                    ("on_delivery", "Where the goods are delivered"),
                                ],
                                default="bank",
                                max_length=12,
                                verbose_name="place of settlement",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("signed", "Signed"),
                                    ("performing", "Being performed"),
                                    ("closed", "Closed"),
                                    ("terminated", "Terminated"),
                                ],
                                default="performing",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("company", "number"),
                                name="customers_contract_number_once",
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
                                name="customers_contract_amount_minor_units",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("retention_bp__isnull", True),
                                        ("retention_months__isnull", True),
                                    ),
                                    models.Q(
                                        ("retention_bp__gte", 1),
                                        ("retention_bp__lt", 10000),
                                        ("retention_months__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="customers_contract_retention",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_on__isnull", False),
                                        ("state__in", ["closed", "terminated"]),
                                    ),
                                    models.Q(
                                        ("ended_on__isnull", True),
                                        (
                                            "state__in",
                                            ["draft", "signed", "performing"],
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="customers_contract_ended",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Contact",
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
                            "department",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="department"
                            ),
                        ),
                        (
                            "roles",
                            models.JSONField(
                                blank=True, default=list, verbose_name="roles"
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="phone"
                            ),
                        ),
                        (
                            "email",
                            models.EmailField(
                                blank=True, max_length=254, verbose_name="e-mail"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
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
                                related_name="contacts",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "best_days",
                            models.JSONField(
                                blank=True, default=list, verbose_name="best weekdays"
                            ),
                        ),
                        (
                            "best_from",
                            models.TimeField(
                                blank=True, null=True, verbose_name="best from"
                            ),
                        ),
                        (
                            "best_until",
                            models.TimeField(
                                blank=True, null=True, verbose_name="best until"
                            ),
                        ),
                        (
                            "consents_email",
                            models.BooleanField(
                                blank=True, null=True, verbose_name="agrees to e-mail"
                            ),
                        ),
                        (
                            "consents_recording",
                            models.BooleanField(
                                blank=True,
                                null=True,
                                verbose_name="agrees to recording",
                            ),
                        ),
                        (
                            "do_not_contact_until",
                            models.DateField(
                                blank=True,
                                null=True,
                                verbose_name="do not contact through",
                            ),
                        ),
                        (
                            "influence",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("high", "High"),
                                    ("medium", "Medium"),
                                    ("low", "Low"),
                                    ("", "Not stated"),
                                ],
                                default="",
                                max_length=6,
                                verbose_name="influence on payment",
                            ),
                        ),
                        (
                            "relation",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("close", "Close"),
                                    ("good", "Good"),
                                    ("neutral", "Neutral"),
                                    ("strained", "Strained"),
                                    ("", "Not stated"),
                                ],
                                default="",
                                max_length=8,
                                verbose_name="relation to us",
                            ),
                        ),
                        (
                            "routine",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="routine"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("best_from__isnull", True),
                                        ("best_until__isnull", True),
                                    ),
                                    models.Q(
                                        ("best_from__isnull", False),
                                        ("best_from__lt", models.F("best_until")),
                                        ("best_until__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="customers_contact_window",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SettlementTerm",
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
                        ("term_group", models.PositiveSmallIntegerField(default=1)),
                        (
                            "type",
                            models.CharField(
                                choices=[
                                    ("NET", "Net days"),
                                    ("EOM_PLUS", "Month end plus days"),
                                    ("FIXED_DAY", "Fixed day of a later month"),
                                    ("MILESTONE", "Milestone"),
                                    ("DEPOSIT_BALANCE", "Deposit and balance"),
                                    ("INSTALMENTS", "Instalments"),
                                    ("COD", "Cash on delivery"),
                                    ("PREPAID", "Prepaid"),
                                    ("SELL_THROUGH", "Sell-through"),
                                ],
                                max_length=20,
                                verbose_name="term",
                            ),
                        ),
                        (
                            "days",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="days"
                            ),
                        ),
                        (
                            "day_of_month",
                            models.PositiveSmallIntegerField(blank=True, null=True),
                        ),
                        (
                            "months",
                            models.PositiveSmallIntegerField(blank=True, null=True),
                        ),
                        (
                            "due_roll",
                            models.CharField(
                                choices=[
                                    ("none", "Not moved"),
                                    ("following", "Next working day"),
                                    ("preceding", "Previous working day"),
                                ],
                                default="none",
                                max_length=10,
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="terms",
                                to="customers.contract",
                            ),
                        ),
                        (
                            "base",
                            models.CharField(
                                choices=[
                                    ("invoice", "Invoice date"),
                                    ("delivery", "Delivery"),
                                    ("acceptance", "Acceptance"),
                                    ("statement", "Statement agreed"),
                                ],
                                default="invoice",
                                max_length=10,
                                verbose_name="counted from",
                            ),
                        ),
                        (
                            "count",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="instalments"
                            ),
                        ),
                        (
                            "grace_base",
                            models.CharField(
                                choices=[
                                    ("nominal", "Days the term names"),
                                    ("effective", "Days it really gives"),
                                ],
                                default="nominal",
                                max_length=9,
                                verbose_name="grace is a third of",
                            ),
                        ),
                        (
                            "share_bp",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="deposit share"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "term_group"),
                                name="customers_settlementterm_group_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("days__isnull", False),
                                        ("type__in", ["NET", "EOM_PLUS"]),
                                    ),
                                    models.Q(
                                        ("day_of_month__gte", 1),
                                        ("day_of_month__lte", 31),
                                        ("months__isnull", False),
                                        ("type", "FIXED_DAY"),
                                    ),
                                    models.Q(
                                        ("days__isnull", False),
                                        ("share_bp__gte", 1),
                                        ("share_bp__lt", 10000),
                                        ("type", "DEPOSIT_BALANCE"),
                                    ),
                                    models.Q(
                                        ("count__gte", 2),
                                        ("count__lte", 60),
                                        ("days__isnull", False),
                                        ("type", "INSTALMENTS"),
                                    ),
                                    (
                                        "type__in",
                                        ["MILESTONE", "COD", "PREPAID", "SELL_THROUGH"],
                                    ),
                                    _connector="OR",
                                ),
                                name="customers_settlementterm_complete",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClauseText",
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
                            "clause",
                            models.CharField(
                                choices=[
                                    (
                                        "acceptance",
                                        "Acceptance: criteria, method, period",
                                    ),
                                    ("payment", "Payment: date, place, way"),
                                    ("late_interest", "Late interest"),
                                    (
                                        "acceleration",
                                        "Acceleration: all due when one part is late",
                                    ),
                                    (
                                        "stop_of_supply",
                                        "Stop of supply when payment is late",
                                    ),
                                    (
                                        "partial_payment",
                                        "Partial payments: what they settle first",
                                    ),
                                    (
                                        "title_retention",
                                        "Retention of title until paid",
                                    ),
                                    (
                                        "reconciliation",
                                        "Reconciliation of accounts and seal",
                                    ),
                                    ("jurisdiction", "Jurisdiction"),
                                    (
                                        "service_address",
                                        "Address and e-mail for service",
                                    ),
                                ],
                                max_length=16,
                                verbose_name="clause",
                            ),
                        ),
                        (
                            "text",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="wording"
                            ),
                        ),
                        (
                            "required",
                            models.BooleanField(
                                default=False, verbose_name="no contract without it"
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
                                fields=("company", "clause"),
                                name="customers_clausetext_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContractClause",
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
                            "clause",
                            models.CharField(
                                choices=[
                                    (
                                        "acceptance",
                                        "Acceptance: criteria, method, period",
                                    ),
                                    ("payment", "Payment: date, place, way"),
                                    ("late_interest", "Late interest"),
                                    (
                                        "acceleration",
                                        "Acceleration: all due when one part is late",
                                    ),
                                    (
                                        "stop_of_supply",
                                        "Stop of supply when payment is late",
                                    ),
                                    (
                                        "partial_payment",
                                        "Partial payments: what they settle first",
                                    ),
                                    (
                                        "title_retention",
                                        "Retention of title until paid",
                                    ),
                                    (
                                        "reconciliation",
                                        "Reconciliation of accounts and seal",
                                    ),
                                    ("jurisdiction", "Jurisdiction"),
                                    (
                                        "service_address",
                                        "Address and e-mail for service",
                                    ),
                                ],
                                max_length=16,
                                verbose_name="clause",
                            ),
                        ),
                        (
                            "text",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="wording"
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="clauses",
                                to="customers.contract",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "clause"),
                                name="customers_contractclause_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContractRules",
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
                            "gate",
                            models.CharField(
                                choices=[
                                    ("flag", "Post and mark it"),
                                    ("block", "Refuse to post"),
                                ],
                                default="flag",
                                max_length=5,
                                verbose_name="credit sale without a contract",
                            ),
                        ),
                        (
                            "warn_days",
                            models.PositiveSmallIntegerField(
                                default=30,
                                verbose_name="warn of expiring securities, days",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("gate__in", ["flag", "block"])),
                                name="customers_contractrules_gate",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CreditReview",
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
                        ("as_of", models.DateField(verbose_name="as of")),
                        ("inputs", models.JSONField()),
                        ("parts", models.JSONField()),
                        (
                            "score",
                            models.PositiveSmallIntegerField(verbose_name="points"),
                        ),
                        (
                            "proposed_grade",
                            models.CharField(
                                choices=[
                                    ("A", "A: safe"),
                                    ("B", "B: good"),
                                    ("C", "C: watch"),
                                    ("D", "D: prepayment only"),
                                ],
                                max_length=1,
                            ),
                        ),
                        (
                            "proposed_line",
                            arcollect.core.fields.MoneyField(
                                verbose_name="proposed line"
                            ),
                        ),
                        (
                            "proposed_period_days",
                            models.PositiveSmallIntegerField(
                                verbose_name="proposed days"
                            ),
                        ),
                        ("queue_sales", models.PositiveSmallIntegerField(default=0)),
                        ("queue_profit", models.PositiveSmallIntegerField(default=0)),
                        ("queue_relation", models.PositiveSmallIntegerField(default=0)),
                        ("queue_control", models.PositiveSmallIntegerField(default=0)),
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
                                    ("prepared", "Waits for a decision"),
                                    ("agreed_once", "Waits for a second person"),
                                    ("decided", "Decided"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="prepared",
                                max_length=12,
                            ),
                        ),
                        ("prepared_at", models.DateTimeField()),
                        (
                            "grade",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("A", "A: safe"),
                                    ("B", "B: good"),
                                    ("C", "C: watch"),
                                    ("D", "D: prepayment only"),
                                ],
                                max_length=1,
                                verbose_name="grade",
                            ),
                        ),
                        (
                            "line",
                            arcollect.core.fields.MoneyField(
                                null=True, verbose_name="line"
                            ),
                        ),
                        (
                            "period_days",
                            models.PositiveSmallIntegerField(
                                null=True, verbose_name="days"
                            ),
                        ),
                        (
                            "covers_group",
                            models.BooleanField(
                                default=False, verbose_name="for the whole group"
                            ),
                        ),
                        (
                            "valid_from",
                            models.DateField(null=True, verbose_name="valid from"),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="reason"
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True)),
                        (
                            "approved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews_approved",
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
                                related_name="credit_reviews",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "prepared_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews_prepared",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "second_approved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews_agreed",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state__in", ["prepared", "agreed_once"])
                                ),
                                fields=("customer", "currency"),
                                name="customers_creditreview_one_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("score__lte", 100)),
                                name="customers_creditreview_points",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("queue_control__lte", 5),
                                    ("queue_profit__lte", 5),
                                    ("queue_relation__lte", 5),
                                    ("queue_sales__lte", 5),
                                ),
                                name="customers_creditreview_queue",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("approved_by__isnull", True),
                                        ("second_approved_by__isnull", True),
                                        ("state__in", ["prepared", "withdrawn"]),
                                    ),
                                    models.Q(
                                        ("approved_by__isnull", False),
                                        ("second_approved_by__isnull", True),
                                        ("state", "agreed_once"),
                                    ),
                                    models.Q(
                                        ("approved_by__isnull", False),
                                        ("state", "decided"),
                                    ),
                                    _connector="OR",
                                ),
                                name="customers_creditreview_decided",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("approved_by__isnull", True),
                                        models.Q(
                                            ("approved_by", models.F("prepared_by")),
                                            _negated=True,
                                        ),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("second_approved_by__isnull", True),
                                        models.Q(
                                            models.Q(
                                                (
                                                    "second_approved_by",
                                                    models.F("prepared_by"),
                                                ),
                                                _negated=True,
                                            ),
                                            models.Q(
                                                (
                                                    "second_approved_by",
                                                    models.F("approved_by"),
                                                ),
                                                _negated=True,
                                            ),
                                        ),
                                        _connector="OR",
                                    ),
                                ),
                                name="customers_creditreview_four_eyes",
                            ),
                            models.CheckConstraint(
                                condition=arcollect.core.fields._Remainder(
                                    models.F("proposed_line"),
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
                                name="customers_creditreview_proposed_line_minor_units",
                            ),
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
                                name="customers_creditreview_line_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CreditProfile",
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
                        ("version", models.PositiveIntegerField()),
                        (
                            "grade",
                            models.CharField(
                                choices=[
                                    ("A", "A: safe"),
                                    ("B", "B: good"),
                                    ("C", "C: watch"),
                                    ("D", "D: prepayment only"),
                                ],
                                max_length=1,
                                verbose_name="grade",
                            ),
                        ),
                        ("line", arcollect.core.fields.MoneyField(verbose_name="line")),
                        (
                            "period_days",
                            models.PositiveSmallIntegerField(verbose_name="days"),
                        ),
                        (
                            "covers_group",
                            models.BooleanField(
                                default=False, verbose_name="for the whole group"
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="valid from")),
                        (
                            "review_due_on",
                            models.DateField(verbose_name="review due on"),
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
                                related_name="credit_profiles",
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
                            "review",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="profile",
                                to="customers.creditreview",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("customer", "currency", "version"),
                                name="customers_creditprofile_version_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("line__gte", 0)),
                                name="customers_creditprofile_line",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("grade", "A"), ("period_days__lte", 60)),
                                    models.Q(("grade", "B"), ("period_days__lte", 45)),
                                    models.Q(("grade", "C"), ("period_days__lte", 30)),
                                    models.Q(
                                        ("grade", "D"), ("line", 0), ("period_days", 0)
                                    ),
                                    _connector="OR",
                                ),
                                name="customers_creditprofile_period",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("review_due_on__gte", models.F("valid_from")),
                                    customers.models.credit._AtMostSixMonthsApart(
                                        models.F("valid_from"),
                                        models.F("review_due_on"),
                                    ),
                                ),
                                name="customers_creditprofile_six_months",
                            ),
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
                                name="customers_creditprofile_line_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CustomerFlag",
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
                                    ("watch", "Under watch"),
                                    ("habitual", "Habitual debtor"),
                                ],
                                max_length=8,
                                verbose_name="flag",
                            ),
                        ),
                        ("from_on", models.DateField(verbose_name="from")),
                        ("review_on", models.DateField(verbose_name="review by")),
                        (
                            "reason",
                            models.CharField(max_length=500, verbose_name="reason"),
                        ),
                        (
                            "lifted_on",
                            models.DateField(null=True, verbose_name="lifted on"),
                        ),
                        (
                            "lift_reason",
                            models.CharField(
                                blank=True,
                                max_length=500,
                                verbose_name="why it was lifted",
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
                                related_name="flags",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "lifted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "set_by",
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
                            models.UniqueConstraint(
                                condition=models.Q(("lifted_on__isnull", True)),
                                fields=("customer", "kind"),
                                name="customers_customerflag_one_in_force",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("review_on__gt", models.F("from_on")),
                                    models.Q(
                                        ("lifted_on__isnull", True),
                                        ("lifted_on__gte", models.F("from_on")),
                                        _connector="OR",
                                    ),
                                ),
                                name="customers_customerflag_days",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DepositRule",
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
                            "grade",
                            models.CharField(
                                choices=[
                                    ("A", "A: safe"),
                                    ("B", "B: good"),
                                    ("C", "C: watch"),
                                    ("D", "D: prepayment only"),
                                ],
                                max_length=1,
                                verbose_name="grade",
                            ),
                        ),
                        (
                            "share_bp",
                            models.PositiveIntegerField(verbose_name="deposit"),
                        ),
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
                                fields=("company", "grade", "version"),
                                name="customers_depositrule_version_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("share_bp__lte", 10000)),
                                name="customers_depositrule_share",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DiscountOffer",
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
                            "within_days",
                            models.PositiveSmallIntegerField(
                                verbose_name="paid within days"
                            ),
                        ),
                        (
                            "share_bp",
                            models.PositiveIntegerField(verbose_name="discount"),
                        ),
                        ("from_on", models.DateField(verbose_name="for invoices from")),
                        (
                            "until_on",
                            models.DateField(
                                null=True, verbose_name="for invoices until"
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
                                related_name="discount_offers",
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
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("until_on__isnull", True)),
                                fields=("contract", "within_days"),
                                name="customers_discountoffer_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("share_bp__gt", 0), ("share_bp__lt", 10000)
                                ),
                                name="customers_discountoffer_share",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until_on__isnull", True),
                                    ("until_on__gte", models.F("from_on")),
                                    _connector="OR",
                                ),
                                name="customers_discountoffer_until",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DistributionPolicy",
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
                            "region",
                            models.CharField(max_length=100, verbose_name="region"),
                        ),
                        ("version", models.PositiveIntegerField()),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("launch", "Launch"),
                                    ("growth", "Growth"),
                                    ("mature", "Mature"),
                                ],
                                max_length=8,
                                verbose_name="stage",
                            ),
                        ),
                        (
                            "outlets",
                            models.PositiveIntegerField(
                                verbose_name="outlets in the region"
                            ),
                        ),
                        (
                            "target_bp",
                            models.PositiveIntegerField(verbose_name="target rate"),
                        ),
                        (
                            "currency",
                            arcollect.core.fields.CurrencyField(
                                max_length=3, verbose_name="currency"
                            ),
                        ),
                        (
                            "exposure_ceiling",
                            arcollect.core.fields.MoneyField(
                                verbose_name="exposure ceiling"
                            ),
                        ),
                        ("from_on", models.DateField(verbose_name="in force from")),
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
                                fields=("company", "region", "version"),
                                name="customers_distributionpolicy_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outlets__gte", 1),
                                    ("target_bp__lte", 10000),
                                    ("exposure_ceiling__gte", 0),
                                    ("stage__in", ["launch", "growth", "mature"]),
                                ),
                                name="customers_distributionpolicy_values",
                            ),
                            models.CheckConstraint(
                                condition=arcollect.core.fields._Remainder(
                                    models.F("exposure_ceiling"),
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
                                name="customers_distributionpolicy_exposure_ceiling_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Guarantee",
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
                                    ("personal", "Personal guarantee"),
                                    ("corporate", "Corporate guarantee"),
                                    ("pledge", "Pledge"),
                                    ("mortgage", "Mortgage"),
                                    ("deposit", "Earnest money"),
                                    ("bank", "Bank guarantee"),
                                ],
                                max_length=9,
                                verbose_name="security",
                            ),
                        ),
                        (
                            "giver",
                            models.CharField(max_length=200, verbose_name="given by"),
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
                        ("from_on", models.DateField(verbose_name="from")),
                        (
                            "until_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="until"
                            ),
                        ),
                        (
                            "rank",
                            models.PositiveSmallIntegerField(
                                default=1, verbose_name="rank"
                            ),
                        ),
                        (
                            "registration",
                            models.CharField(
                                blank=True,
                                max_length=100,
                                verbose_name="registration number",
                            ),
                        ),
                        (
                            "released_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="given back on"
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="guarantees",
                                to="customers.contract",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="guarantees",
                                to="customers.customer",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("released_on__isnull", True)),
                                fields=["company", "until_on"],
                                name="customers_guarantee_expiry",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0), ("rank__gte", 1)),
                                name="customers_guarantee_positive",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until_on__isnull", True),
                                    ("until_on__gte", models.F("from_on")),
                                    _connector="OR",
                                ),
                                name="customers_guarantee_interval",
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
                                name="customers_guarantee_amount_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Milestone",
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
                            "sequence",
                            models.PositiveSmallIntegerField(verbose_name="no."),
                        ),
                        (
                            "name",
                            models.CharField(max_length=200, verbose_name="milestone"),
                        ),
                        ("share_bp", models.PositiveIntegerField(verbose_name="share")),
                        (
                            "criteria",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="accepted when"
                            ),
                        ),
                        (
                            "method",
                            models.CharField(
                                blank=True,
                                max_length=200,
                                verbose_name="how it is accepted",
                            ),
                        ),
                        (
                            "planned_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="planned for"
                            ),
                        ),
                        (
                            "accepted_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="accepted on"
                            ),
                        ),
                        (
                            "certificate",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="certificate"
                            ),
                        ),
                        (
                            "accepted_by",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="signed by"
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="milestones",
                                to="customers.contract",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="milestones",
                                to="customers.customer",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "sequence"),
                                name="customers_milestone_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("share_bp__gte", 1), ("share_bp__lte", 10000)
                                ),
                                name="customers_milestone_share",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("accepted_on__isnull", True),
                                        ("certificate", ""),
                                    ),
                                    models.Q(
                                        ("accepted_on__isnull", False),
                                        models.Q(("certificate", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="customers_milestone_certified",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PaymentProfile",
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
                            "closing_day",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                verbose_name="monthly closing day",
                            ),
                        ),
                        (
                            "approval_steps",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="approval steps"
                            ),
                        ),
                        (
                            "pay_weekdays",
                            models.JSONField(
                                blank=True, default=list, verbose_name="usual pay days"
                            ),
                        ),
                        (
                            "bank",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="bank"
                            ),
                        ),
                        (
                            "bank_closing_day",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                verbose_name="bank's monthly closing day",
                            ),
                        ),
                        (
                            "transfer_days",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                verbose_name="days a transfer takes",
                            ),
                        ),
                        (
                            "budget",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Not known"),
                                    ("not_needed", "No budget needed"),
                                    ("monthly", "Budget of the month"),
                                    ("quarterly", "Budget of the quarter"),
                                    ("yearly", "Budget of the year"),
                                    ("per_project", "Budget of the project"),
                                ],
                                default="",
                                max_length=11,
                                verbose_name="budget",
                            ),
                        ),
                        (
                            "invoice_requirements",
                            models.CharField(
                                blank=True,
                                max_length=500,
                                verbose_name="invoice requirements",
                            ),
                        ),
                        (
                            "funds_note",
                            models.CharField(
                                blank=True,
                                max_length=500,
                                verbose_name="funds and credit",
                            ),
                        ),
                        (
                            "portal",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="portal used"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="core.company",
                            ),
                        ),
                        (
                            "customer",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="payment_profile",
                                to="customers.customer",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closing_day__isnull", True),
                                    models.Q(
                                        ("closing_day__gte", 1),
                                        ("closing_day__lte", 31),
                                    ),
                                    _connector="OR",
                                ),
                                name="customers_paymentprofile_closing_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("bank_closing_day__isnull", True),
                                    models.Q(
                                        ("bank_closing_day__gte", 1),
                                        ("bank_closing_day__lte", 31),
                                    ),
                                    _connector="OR",
                                ),
                                name="customers_paymentprofile_bank_closing_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approval_steps__isnull", True),
                                    ("approval_steps__lte", 30),
                                    _connector="OR",
                                ),
                                name="customers_paymentprofile_steps",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("transfer_days__isnull", True),
                                    ("transfer_days__lte", 60),
                                    _connector="OR",
                                ),
                                name="customers_paymentprofile_transfer",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Product",
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
                                max_length=40, verbose_name="product code"
                            ),
                        ),
                        (
                            "name",
                            models.CharField(max_length=200, verbose_name="product"),
                        ),
                        (
                            "specification",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="specification"
                            ),
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
                            "list_price",
                            arcollect.core.fields.MoneyField(verbose_name="list price"),
                        ),
                        (
                            "is_sold",
                            models.BooleanField(
                                default=True, verbose_name="still sold"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
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
                                fields=("company", "code"),
                                name="customers_product_code_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("list_price__gt", 0)),
                                name="customers_product_list_price",
                            ),
                            models.CheckConstraint(
                                condition=arcollect.core.fields._Remainder(
                                    models.F("list_price"),
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
                                name="customers_product_list_price_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CustomerProduct",
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
                            "dealer_price",
                            arcollect.core.fields.MoneyField(
                                verbose_name="dealer price"
                            ),
                        ),
                        (
                            "sales_rank",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="sales rank"
                            ),
                        ),
                        (
                            "sales_share_bp",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                verbose_name="share of the customer's sales, %",
                            ),
                        ),
                        ("noted_on", models.DateField(verbose_name="as of")),
                        ("version", models.PositiveIntegerField(default=1)),
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
                                related_name="products",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="customers",
                                to="customers.product",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("customer", "product"),
                                name="customers_customerproduct_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("dealer_price__gte", 0)),
                                name="customers_customerproduct_price",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sales_rank__isnull", True),
                                    ("sales_rank__gte", 1),
                                    _connector="OR",
                                ),
                                name="customers_customerproduct_rank",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sales_share_bp__isnull", True),
                                    ("sales_share_bp__lte", 10000),
                                    _connector="OR",
                                ),
                                name="customers_customerproduct_share",
                            ),
                            models.CheckConstraint(
                                condition=arcollect.core.fields._Remainder(
                                    models.F("dealer_price"),
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
                                name="customers_customerproduct_dealer_price_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PromotionAgreement",
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
                                max_length=60, verbose_name="agreement number"
                            ),
                        ),
                        (
                            "type",
                            models.CharField(
                                choices=[
                                    ("rebate", "Rebate"),
                                    ("damaged", "Damaged goods"),
                                    ("advertising", "Advertising"),
                                    ("promotion", "Promotion"),
                                    ("entrance_fee", "Entrance fee"),
                                    ("freight", "Freight"),
                                    ("price", "Price support"),
                                    ("other", "Something else"),
                                ],
                                max_length=12,
                                verbose_name="type",
                            ),
                        ),
                        (
                            "title",
                            models.CharField(
                                max_length=300, verbose_name="what was agreed"
                            ),
                        ),
                        ("from_on", models.DateField(verbose_name="from")),
                        ("until_on", models.DateField(verbose_name="through")),
                        (
                            "currency",
                            arcollect.core.fields.CurrencyField(
                                max_length=3, verbose_name="currency"
                            ),
                        ),
                        (
                            "rate_bp",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="rate, %"
                            ),
                        ),
                        (
                            "amount",
                            arcollect.core.fields.MoneyField(
                                blank=True, null=True, verbose_name="amount"
                            ),
                        ),
                        (
                            "budget",
                            arcollect.core.fields.MoneyField(
                                blank=True, null=True, verbose_name="budget"
                            ),
                        ),
                        (
                            "signed_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="signed on"
                            ),
                        ),
                        (
                            "ended_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="ended after"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
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
                                related_name="promotion_agreements",
                                to="customers.customer",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["customer", "from_on"],
                                name="customers_promo_customer",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("company", "number"),
                                name="customers_promotionagreement_number_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until_on__gte", models.F("from_on"))
                                ),
                                name="customers_promotionagreement_days",
                                violation_error_message="It cannot end before it begins.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("amount__isnull", True),
                                        ("rate_bp__gte", 1),
                                        ("rate_bp__lte", 10000),
                                    ),
                                    models.Q(
                                        ("amount__gt", 0), ("rate_bp__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="customers_promotionagreement_rate_or_amount",
                                violation_error_message="Give either a rate or an amount.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("budget__isnull", True),
                                    ("budget__gt", 0),
                                    _connector="OR",
                                ),
                                name="customers_promotionagreement_budget",
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
                                name="customers_promotionagreement_amount_minor_units",
                            ),
                            models.CheckConstraint(
                                condition=arcollect.core.fields._Remainder(
                                    models.F("budget"),
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
                                name="customers_promotionagreement_budget_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RepCeiling",
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
                                null=True, verbose_name="ceiling"
                            ),
                        ),
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
                        (
                            "rep",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ceilings",
                                to="core.rep",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("rep", "currency", "version"),
                                name="customers_repceiling_version_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("amount__isnull", True),
                                    ("amount__gte", 0),
                                    _connector="OR",
                                ),
                                name="customers_repceiling_amount",
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
                                name="customers_repceiling_amount_minor_units",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RiskSignal",
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
                                    ("pays_later", "Pays later than before"),
                                    (
                                        "asks_for_time",
                                        "Asks for more time or larger lines",
                                    ),
                                    ("fewer_orders", "Orders less or elsewhere"),
                                    (
                                        "stock_high",
                                        "Goods pile up or are sold below cost",
                                    ),
                                    ("staff_leave", "Staff leave or go unpaid"),
                                    ("owner_away", "The owner cannot be reached"),
                                    ("others_press", "Other suppliers press for money"),
                                    ("lawsuit", "Lawsuit or seizure"),
                                    ("move", "Moves, closes shops or changes its name"),
                                    ("other", "Something else"),
                                ],
                                max_length=14,
                                verbose_name="sign",
                            ),
                        ),
                        (
                            "severity",
                            models.CharField(
                                choices=[
                                    ("low", "Low"),
                                    ("medium", "Medium"),
                                    ("high", "High"),
                                    ("critical", "Critical"),
                                ],
                                default="low",
                                max_length=8,
                                verbose_name="severity",
                            ),
                        ),
                        ("seen_on", models.DateField(verbose_name="seen on")),
                        (
                            "source",
                            models.CharField(max_length=200, verbose_name="source"),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="note"
                            ),
                        ),
                        ("closed_on", models.DateField(null=True)),
                        ("closing_note", models.CharField(blank=True, max_length=500)),
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
                                related_name="risk_signals",
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
                                condition=models.Q(("closed_on__isnull", True)),
                                fields=["customer"],
                                name="customers_risksignal_open",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closed_on__isnull", True),
                                    ("closed_on__gte", models.F("seen_on")),
                                    _connector="OR",
                                ),
                                name="customers_risksignal_closed",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupportAction",
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
                                    ("guide", "Shop guide sent"),
                                    ("promotion", "Promotion held"),
                                    ("display", "Display or fitting"),
                                    ("training", "Sales training"),
                                    ("price", "Higher unit profit"),
                                    ("advertising", "Advertising"),
                                    ("advice", "Business advice"),
                                    ("other", "Something else"),
                                ],
                                max_length=11,
                                verbose_name="what we did",
                            ),
                        ),
                        ("done_on", models.DateField(verbose_name="done on")),
                        (
                            "currency",
                            arcollect.core.fields.CurrencyField(
                                max_length=3, verbose_name="currency"
                            ),
                        ),
                        ("cost", arcollect.core.fields.MoneyField(verbose_name="cost")),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="note"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "agreement",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="support_actions",
                                to="customers.promotionagreement",
                                verbose_name="under agreement",
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
                                related_name="support_actions",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "entered_by",
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
                                fields=["customer", "done_on"],
                                name="customers_support_customer",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("cost__gte", 0)),
                                name="customers_supportaction_cost",
                            ),
                            models.CheckConstraint(
                                condition=arcollect.core.fields._Remainder(
                                    models.F("cost"),
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
                                name="customers_supportaction_cost_minor_units",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
