"""Bills and postdated cheques: the paper, what happened to it, and where it stands."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from arcollect.core.fields import MoneyField, whole_minor_units
from arcollect.core.querysets import OfCustomerQuerySet
from invoices.domain.bills import BillAct, BillState
from invoices.models.classification import Fact
from invoices.models.invoice import Invoice
from invoices.models.money_in import Payment
from invoices.models.posted import PostedDocument
from invoices.querysets import BillEventQuerySet

STATES = {
    BillState.RECEIVED: pgettext_lazy("of a bill", "Received"),
    BillState.HELD: _("In custody"),
    BillState.DISCOUNTED: _("Discounted"),
    BillState.ENDORSED: _("Endorsed"),
    BillState.PRESENTED: _("Presented"),
    BillState.HONOURED: _("Honoured"),
    BillState.DISHONOURED: _("Dishonoured"),
    BillState.EXTENDED: _("Extended"),
    BillState.REVERSED: _("Taken back"),
}
ACTS = {
    BillAct.RECEIVE: pgettext_lazy("of a bill", "Received"),
    BillAct.HOLD: _("Taken into custody"),
    BillAct.DISCOUNT: _("Discounted"),
    BillAct.ENDORSE: _("Endorsed"),
    BillAct.PRESENT: _("Presented"),
    BillAct.HONOUR: _("Honoured"),
    BillAct.DISHONOUR: _("Dishonoured"),
    BillAct.EXTEND: _("Extended"),
    BillAct.UNDO: _("Step taken back"),
}
STATE_CHOICES = [(state.value, label) for state, label in STATES.items()]
ACT_CHOICES = [(act.value, label) for act, label in ACTS.items()]


class Bill(PostedDocument):
    """One bill as it was received; the money it stands for is posted beside it."""

    class Kind(models.TextChoices):
        BANK_ACCEPTANCE = "bank_acceptance", _("Bank acceptance")
        COMMERCIAL_ACCEPTANCE = "commercial_acceptance", _("Commercial acceptance")
        POSTDATED_CHEQUE = "postdated_cheque", _("Postdated cheque")
        PROMISSORY_NOTE = "promissory_note", _("Promissory note")

    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, related_name="bills"
    )
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    number = models.CharField(_("bill number"), max_length=60)
    drawer = models.CharField(_("drawer"), max_length=200, blank=True)
    acceptor = models.CharField(_("acceptor"), max_length=200, blank=True)
    guarantor = models.CharField(_("guarantor"), max_length=200, blank=True)
    issued_on = models.DateField(_("issued on"))
    received_on = models.DateField(_("received on"))
    matures_on = models.DateField(_("matures on"))
    # That of the bill it replaces, and so on: its age no extension moves (3.1.9).
    first_maturity_on = models.DateField(_("first maturity"))
    extensions = models.PositiveSmallIntegerField(_("extensions"), default=0)
    replaces = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    amount = MoneyField(_("face amount"))
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invoices_bill_positive", condition=Q(amount__gt=0)
            ),
            models.CheckConstraint(
                name="invoices_bill_days",
                condition=Q(matures_on__gte=F("issued_on"))
                & Q(first_maturity_on__lte=F("matures_on")),
            ),
            models.CheckConstraint(
                name="invoices_bill_extensions",
                condition=Q(replaces__isnull=True, extensions=0)
                | Q(replaces__isnull=False, extensions__gt=0),
            ),
            *whole_minor_units("invoices_bill", "amount"),
        ]
        indexes = [
            models.Index(
                fields=["company", "-received_on", "-id"], name="invoices_bill_recent"
            )
        ]

    def __str__(self) -> str:
        return self.number


class _Behind(models.Model):
    """The postings that stand behind a bill at one moment."""

    # What it settled of the goods, and the receivable it became.
    payment = models.ForeignKey(
        Payment, null=True, on_delete=models.PROTECT, related_name="+"
    )
    document = models.ForeignKey(
        Invoice, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # What settled the bill in turn: money of the bank, and its charge.
    settled_by = models.ForeignKey(
        Payment, null=True, on_delete=models.PROTECT, related_name="+"
    )
    charge = models.ForeignKey(
        Payment, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True


class BillEvent(_Behind, PostedDocument):
    """One step of a bill, with the postings behind it after the step."""

    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="events")
    act = models.CharField(max_length=10, choices=ACT_CHOICES)
    from_state = models.CharField(max_length=12, choices=STATE_CHOICES, blank=True)
    to_state = models.CharField(max_length=12, choices=STATE_CHOICES)
    effective_on = models.DateField(_("effective on"))
    # The bank or supplier it went to.
    counterparty = models.CharField(_("to whom"), max_length=200, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    fact = models.ForeignKey(
        Fact, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # Allocations that a step which ends the bill undid: made again if the step is taken
    # back in turn.
    freed = models.JSONField(default=list)
    # The step recorded the money itself; other money only loses its allocation.
    own_money = models.BooleanField(default=True)
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversed_by"
    )

    objects = BillEventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invoices_billevent_undo",
                condition=Q(act="undo", reverses__isnull=False)
                | (~Q(act="undo") & Q(reverses__isnull=True)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.bill_id}: {self.act}"


class BillStanding(_Behind):
    """Where a bill stands: follows from its events, moved by compare-and-set."""

    bill = models.OneToOneField(
        Bill, primary_key=True, on_delete=models.PROTECT, related_name="standing"
    )
    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT)
    kind = models.CharField(max_length=24, choices=Bill.Kind.choices)
    number = models.CharField(max_length=60)
    state = models.CharField(_("state"), max_length=12, choices=STATE_CHOICES)
    since_on = models.DateField()

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invoices_billstanding_state",
                condition=Q(state__in=[state.value for state in BillState]),
            ),
            # What was taken back or replaced may be received again.
            models.UniqueConstraint(
                fields=["company", "customer", "kind", "number"],
                condition=~Q(state__in=["reversed", "extended"]),
                name="invoices_billstanding_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "state"], name="invoices_billstanding_state_ix"
            )
        ]

    def __str__(self) -> str:
        return f"{self.bill_id}: {self.state}"
