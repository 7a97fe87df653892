"""Promotions agreed with a customer, and what we do to help his sales."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.fields import CurrencyField, MoneyField, whole_minor_units
from arcollect.core.querysets import OfCustomerQuerySet
from customers.models.customer import Customer
from customers.models.product import WHOLE_BP


class PromotionAgreement(models.Model):
    """What a customer may deduct, and for which days (both ends inclusive).

    Either a rate of his purchases, in hundredths of a percent, or a fixed amount; a
    budget caps what all deductions under it may come to. Money in `currency`.
    """

    class Type(models.TextChoices):
        """The codes of deductions, so that one names the other."""

        REBATE = "rebate", _("Rebate")
        DAMAGED = "damaged", _("Damaged goods")
        ADVERTISING = "advertising", _("Advertising")
        PROMOTION = "promotion", _("Promotion")
        ENTRANCE_FEE = "entrance_fee", _("Entrance fee")
        FREIGHT = "freight", _("Freight")
        PRICE = "price", _("Price support")
        OTHER = "other", _("Something else")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="promotion_agreements"
    )
    number = models.CharField(_("agreement number"), max_length=60)
    type = models.CharField(_("type"), max_length=12, choices=Type.choices)
    title = models.CharField(_("what was agreed"), max_length=300)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("through"))
    currency = CurrencyField()
    rate_bp = models.PositiveSmallIntegerField(_("rate, %"), null=True, blank=True)
    amount = MoneyField(_("amount"), null=True, blank=True)
    budget = MoneyField(_("budget"), null=True, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    # The last day it holds where it was ended before its time.
    ended_on = models.DateField(_("ended after"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "number"],
                name="customers_promotionagreement_number_once",
            ),
            models.CheckConstraint(
                name="customers_promotionagreement_days",
                condition=Q(until_on__gte=F("from_on")),
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(
                name="customers_promotionagreement_rate_or_amount",
                condition=Q(rate_bp__gte=1, rate_bp__lte=WHOLE_BP, amount__isnull=True)
                | Q(rate_bp__isnull=True, amount__gt=0),
                violation_error_message=_("Give either a rate or an amount."),
            ),
            models.CheckConstraint(
                name="customers_promotionagreement_budget",
                condition=Q(budget__isnull=True) | Q(budget__gt=0),
            ),
            *whole_minor_units("customers_promotionagreement", "amount", "budget"),
        ]
        indexes = [
            models.Index(
                fields=["customer", "from_on"],
                name="customers_promo_customer",
            )
        ]

    def __str__(self) -> str:
        return self.number


class SupportAction(models.Model):
    """One thing done for a customer's sales, and what it cost us."""

    class Kind(models.TextChoices):
        GUIDE = "guide", _("Shop guide sent")
        PROMOTION = "promotion", _("Promotion held")
        DISPLAY = "display", _("Display or fitting")
        TRAINING = "training", _("Sales training")
        PRICE = "price", _("Higher unit profit")
        ADVERTISING = "advertising", _("Advertising")
        ADVICE = "advice", _("Business advice")
        OTHER = "other", _("Something else")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="support_actions"
    )
    kind = models.CharField(_("what we did"), max_length=11, choices=Kind.choices)
    done_on = models.DateField(_("done on"))
    currency = CurrencyField()
    cost = MoneyField(_("cost"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    agreement = models.ForeignKey(
        PromotionAgreement,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="support_actions",
        verbose_name=_("under agreement"),
    )
    entered_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="customers_supportaction_cost", condition=Q(cost__gte=0)
            ),
            *whole_minor_units("customers_supportaction", "cost"),
        ]
        indexes = [
            models.Index(
                fields=["customer", "done_on"], name="customers_support_customer"
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
