"""The tables as of this migration, in one step; it stands for those it replaces."""

import arcollect.core.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("customers", "0001_initial"),
        ("customers", "0002_agreed_late_interest"),
    ]

    initial = True

    dependencies = [
        ("core", "0001_squashed_0007"),
    ]

    operations = [
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
                ("code", models.CharField(max_length=40, verbose_name="customer code")),
                ("name", models.CharField(max_length=200, verbose_name="legal name")),
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
                        blank=True, max_length=10, verbose_name="language of letters"
                    ),
                ),
                (
                    "region",
                    models.CharField(blank=True, max_length=100, verbose_name="region"),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="e-mail"
                    ),
                ),
                (
                    "phone",
                    models.CharField(blank=True, max_length=60, verbose_name="phone"),
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
                    models.CharField(default="", editable=False, max_length=500),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="core.company"
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
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["company", "rep"], name="customers_customer_rep"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "code"), name="customers_customer_code_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("distance_km__isnull", True),
                            ("distance_km__lte", 99999),
                            _connector="OR",
                        ),
                        name="customers_customer_distance",
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
                    models.CharField(max_length=60, verbose_name="contract number"),
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
                    models.DateField(blank=True, null=True, verbose_name="signed on"),
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
                        on_delete=django.db.models.deletion.PROTECT, to="core.company"
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
                                    currency__in=("CLF", "UYW"), then=models.Value(1)
                                ),
                                default=models.Value(100),
                                output_field=models.BigIntegerField(),
                            ),
                        ),
                        name="customers_contract_amount_minor_units",
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
                    models.JSONField(blank=True, default=list, verbose_name="roles"),
                ),
                (
                    "phone",
                    models.CharField(blank=True, max_length=60, verbose_name="phone"),
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
                        on_delete=django.db.models.deletion.PROTECT, to="core.company"
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
            ],
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
                ("months", models.PositiveSmallIntegerField(blank=True, null=True)),
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
                                ("type__in", ["NET", "EOM_PLUS", "FIXED_DAY"]),
                                _negated=True,
                            ),
                            _connector="OR",
                        ),
                        name="customers_settlementterm_complete",
                    ),
                ],
            },
        ),
    ]
