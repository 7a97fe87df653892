"""Runs of the ladder, their letters, and why items were held back."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.fields import CurrencyField, MoneyField
from arcollect.core.querysets import OfCustomerQuerySet
from collection.models.dunning import DunningLevel, DunningProfile


class DunningRun(models.Model):
    """What one ladder of a company asks for on one business day."""

    class State(models.TextChoices):
        PREPARING = "preparing", _("Being prepared")
        PREVIEW = "preview", _("Waits for release")
        RELEASING = "releasing", _("Being released")
        RELEASED = "released", _("Released")
        STOPPED = "stopped", _("Stopped")
        LAPSED = "lapsed", _("Replaced by a later run")

    class Waits(models.TextChoices):
        SENDING_OFF = "sending_off", _("Sending is switched off")
        FIRST = "first", _("It is the first run of this company")
        IMPORT = "import", _("It is the first run after an import")
        SIZE = "size", _("It has more than 120 % of the last run's recipients")
        APPROVAL = "approval", _("Final letters wait for approval")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    profile = models.ForeignKey(DunningProfile, on_delete=models.PROTECT)
    business_day = models.DateField()
    # The run before it: what was planned between the two counts from its planned day.
    previous_on = models.DateField(null=True)
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.PREPARING
    )
    # Why it, or a part of it, did not go by itself, as values of `Waits`.
    waits_because = models.JSONField(default=list)
    recipients = models.PositiveIntegerField(default=0)
    held_back = models.PositiveIntegerField(default=0)
    prepared_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    # Who let the letters go that need approval; the night never does.
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    # Nothing leaves before this moment: until then the run can be stopped.
    sends_from = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "profile", "business_day"],
                name="collections_dunningrun_once",
            ),
            models.CheckConstraint(
                name="collections_dunningrun_released",
                condition=~Q(state__in=["releasing", "released"])
                | Q(released_at__isnull=False, sends_from__isnull=False),
            ),
            models.CheckConstraint(
                name="collections_dunningrun_approved",
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "-business_day"], name="collections_run_recent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} {self.business_day}"


class DunningLetter(models.Model):
    """One letter to one customer, with his items and amounts as the run froze them."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        SKIPPED = "skipped", _("Skipped")
        RELEASED = "released", _("Released")
        CALLED_OFF = "called_off", _("Called off")
        LAPSED = "lapsed", _("Lapsed")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    run = models.ForeignKey(
        DunningRun, on_delete=models.PROTECT, related_name="letters"
    )
    profile = models.ForeignKey(DunningProfile, on_delete=models.PROTECT)
    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, related_name="dunning_letters"
    )
    business_day = models.DateField()
    level = models.PositiveSmallIntegerField(choices=DunningLevel.choices)
    number = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=10)
    recipient = models.EmailField()
    currency = CurrencyField()
    # What is asked for in `currency`, the one with the most; the rest is in `content`.
    demanded = MoneyField()
    items = models.PositiveIntegerField()
    # Lines, totals per currency, names and addresses: all a letter says but its words.
    content = models.JSONField()
    hurried = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.PLANNED
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)
    decided_at = models.DateTimeField(null=True)
    message = models.OneToOneField(
        "core.OutboxMessage",
        null=True,
        on_delete=models.PROTECT,
        related_name="dunning_letter",
    )

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "profile", "business_day"],
                name="collections_dunningletter_once",
            ),
            models.UniqueConstraint(
                fields=["company", "number"],
                condition=~Q(number=""),
                name="collections_dunningletter_number_once",
            ),
            models.CheckConstraint(
                name="collections_dunningletter_released",
                condition=~Q(state="released")
                | (Q(message__isnull=False) & ~Q(number="")),
            ),
            models.CheckConstraint(
                name="collections_dunningletter_skipped",
                condition=~Q(state="skipped") | ~Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["run", "state"], name="collections_letter_run"),
            models.Index(
                fields=["company", "-business_day"],
                condition=Q(state="released"),
                name="collections_letter_released",
            ),
            models.Index(
                fields=["customer", "-business_day"], name="collections_letter_customer"
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"L{self.level} {self.business_day}"


class DunningItem(models.Model):
    """An item reached a level with a letter: once per level until it is settled."""

    letter = models.ForeignKey(
        DunningLetter, on_delete=models.PROTECT, related_name="steps"
    )
    due_item = models.ForeignKey(
        "invoices.DueItem", on_delete=models.PROTECT, related_name="+"
    )
    level = models.PositiveSmallIntegerField(choices=DunningLevel.choices)
    # Rises when a settled item is open again; the ladder then begins anew.
    cycle = models.PositiveSmallIntegerField(default=1)
    counts_from = models.DateField()
    amount = MoneyField()
    currency = CurrencyField()
    # The day on which the item was found settled: this cycle is over.
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["due_item", "level", "cycle"],
                name="collections_dunningitem_once",
            ),
            models.CheckConstraint(
                name="collections_dunningitem_cycle", condition=Q(cycle__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_item_id}: L{self.level}"


class SuppressionInterval(models.Model):
    """From `from_on` until before `until_on` an item's letter was due and held back."""

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, related_name="+"
    )
    due_item = models.ForeignKey(
        "invoices.DueItem", on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=20)
    level = models.PositiveSmallIntegerField(choices=DunningLevel.choices)
    currency = CurrencyField()
    amount = MoneyField()
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["due_item"],
                condition=Q(until_on__isnull=True),
                name="collections_suppression_one_open",
            ),
            models.CheckConstraint(
                name="collections_suppression_interval",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "reason"],
                condition=Q(until_on__isnull=True),
                name="collections_suppression_now",
            ),
            models.Index(
                fields=["customer", "-from_on"], name="collections_suppr_customer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_item_id}: {self.reason}"
