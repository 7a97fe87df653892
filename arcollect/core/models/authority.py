"""Who may approve what, up to which amount."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from arcollect.core.fields import CurrencyField, MoneyField, whole_minor_units
from arcollect.core.insert_only import InsertOnly
from arcollect.core.models.company import Company
from arcollect.core.roles import Role


class Act(models.TextChoices):
    """What needs somebody's approval."""

    DISCOUNT = "discount", _("Discount")
    TERM = "term", _("Payment term")
    EXTENSION = "extension", _("Extension of a due date")
    CONCESSION = "concession", _("Concession")
    DEDUCTION = "deduction", _("Deduction")
    TAKE_BACK = "take_back", _("Goods taken back")
    WRITE_OFF = "write_off", _("Write-off")
    OFFSET = "offset", _("Offset")
    ASSIGNMENT = "assignment", _("Assignment of claims")
    RELEASE = "release", _("Release of a blocked order")
    CREDIT_LINE = "credit_line", _("Credit line")


class AuthorityLimit(InsertOnly):
    """Up to which amount a role approves an act alone; the newest version counts.

    No limit at all is an empty `limit`; 0 means only ever as one of two.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    act = models.CharField(_("act"), max_length=12, choices=Act.choices)
    currency = CurrencyField()
    limit = MoneyField(_("alone up to"), null=True)
    # A role that had the act and no longer has it.
    withdrawn = models.BooleanField(default=False)
    version = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "role", "act", "currency", "version"],
                name="core_authoritylimit_version_once",
            ),
            models.CheckConstraint(
                name="core_authoritylimit_limit",
                condition=models.Q(limit__isnull=True) | models.Q(limit__gte=0),
            ),
            *whole_minor_units("core_authoritylimit", "limit"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.act} {self.limit} {self.currency}"
