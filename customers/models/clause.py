"""Clauses: the company's library of texts, and what a contract has of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.models.contract import Contract


class Clause(models.TextChoices):
    """What a contract should settle before goods leave."""

    ACCEPTANCE = "acceptance", _("Acceptance: criteria, method, period")
    PAYMENT = "payment", _("Payment: date, place, way")
    LATE_INTEREST = "late_interest", _("Late interest")
    ACCELERATION = "acceleration", _("Acceleration: all due when one part is late")
    STOP_OF_SUPPLY = "stop_of_supply", _("Stop of supply when payment is late")
    PARTIAL_PAYMENT = "partial_payment", _("Partial payments: what they settle first")
    TITLE_RETENTION = "title_retention", _("Retention of title until paid")
    RECONCILIATION = "reconciliation", _("Reconciliation of accounts and seal")
    JURISDICTION = "jurisdiction", _("Jurisdiction")
    SERVICE_ADDRESS = "service_address", _("Address and e-mail for service")


class ClauseText(models.Model):
    """The company's wording of a clause, and whether no contract may lack it."""

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    clause = models.CharField(_("clause"), max_length=16, choices=Clause.choices)
    text = models.TextField(_("wording"), max_length=4000, blank=True)
    required = models.BooleanField(_("no contract without it"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "clause"], name="customers_clausetext_once"
            )
        ]

    def __str__(self) -> str:
        return self.get_clause_display()


class ContractClause(models.Model):
    """A clause a contract contains, in the wording it was agreed with."""

    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="clauses"
    )
    clause = models.CharField(_("clause"), max_length=16, choices=Clause.choices)
    text = models.TextField(_("wording"), max_length=4000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "clause"], name="customers_contractclause_once"
            )
        ]

    def __str__(self) -> str:
        return self.get_clause_display()


class ContractRules(models.Model):
    """What the company does about sales on credit without a contract."""

    class Gate(models.TextChoices):
        FLAG = "flag", _("Post and mark it")
        BLOCK = "block", _("Refuse to post")

    company = models.OneToOneField(
        "core.Company", primary_key=True, on_delete=models.PROTECT
    )
    gate = models.CharField(
        _("credit sale without a contract"),
        max_length=5,
        choices=Gate.choices,
        default=Gate.FLAG,
    )
    # Days before the end of a security at which it is warned about.
    warn_days = models.PositiveSmallIntegerField(
        _("warn of expiring securities, days"), default=30
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="customers_contractrules_gate",
                condition=Q(gate__in=["flag", "block"]),
            )
        ]

    def __str__(self) -> str:
        return self.get_gate_display()
