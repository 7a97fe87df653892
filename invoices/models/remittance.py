"""Remittance advices: what a customer says that a payment pays."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.fields import CurrencyField, MoneyField, whole_minor_units
from invoices.models.invoice import DueItem
from invoices.querysets import BankQuerySet


class RemittanceAdvice(models.Model):
    """One message of a payer, read into lines, used once a person has checked it."""

    class State(models.TextChoices):
        READ = "read", _("To be checked")
        CHECKED = "checked", _("Checked")
        USED = "used", _("Used")
        DISCARDED = "discarded", _("Discarded")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        "customers.Customer", null=True, blank=True, on_delete=models.PROTECT
    )
    reference = models.CharField(_("payment reference"), max_length=100, blank=True)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    currency = CurrencyField()
    total = MoneyField(_("total"))
    source = models.CharField(_("source"), max_length=200)
    # What was pasted; of a file the rows, as text.
    text = models.TextField()
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.READ
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = BankQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invoices_remittanceadvice_total", condition=Q(total__gte=0)
            ),
            models.CheckConstraint(
                name="invoices_remittanceadvice_checked",
                condition=Q(state__in=["read", "discarded"])
                | Q(state__in=["checked", "used"], checked_at__isnull=False),
            ),
            *whole_minor_units("invoices_remittanceadvice", "total"),
        ]
        indexes = [
            models.Index(
                fields=["company", "currency", "total"],
                condition=Q(state="checked"),
                name="invoices_advice_to_use",
            )
        ]

    def __str__(self) -> str:
        return self.reference or self.source


class RemittanceLine(models.Model):
    """One document number and the amount that the payer put beside it."""

    advice = models.ForeignKey(
        RemittanceAdvice, on_delete=models.CASCADE, related_name="lines"
    )
    position = models.PositiveSmallIntegerField()
    number = models.CharField(_("invoice number"), max_length=60)
    currency = CurrencyField()
    # Negative where the payer keeps something back.
    amount = MoneyField(_("amount"))
    due_item = models.ForeignKey(DueItem, null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["advice", "position"], name="invoices_remittanceline_once"
            ),
            *whole_minor_units("invoices_remittanceline", "amount"),
        ]

    def __str__(self) -> str:
        return self.number
