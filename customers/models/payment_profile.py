"""How a customer pays: the steps of his house between a due date and the money."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.querysets import OfCustomerQuerySet
from customers.models.customer import Customer


class PaymentProfile(models.Model):
    """One per customer. A day of a month of 31 means the month's last day."""

    class Budget(models.TextChoices):
        UNKNOWN = "", _("Not known")
        NOT_NEEDED = "not_needed", _("No budget needed")
        MONTHLY = "monthly", _("Budget of the month")
        QUARTERLY = "quarterly", _("Budget of the quarter")
        YEARLY = "yearly", _("Budget of the year")
        PER_PROJECT = "per_project", _("Budget of the project")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.OneToOneField(
        Customer, on_delete=models.PROTECT, related_name="payment_profile"
    )
    closing_day = models.PositiveSmallIntegerField(
        _("monthly closing day"), null=True, blank=True
    )
    approval_steps = models.PositiveSmallIntegerField(
        _("approval steps"), null=True, blank=True
    )
    # Monday is 0, as everywhere; empty: any working day.
    pay_weekdays = models.JSONField(_("usual pay days"), default=list, blank=True)
    bank = models.CharField(_("bank"), max_length=200, blank=True)
    bank_closing_day = models.PositiveSmallIntegerField(
        _("bank's monthly closing day"), null=True, blank=True
    )
    transfer_days = models.PositiveSmallIntegerField(
        _("days a transfer takes"), null=True, blank=True
    )
    budget = models.CharField(
        _("budget"),
        max_length=11,
        choices=Budget.choices,
        default=Budget.UNKNOWN,
        blank=True,
    )
    invoice_requirements = models.CharField(
        _("invoice requirements"), max_length=500, blank=True
    )
    funds_note = models.CharField(_("funds and credit"), max_length=500, blank=True)
    portal = models.CharField(_("portal used"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="customers_paymentprofile_closing_day",
                condition=Q(closing_day__isnull=True)
                | Q(closing_day__gte=1, closing_day__lte=31),
            ),
            models.CheckConstraint(
                name="customers_paymentprofile_bank_closing_day",
                condition=Q(bank_closing_day__isnull=True)
                | Q(bank_closing_day__gte=1, bank_closing_day__lte=31),
            ),
            models.CheckConstraint(
                name="customers_paymentprofile_steps",
                condition=Q(approval_steps__isnull=True) | Q(approval_steps__lte=30),
            ),
            models.CheckConstraint(
                name="customers_paymentprofile_transfer",
                condition=Q(transfer_days__isnull=True) | Q(transfer_days__lte=60),
            ),
        ]

    def __str__(self) -> str:
        return str(self.customer)
