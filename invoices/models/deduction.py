"""Deductions: what a customer kept back of his payment, until somebody decides."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.fields import CurrencyField, MoneyField, whole_minor_units
from arcollect.core.insert_only import InsertOnly
from arcollect.core.querysets import OfCustomerQuerySet
from invoices.models.invoice import DueItem
from invoices.models.money_in import CreditNote, Payment


class Deduction(models.Model):
    """A claimed deduction; its money stays open on the due items until it is approved.

    While `approved_by` stands beside UNDER_REVIEW, the amounts wait for a second person.
    """

    class Kind(models.TextChoices):
        REBATE = "rebate", _("Rebate")
        DAMAGED = "damaged", _("Damaged goods")
        ADVERTISING = "advertising", _("Advertising")
        PROMOTION = "promotion", _("Promotion")
        ENTRANCE_FEE = "entrance_fee", _("Entrance fee")
        FREIGHT = "freight", _("Freight")
        BANK_FEE = "bank_fee", _("Bank fee")
        TAX = "tax", _("Tax")
        UNKNOWN = "unknown", _("Not known yet")

    class State(models.TextChoices):
        CLAIMED = "claimed", _("Claimed")
        UNDER_REVIEW = "under_review", _("Under review")
        APPROVED = "approved", _("Approved")
        PARTLY_APPROVED = "partly_approved", _("Partly approved")
        REJECTED = "rejected", _("Rejected")
        REBILLED = "rebilled", _("Charged again")
        WRITTEN_OFF = "written_off", _("Given up")

    OPEN = (State.CLAIMED, State.UNDER_REVIEW)
    # Something of the claim was refused and nobody has said yet what becomes of it.
    REFUSED = (State.REJECTED, State.PARTLY_APPROVED)

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, related_name="deductions"
    )
    number = models.CharField(_("number"), max_length=30)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    currency = CurrencyField()
    amount = MoneyField(_("claimed amount"))
    payment = models.ForeignKey(
        Payment, null=True, on_delete=models.PROTECT, related_name="deductions"
    )
    agreement = models.ForeignKey(
        "customers.PromotionAgreement",
        null=True,
        on_delete=models.PROTECT,
        related_name="deductions",
    )
    # What the customer calls it, where no agreement is on file.
    agreement_reference = models.CharField(_("agreement"), max_length=100, blank=True)
    evidence = models.CharField(_("evidence"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    claimed_on = models.DateField(_("claimed on"))
    deadline_on = models.DateField(_("to be decided by"))
    state = models.CharField(
        _("state"), max_length=16, choices=State.choices, default=State.CLAIMED
    )
    approved_amount = MoneyField(_("approved amount"), null=True)
    decided_on = models.DateField(_("decided on"), null=True)
    decision = models.CharField(_("reason of the decision"), max_length=500, blank=True)
    requested_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    second_approved_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    # How the refused rest ended: the demand, or the write-off.
    closed_on = models.DateField(_("closed on"), null=True)
    closed_by = models.CharField(_("closed by document"), max_length=100, blank=True)
    recorded_at = models.DateTimeField()

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "number"], name="invoices_deduction_number_once"
            ),
            models.CheckConstraint(
                name="invoices_deduction_amount", condition=Q(amount__gt=0)
            ),
            models.CheckConstraint(
                name="invoices_deduction_deadline",
                condition=Q(deadline_on__gte=F("claimed_on")),
            ),
            models.CheckConstraint(
                name="invoices_deduction_decided",
                condition=Q(state="claimed", approved_amount=None, decided_on=None)
                | Q(state="under_review", decided_on=None)
                | Q(state="approved", approved_amount=F("amount"))
                | Q(state="partly_approved", approved_amount__lt=F("amount"))
                | Q(state="rejected", approved_amount=0)
                | Q(state__in=["rebilled", "written_off"], closed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="invoices_deduction_approved",
                condition=Q(approved_amount=None)
                | Q(approved_amount__gte=0, approved_amount__lte=F("amount")),
            ),
            *whole_minor_units("invoices_deduction", "amount", "approved_amount"),
        ]
        indexes = [
            models.Index(
                fields=["company", "state", "deadline_on"],
                name="invoices_deduction_due",
            )
        ]

    def __str__(self) -> str:
        return self.number


class DeductionPart(models.Model):
    """What of a deduction was kept back on one due item."""

    deduction = models.ForeignKey(
        Deduction, on_delete=models.PROTECT, related_name="parts"
    )
    due_item = models.ForeignKey(
        DueItem, on_delete=models.PROTECT, related_name="deduction_parts"
    )
    currency = CurrencyField()
    amount = MoneyField(_("claimed amount"))
    approved_amount = MoneyField(_("approved amount"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["deduction", "due_item"], name="invoices_deductionpart_once"
            ),
            models.CheckConstraint(
                name="invoices_deductionpart_amount", condition=Q(amount__gt=0)
            ),
            models.CheckConstraint(
                name="invoices_deductionpart_approved",
                condition=Q(approved_amount=None)
                | Q(approved_amount__gte=0, approved_amount__lte=F("amount")),
            ),
            *whole_minor_units("invoices_deductionpart", "amount", "approved_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class DeductionCredit(InsertOnly):
    """The credit note that an approval posted; taken back when the note is reversed."""

    deduction = models.ForeignKey(
        Deduction, on_delete=models.PROTECT, related_name="credits"
    )
    credit_note = models.OneToOneField(
        CreditNote, on_delete=models.PROTECT, related_name="deduction_credit"
    )
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.deduction_id}: {self.credit_note_id}"
