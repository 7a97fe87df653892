"""Extensions: a later due date that was asked for, and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.fields import CurrencyField, MoneyField
from arcollect.core.querysets import OfCustomerQuerySet
from invoices.models.due_date import DueDateChange
from invoices.models.invoice import DueItem


class Extension(models.Model):
    """A request to move the due date of one item (domain rule 3.1.10).

    Approved on or before the due date it replaces it moves the date; approved later it
    is a plan, which freezes the class and never improves it.
    """

    class State(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Effect(models.TextChoices):
        MOVED = "moved", _("Due date moved")
        PLAN = "plan", _("Too late: a plan")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, related_name="extensions"
    )
    due_item = models.ForeignKey(
        DueItem, on_delete=models.PROTECT, related_name="extensions"
    )
    old_due_on = models.DateField(_("due until now"))
    new_due_on = models.DateField(_("new due date"))
    # What was open when it was asked for: the approver's limit is measured by it.
    currency = CurrencyField()
    amount = MoneyField(_("open amount"))
    reason = models.CharField(_("reason"), max_length=500)
    signed_document = models.CharField(_("signed document"), max_length=200, blank=True)
    requested_on = models.DateField(_("requested on"))
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.REQUESTED
    )
    effect = models.CharField(max_length=6, choices=Effect.choices, blank=True)
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
    # The row that moved the due date, or was kept for the count; taken back with it.
    change = models.OneToOneField(
        DueDateChange, null=True, on_delete=models.PROTECT, related_name="extension"
    )
    recorded_at = models.DateTimeField()

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invoices_extension_later",
                condition=Q(new_due_on__gt=F("old_due_on")),
            ),
            models.CheckConstraint(
                name="invoices_extension_decided",
                condition=Q(state="requested", decided_on=None)
                | Q(state="approved", effect__in=["moved", "plan"])
                | Q(state__in=["rejected", "withdrawn"], decided_on__isnull=False),
            ),
            # Two requests about one item would each be judged by a date of the other.
            models.UniqueConstraint(
                fields=["due_item"],
                condition=Q(state="requested"),
                name="invoices_extension_one_request",
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "state", "-requested_on"],
                name="invoices_extension_state",
            )
        ]

    def __str__(self) -> str:
        return f"{self.old_due_on} -> {self.new_due_on}"
