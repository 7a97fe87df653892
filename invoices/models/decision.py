"""Decisions about claims: write-off, offset, assignment, goods taken back, extension."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from arcollect.core.fields import CurrencyField, MoneyField, whole_minor_units
from arcollect.core.insert_only import InsertOnly
from arcollect.core.querysets import OfCustomerQuerySet
from invoices.domain.decisions import DecisionAct, DecisionState
from invoices.models.allocation import Allocation
from invoices.models.bill import Bill
from invoices.models.invoice import DueItem
from invoices.models.money_in import CreditNote, Payment
from invoices.models.posted import PostedDocument
from invoices.querysets import ItemQuerySet, OfDecisionQuerySet

STATES = {
    DecisionState.PROPOSED: pgettext_lazy("of a decision", "Proposed"),
    DecisionState.HALF_APPROVED: _("Approved by one of two"),
    DecisionState.APPROVED: _("Approved, notice due"),
    DecisionState.POSTED: _("In force"),
    DecisionState.REJECTED: _("Rejected"),
    DecisionState.WITHDRAWN: _("Withdrawn"),
    DecisionState.REVERSED: _("Reversed"),
}
ACTS = {
    DecisionAct.PROPOSE: pgettext_lazy("of a decision", "Proposed"),
    DecisionAct.APPROVE: _("Approved"),
    DecisionAct.REJECT: _("Rejected"),
    DecisionAct.WITHDRAW: _("Withdrawn"),
    DecisionAct.NOTICE: _("Notice served"),
    DecisionAct.REVERSE: _("Reversed"),
}
STATE_CHOICES = [(state.value, label) for state, label in STATES.items()]
ACT_CHOICES = [(act.value, label) for act, label in ACTS.items()]


class ClaimDecision(PostedDocument):
    """What somebody proposes to do with claims on one customer, item by item."""

    class Kind(models.TextChoices):
        WRITE_OFF = "write_off", _("Write-off")
        OFFSET = "offset", _("Offset")
        ASSIGNMENT = "assignment", _("Assignment of claims")
        TAKE_BACK = "take_back", _("Goods taken back")
        BILL_EXTENSION = "bill_extension", _("Extension of a bill")

    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, related_name="decisions"
    )
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices)
    number = models.CharField(_("number"), max_length=60)
    amount = MoneyField(_("amount"))
    # From when it counts; an offset and an assignment count from their notice.
    effective_on = models.DateField(_("effective on"))
    reason = models.CharField(_("reason"), max_length=500)
    evidence = models.CharField(_("evidence"), max_length=500, blank=True)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "number"], name="invoices_claimdecision_number_once"
            ),
            models.CheckConstraint(
                name="invoices_claimdecision_positive", condition=Q(amount__gt=0)
            ),
            *whole_minor_units("invoices_claimdecision", "amount"),
        ]
        indexes = [
            models.Index(fields=["company", "-id"], name="invoices_decision_recent")
        ]

    def __str__(self) -> str:
        return self.number


class ClaimDecisionItem(InsertOnly):
    """How much of one due item the decision is about."""

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    decision = models.ForeignKey(
        ClaimDecision, on_delete=models.PROTECT, related_name="items"
    )
    due_item = models.ForeignKey(
        DueItem, on_delete=models.PROTECT, related_name="decisions"
    )
    currency = CurrencyField()
    amount = MoneyField(_("amount"))

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "due_item"], name="invoices_claimdecisionitem_once"
            ),
            models.CheckConstraint(
                name="invoices_claimdecisionitem_positive", condition=Q(amount__gt=0)
            ),
            *whole_minor_units("invoices_claimdecisionitem", "amount"),
        ]

    def __str__(self) -> str:
        return f"{self.due_item_id}: {self.amount}"


class _Terms(InsertOnly):
    """What only one kind of decision says."""

    decision = models.OneToOneField(
        ClaimDecision, primary_key=True, on_delete=models.PROTECT
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)


class WriteOff(_Terms):
    """Off the books; the claim lives on in the register (账销案存)."""

    class Ground(models.TextChoices):
        THREE_YEARS = "three_years", _("Overdue for three years")
        COURT = "court", _("Decision of a court")
        BANKRUPTCY = "bankruptcy", _("Bankruptcy")
        DEREGISTERED = "deregistered", _("Debtor deregistered")
        SMALL = "small", _("Small balance")
        OTHER = "other", _("Something else")

    ground = models.CharField(_("ground"), max_length=14, choices=Ground.choices)


class Offset(_Terms):
    """Against what we owe the customer."""

    payable_reference = models.CharField(_("our payable"), max_length=100)
    payable_due_on = models.DateField(_("our payable is due on"))


class Assignment(_Terms):
    """To somebody who buys the claims."""

    assignee = models.CharField(_("assignee"), max_length=200)
    price = MoneyField(_("price"))
    currency = CurrencyField()
    recourse = models.BooleanField(_("with recourse"), default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invoices_assignment_price", condition=Q(price__gte=0)
            ),
            *whole_minor_units("invoices_assignment", "price"),
        ]


class TakeBack(_Terms):
    """For goods the customer gives back, at a value both sides can follow."""

    class Valuation(models.TextChoices):
        AGREED = "agreed", _("As agreed with the customer")
        MARKET = "market", _("Market price")
        APPRAISAL = "appraisal", _("Appraisal")

    goods = models.CharField(_("goods"), max_length=500)
    valuation = models.CharField(
        _("valued by"), max_length=10, choices=Valuation.choices
    )
    valued_by = models.CharField(_("who valued them"), max_length=200, blank=True)


class BillExtension(_Terms):
    """A later bill in place of one that was received (期票延期)."""

    bill = models.ForeignKey(
        Bill, on_delete=models.PROTECT, related_name="extensions_asked"
    )
    new_number = models.CharField(_("number of the new bill"), max_length=60)
    new_issued_on = models.DateField(_("new bill issued on"))
    new_matures_on = models.DateField(_("new maturity"))
    guarantor = models.CharField(_("guarantor"), max_length=200, blank=True)


class _Posted(models.Model):
    """The postings a decision led to."""

    payment = models.ForeignKey(
        Payment, null=True, on_delete=models.PROTECT, related_name="+"
    )
    credit_note = models.ForeignKey(
        CreditNote, null=True, on_delete=models.PROTECT, related_name="+"
    )
    new_bill = models.ForeignKey(
        Bill, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True


class ClaimDecisionEvent(_Posted, InsertOnly):
    """One step of a decision: who, when, from which day."""

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    decision = models.ForeignKey(
        ClaimDecision, on_delete=models.PROTECT, related_name="events"
    )
    act = models.CharField(max_length=10, choices=ACT_CHOICES)
    from_state = models.CharField(max_length=14, choices=STATE_CHOICES, blank=True)
    to_state = models.CharField(max_length=14, choices=STATE_CHOICES)
    # The day of the business, where the step has one.
    effective_on = models.DateField(null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)

    objects = OfDecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            # A decision takes effect once and is reversed once.
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(to_state="posted"),
                name="invoices_claimdecisionevent_posted_once",
            ),
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(to_state="reversed"),
                name="invoices_claimdecisionevent_reversed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.act}"


class ClaimDecisionState(_Posted):
    """Where a decision stands: follows from its events, moved by compare-and-set."""

    decision = models.OneToOneField(
        ClaimDecision, primary_key=True, on_delete=models.PROTECT, related_name="state"
    )
    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT)
    state = models.CharField(_("state"), max_length=14, choices=STATE_CHOICES)
    requested_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    second_approved_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    notice_on = models.DateField(_("notice served on"), null=True)
    # From and until when it counts; empty while it does not.
    posted_on = models.DateField(null=True)
    reversed_on = models.DateField(null=True)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invoices_claimdecisionstate_state",
                condition=Q(state__in=[state.value for state in DecisionState]),
            ),
            models.CheckConstraint(
                name="invoices_claimdecisionstate_posted",
                condition=Q(state__in=["posted", "reversed"], posted_on__isnull=False)
                | Q(
                    state__in=[
                        "proposed",
                        "half_approved",
                        "approved",
                        "rejected",
                        "withdrawn",
                    ],
                    posted_on__isnull=True,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.state}"


class Recovery(PostedDocument):
    """Money on a claim that was written off: the payment's allocation, named so."""

    decision = models.ForeignKey(
        ClaimDecision, on_delete=models.PROTECT, related_name="recoveries"
    )
    allocation = models.OneToOneField(
        Allocation, on_delete=models.PROTECT, related_name="recovery"
    )
    amount = MoneyField(_("amount"))
    effective_on = models.DateField(_("effective on"))

    objects = OfDecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invoices_recovery_positive", condition=Q(amount__gt=0)
            ),
            *whole_minor_units("invoices_recovery", "amount"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
