"""Own legal entities and the number series of the documents they issue."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from arcollect.core.fields import CurrencyField


class Company(models.Model):
    """A legal entity whose receivables are kept; the tenant of every other row."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("legal name"), max_length=200)
    tax_id = models.CharField(_("tax number"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    base_currency = CurrencyField(verbose_name=_("base currency"))
    time_zone = models.CharField(_("time zone"), max_length=60, default="Asia/Shanghai")
    language = models.CharField(_("language"), max_length=10, default="en")
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail for replies"), blank=True)
    # Who answers questions about the account, as letters name him.
    contact_person = models.CharField(_("contact person"), max_length=100, blank=True)
    # What borrowed money costs a year, in basis points: the cost of credit rests on it.
    cost_of_funds_bp = models.PositiveIntegerField(_("cost of funds"), default=450)
    # Whether rules that protect small and medium suppliers count for us.
    is_small_supplier = models.BooleanField(_("protected supplier"), default=False)
    is_demo = models.BooleanField(default=False)
    # Empty until the first-run page has been answered.
    set_up_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class BankAccount(models.Model):
    """Where customers pay to; printed on reminders and letters."""

    company = models.ForeignKey(
        Company, on_delete=models.CASCADE, related_name="bank_accounts"
    )
    currency = CurrencyField()
    bank = models.CharField(_("bank"), max_length=100)
    account_name = models.CharField(_("account name"), max_length=200)
    account_number = models.CharField(_("account number"), max_length=60)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "currency", "account_number"],
                name="core_bankaccount_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.bank} {self.account_number}"


class NumberSeries(models.Model):
    """Next number per company, kind and year, taken in the posting transaction."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    next_value = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "kind", "year"], name="core_numberseries_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}-{self.year}"
