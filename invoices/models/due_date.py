"""Due dates that move, and items whose due date is not known yet: rows inserted once."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.insert_only import InsertOnly
from invoices.models.invoice import DueItem
from invoices.querysets import ItemQuerySet, OfItemQuerySet


class DueDateChange(InsertOnly):
    """A new due date of one item: the truth behind `DueItemState.due_on`.

    The newest row that moves the age counts, else the item's own date. Such a row takes
    effect not later than either of its dates: whatever day before it one asks about, the
    item is not due under the old date nor under the new one. So no past answer depends
    on which of them is read, and only `known_at` needs the rows.
    """

    class Cause(models.TextChoices):
        EXTENSION = "extension", _("Extension")
        MILESTONE = "milestone", _("Milestone accepted")
        STATEMENT = "statement", _("Sell-through statement")
        DELIVERY = "delivery", _("Delivered")
        RELEASE = "release", _("Released")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    due_item = models.ForeignKey(
        DueItem, on_delete=models.PROTECT, related_name="due_changes"
    )
    # 1, 2, 3 of its item: two people cannot move it at once.
    sequence = models.PositiveSmallIntegerField()
    cause = models.CharField(_("cause"), max_length=10, choices=Cause.choices)
    effective_on = models.DateField(_("effective on"))
    old_due_on = models.DateField(_("old due date"))
    new_due_on = models.DateField(_("new due date"))
    # Agreed too late to move the age: kept for the count, the due date stays.
    moves_age = models.BooleanField(default=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    approved_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    # A row that takes an older one back, as if it had never been.
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversed_by"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["due_item", "sequence"], name="invoices_duedatechange_once"
            ),
            models.CheckConstraint(
                name="invoices_duedatechange_in_time",
                condition=Q(moves_age=False)
                | Q(
                    effective_on__lte=F("old_due_on"), new_due_on__gte=F("effective_on")
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "recorded_at"], name="invoices_duechange_recorded"
            )
        ]

    def __str__(self) -> str:
        return f"{self.old_due_on} → {self.new_due_on}"


class AwaitedDate(InsertOnly):
    """A due item posted without a date: what it waits for, and the rule for then.

    The item itself bears `NO_DATE_YET` until a `DueDateChange` gives it a date.
    """

    class Awaits(models.TextChoices):
        MILESTONE = "milestone", _("Acceptance of a milestone")
        ACCEPTANCE = "acceptance", _("Acceptance of the goods")
        DELIVERY = "delivery", _("Delivery")
        STATEMENT = "statement", _("Sell-through statement")

    due_item = models.OneToOneField(
        DueItem, primary_key=True, on_delete=models.PROTECT, related_name="awaited"
    )
    awaits = models.CharField(_("waits for"), max_length=10, choices=Awaits.choices)
    # Read by `parse_due_rule`; with the roll of the due date beside it.
    rule = models.JSONField()
    due_roll = models.CharField(max_length=10, default="none")
    milestone = models.ForeignKey(
        "customers.Milestone",
        null=True,
        on_delete=models.PROTECT,
        related_name="awaited_by",
    )
    # After this day (inclusive) an item still without a date is an exception.
    long_stop_on = models.DateField(_("long-stop date"))

    objects = OfItemQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["long_stop_on"], name="invoices_awaited_long_stop")
        ]

    def __str__(self) -> str:
        return f"{self.due_item_id}: {self.awaits}"
