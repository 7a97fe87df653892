"""What belongs to a contract: milestones and securities."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.fields import CurrencyField, MoneyField, whole_minor_units
from arcollect.core.querysets import OfCustomerQuerySet
from customers.models.contract import Contract
from customers.models.customer import Customer


class Milestone(models.Model):
    """A step of a contract; its acceptance makes the money of the step fall due."""

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="milestones"
    )
    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="milestones"
    )
    sequence = models.PositiveSmallIntegerField(_("no."))
    name = models.CharField(_("milestone"), max_length=200)
    # Hundredths of a percent of an invoice under a milestone term.
    share_bp = models.PositiveIntegerField(_("share"))
    criteria = models.CharField(_("accepted when"), max_length=500, blank=True)
    method = models.CharField(_("how it is accepted"), max_length=200, blank=True)
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    certificate = models.CharField(_("certificate"), max_length=200, blank=True)
    accepted_by = models.CharField(_("signed by"), max_length=100, blank=True)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "sequence"], name="customers_milestone_once"
            ),
            models.CheckConstraint(
                name="customers_milestone_share",
                condition=Q(share_bp__gte=1, share_bp__lte=10_000),
            ),
            models.CheckConstraint(
                name="customers_milestone_certified",
                condition=Q(accepted_on__isnull=True, certificate="")
                | Q(accepted_on__isnull=False) & ~Q(certificate=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Guarantee(models.Model):
    """A security for what is owed under a contract."""

    class Kind(models.TextChoices):
        PERSONAL = "personal", _("Personal guarantee")
        CORPORATE = "corporate", _("Corporate guarantee")
        PLEDGE = "pledge", _("Pledge")
        MORTGAGE = "mortgage", _("Mortgage")
        DEPOSIT = "deposit", _("Earnest money")
        BANK = "bank", _("Bank guarantee")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="guarantees"
    )
    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="guarantees"
    )
    kind = models.CharField(_("security"), max_length=9, choices=Kind.choices)
    giver = models.CharField(_("given by"), max_length=200)
    currency = CurrencyField()
    amount = MoneyField(_("value"))
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    rank = models.PositiveSmallIntegerField(_("rank"), default=1)
    registration = models.CharField(
        _("registration number"), max_length=100, blank=True
    )
    released_on = models.DateField(_("given back on"), null=True, blank=True)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="customers_guarantee_positive",
                condition=Q(amount__gt=0, rank__gte=1),
            ),
            models.CheckConstraint(
                name="customers_guarantee_interval",
                condition=Q(until_on__isnull=True)
                | Q(until_on__gte=models.F("from_on")),
            ),
            *whole_minor_units("customers_guarantee", "amount"),
        ]
        indexes = [
            models.Index(
                fields=["company", "until_on"],
                condition=Q(released_on__isnull=True),
                name="customers_guarantee_expiry",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.giver}"
