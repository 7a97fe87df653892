"""Bank lines and what they may pay: proposals, learned payers, decisions, rules.

- `MatchProposal`: what the scorer found; thrown away and made again at any time.
- `PayerAlias`: names and accounts that money of a customer came under.
- `EntryDecision`: what a person decided about a line. One is in force per line, and the
  unique key decides between two people. The money itself is a posted `Payment`.
- `MatchingRules`: what a company lets the scorer explain away and post by itself.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from arcollect.core.fields import CurrencyField, MoneyField, whole_minor_units
from arcollect.core.querysets import OfCustomerQuerySet
from invoices.models.allocation import Allocation
from invoices.models.bank import BankEntry
from invoices.models.money_in import CreditNote, Payment
from invoices.querysets import BankQuerySet


class MatchProposal(models.Model):
    """One ranked way in which a bank entry may pay due items."""

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    entry = models.ForeignKey(
        BankEntry, on_delete=models.CASCADE, related_name="proposals"
    )
    # From 1, best first.
    rank = models.PositiveSmallIntegerField()
    score = models.PositiveSmallIntegerField(_("score"))
    # Whether one key may post it: above the threshold and not contested.
    is_ready = models.BooleanField(default=False)
    # The customer, where it is one alone.
    customer = models.ForeignKey(
        "customers.Customer", null=True, on_delete=models.PROTECT
    )
    advice = models.ForeignKey(
        "invoices.RemittanceAdvice", null=True, on_delete=models.CASCADE
    )
    rule = models.CharField(max_length=14, choices=Allocation.Rule.choices)
    currency = CurrencyField()
    # Parts as [[due item, "amount"], ...], reasons as [[code, what it shows], ...].
    parts = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    applied = MoneyField(_("applied"))
    fee = MoneyField(_("bank fee"))
    discount = MoneyField(_("discount"))
    on_account = MoneyField(_("on account"))
    made_at = models.DateTimeField()

    objects = BankQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "rank"], name="invoices_matchproposal_rank_once"
            ),
            models.CheckConstraint(
                name="invoices_matchproposal_score", condition=Q(score__lte=99)
            ),
            *whole_minor_units(
                "invoices_matchproposal", "applied", "fee", "discount", "on_account"
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "score", "entry"],
                condition=Q(rank=1),
                name="invoices_matchprop_first",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.score}"


class PayerAlias(models.Model):
    """A name or account that a customer's money came under in confirmed matches."""

    class Kind(models.TextChoices):
        NAME = "name", _("Name")
        ACCOUNT = "account", pgettext_lazy("at a bank", "Account")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, related_name="payer_aliases"
    )
    kind = models.CharField(max_length=7, choices=Kind.choices)
    # Without blanks, case and legal form, as the scorer compares.
    key = models.CharField(max_length=200)
    shown = models.CharField(_("as the bank writes it"), max_length=200)
    times = models.PositiveIntegerField(_("payments"))
    last_on = models.DateField(_("last on"))

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "kind", "key", "customer"],
                name="invoices_payeralias_once",
            )
        ]

    def __str__(self) -> str:
        return self.shown


class EntryDecision(models.Model):
    """What somebody decided about a bank entry; ended by undoing or a later one."""

    class Kind(models.TextChoices):
        MATCH = "match", _("Matched")
        UNIDENTIFIED = "unidentified", _("Unidentified")
        IGNORE = "ignore", _("Not from a customer")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    entry = models.ForeignKey(
        BankEntry, on_delete=models.PROTECT, related_name="decisions"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    # What was posted; undoing reverses all of it.
    payment = models.ForeignKey(
        Payment, null=True, on_delete=models.PROTECT, related_name="decisions"
    )
    credit_notes = models.ManyToManyField(CreditNote, related_name="decisions")
    # The decision it replaced (unidentified money that found its owner).
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT)
    advice = models.ForeignKey(
        "invoices.RemittanceAdvice", null=True, on_delete=models.PROTECT
    )
    # Keys of the learned names and accounts, so that undoing unlearns them.
    learned = models.JSONField(default=list)
    score = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_at = models.DateTimeField()
    # Empty: the company's rules posted it by themselves.
    decided_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = BankQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(ended_at__isnull=True),
                name="invoices_entrydecision_one_in_force",
            ),
            models.CheckConstraint(
                name="invoices_entrydecision_money",
                condition=Q(kind="ignore", payment__isnull=True)
                | Q(kind__in=["match", "unidentified"], payment__isnull=False),
            ),
            models.CheckConstraint(
                name="invoices_entrydecision_ended",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__gte=F("decided_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.kind}"


class MatchingRules(models.Model):
    """What one company lets the matching do; nothing posts by itself at first."""

    company = models.OneToOneField("core.Company", on_delete=models.PROTECT)
    post_named = models.BooleanField(
        _("Post when the invoice numbers and the amount agree"), default=False
    )
    post_advised = models.BooleanField(
        _("Post when a checked remittance advice and the amount agree"), default=False
    )
    post_known = models.BooleanField(
        _("Post when the account is known and one way alone fits the amount"),
        default=False,
    )
    # Up to this much short is taken for the bank's fee, in the base currency.
    currency = CurrencyField()
    bank_fee = MoneyField(_("bank fee up to"))
    discount_bp = models.PositiveSmallIntegerField(
        _("early-payment discount, hundredths of a percent"), default=0
    )
    discount_days = models.PositiveSmallIntegerField(
        _("days from the invoice date"), default=0
    )
    version = models.PositiveIntegerField(default=1)
    # Statements recorded until then have been looked at.
    looked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invoices_matchingrules_fee", condition=Q(bank_fee__gte=0)
            ),
            models.CheckConstraint(
                name="invoices_matchingrules_discount",
                condition=Q(discount_bp__lte=2_000),
            ),
            *whole_minor_units("invoices_matchingrules", "bank_fee"),
        ]

    def __str__(self) -> str:
        return str(self.company)
