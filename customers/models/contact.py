"""The people at a customer: who decides, accepts and pays, and how to reach them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from arcollect.core.querysets import OfCustomerQuerySet
from customers.models.customer import Customer


class Contact(models.Model):
    """A person at a customer."""

    class Role(models.TextChoices):
        DECISION_MAKER = "DECISION_MAKER", _("Decides")
        ACCEPTOR = "ACCEPTOR", _("Accepts the goods")
        PAYER = "PAYER", _("Pays")
        OWNER = "OWNER", _("Owner")
        FINANCE = "FINANCE", _("Finance")
        PURCHASING = "PURCHASING", _("Purchasing")
        LEGAL = "LEGAL", _("Legal")

    class Influence(models.TextChoices):
        HIGH = "high", _("High")
        MEDIUM = "medium", _("Medium")
        LOW = "low", _("Low")
        UNKNOWN = "", _("Not stated")

    class Relation(models.TextChoices):
        CLOSE = "close", pgettext_lazy("of a relation", "Close")
        GOOD = "good", _("Good")
        NEUTRAL = "neutral", _("Neutral")
        STRAINED = "strained", _("Strained")
        UNKNOWN = "", _("Not stated")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="contacts"
    )
    name = models.CharField(_("name"), max_length=100)
    department = models.CharField(_("department"), max_length=100, blank=True)
    roles = models.JSONField(_("roles"), default=list, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    influence = models.CharField(
        _("influence on payment"),
        max_length=6,
        choices=Influence.choices,
        default=Influence.UNKNOWN,
        blank=True,
    )
    relation = models.CharField(
        _("relation to us"),
        max_length=8,
        choices=Relation.choices,
        default=Relation.UNKNOWN,
        blank=True,
    )
    best_days = models.JSONField(_("best weekdays"), default=list, blank=True)
    best_from = models.TimeField(_("best from"), null=True, blank=True)
    best_until = models.TimeField(_("best until"), null=True, blank=True)
    routine = models.CharField(_("routine"), max_length=500, blank=True)
    # None: nobody has asked yet.
    consents_email = models.BooleanField(_("agrees to e-mail"), null=True, blank=True)
    consents_recording = models.BooleanField(
        _("agrees to recording"), null=True, blank=True
    )
    do_not_contact_until = models.DateField(
        _("do not contact through"), null=True, blank=True
    )
    version = models.PositiveIntegerField(default=1)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="customers_contact_window",
                condition=models.Q(best_from__isnull=True, best_until__isnull=True)
                | models.Q(
                    best_from__isnull=False,
                    best_until__isnull=False,
                    best_from__lt=models.F("best_until"),
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name
