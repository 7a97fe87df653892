"""Promises to pay, and how the money answered them (domain rule 3.3)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.fields import CurrencyField, MoneyField, whole_minor_units
from arcollect.core.querysets import OfCustomerQuerySet
from collection.models.visit import Visit


class Promise(models.Model):
    """A day and an amount that the customer named.

    What was promised never changes; `state` and the columns below it are what the last
    judgement found, and can be found again from the ledger at any time.
    """

    class Source(models.TextChoices):
        ORAL = "oral", _("Spoken")
        EMAIL = "email", _("E-mail")
        LETTER = "letter", _("Sealed commitment letter")

    class State(models.TextChoices):
        PENDING = "pending", _("Pending")
        KEPT = "kept", _("Kept")
        PARTIALLY_KEPT = "partially_kept", _("Partly kept")
        BROKEN = "broken", _("Broken")
        SUPERSEDED = "superseded", _("Replaced")
        CANCELLED = "cancelled", _("Cancelled")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, related_name="promises"
    )
    visit = models.ForeignKey(
        Visit, null=True, on_delete=models.PROTECT, related_name="promises"
    )
    made_by = models.ForeignKey(
        "customers.Contact", null=True, blank=True, on_delete=models.PROTECT
    )
    currency = CurrencyField()
    amount = MoneyField(_("amount"))
    # Open on the promised items (or the customer) when it was made: the judgement
    # takes the smaller of the two amounts.
    open_when_made = MoneyField()
    made_on = models.DateField(_("made on"))
    promised_on = models.DateField(_("promised for"))
    tolerance_days = models.PositiveSmallIntegerField(default=2)
    # The tolerance's last day, rolled to a working day: the window ends here, included.
    window_until = models.DateField()
    source = models.CharField(_("source"), max_length=10, choices=Source.choices)
    # Bills keep a promise only where a bill was promised.
    counts_bills = models.BooleanField(_("a bill will do"), default=False)
    note = models.CharField(_("note"), max_length=500, blank=True)
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    # Set aside for a person: more than is open, or another promise is pending.
    to_check = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", on_delete=models.PROTECT)

    state = models.CharField(
        max_length=14, choices=State.choices, default=State.PENDING
    )
    received = MoneyField(default=0)
    kept_on = models.DateField(null=True)
    fulfilled_late = models.BooleanField(default=False)
    judged_through = models.DateField(null=True)
    # When the ledger was read for it: money recorded later makes it judged again.
    judged_at = models.DateTimeField(null=True)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="collections_promise_amount", condition=Q(amount__gt=0)
            ),
            models.CheckConstraint(
                name="collections_promise_days",
                condition=Q(promised_on__gte=F("made_on"))
                & Q(window_until__gte=F("promised_on")),
            ),
            models.CheckConstraint(
                name="collections_promise_state",
                condition=Q(
                    state__in=[
                        "pending",
                        "kept",
                        "partially_kept",
                        "broken",
                        "superseded",
                        "cancelled",
                    ]
                ),
            ),
            *whole_minor_units("collections_promise", "amount"),
        ]
        indexes = [
            models.Index(
                fields=["company", "state", "promised_on"],
                name="collections_promise_state_day",
            ),
            models.Index(
                fields=["customer", "state"], name="collections_promise_customer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} {self.promised_on}"


class PromiseItem(models.Model):
    """A due item that the promise names; without any it is about the customer."""

    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="items")
    due_item = models.ForeignKey(
        "invoices.DueItem", on_delete=models.PROTECT, related_name="promises"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["promise", "due_item"], name="collections_promiseitem_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.promise_id}: {self.due_item_id}"
