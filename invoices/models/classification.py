"""Policies, facts, overrides and the history of classes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.insert_only import InsertOnly
from arcollect.core.querysets import OfCustomerQuerySet
from invoices.models.invoice import DueItem
from invoices.querysets import ItemQuerySet


class ClassificationPolicy(InsertOnly):
    """One version of a company's rules; in force: the newest with `from_on` <= D."""

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    version = models.PositiveIntegerField()
    name = models.CharField(_("name"), max_length=60)
    # The shape of the case files' `policies`; read by `PolicyRules.from_dict`.
    rules = models.JSONField()
    from_on = models.DateField(_("in force from"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "version"], name="invoices_policy_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class Fact(InsertOnly):
    """Something known about a debtor or an item that forces a class or freezes it.

    In force from `from_on` until before `until_on`. Corrected by a newer row that
    names it in `supersedes`; a withdrawn row only takes the older one back.
    """

    class Kind(models.TextChoices):
        INSOLVENCY_SIGNS = "insolvency_signs", _("Signs of insolvency")
        BANKRUPTCY_ACCEPTED = "bankruptcy_accepted", _("Bankruptcy petition accepted")
        ASSETS_SEIZED = "assets_seized_other_case", _("Assets seized in another case")
        BANKRUPTCY_DECLARED = "bankruptcy_declared", _("Bankruptcy declared")
        ABSCONDED = "debtor_absconded", _("Debtor absconded")
        ENFORCEMENT_SUSPENDED = "enforcement_suspended", _("Enforcement suspended")
        BANKRUPTCY_CLOSED = "bankruptcy_closed", _("Bankruptcy closed")
        DISSOLVED = (
            "debtor_dissolved_no_successor",
            _("Debtor dissolved without successor"),
        )
        ENFORCEMENT_TERMINATED = "enforcement_terminated", _("Enforcement terminated")
        UNCOLLECTABLE = "certified_uncollectable", _("Certified uncollectable")
        SUPPLY_STOPPED = "supply_stopped", _("Supply stopped")
        BILL_BOUNCED = "bill_bounced", _("Bill bounced")
        # `from_on` is the last day of limitation; only a verified one forces a class.
        LIMITATION = "limitation_last_day", _("Last day of limitation")
        # `from_on` is the plan's start, `until_on` the day an instalment was missed.
        PLAN = "plan_on_schedule", _("Instalment plan on schedule")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT)
    # Empty: the fact is about the customer and reaches all his items.
    due_item = models.ForeignKey(DueItem, null=True, on_delete=models.PROTECT)
    kind = models.CharField(_("fact"), max_length=40, choices=Kind.choices)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source document"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    verified = models.BooleanField(_("evidence complete"), default=True)
    withdrawn = models.BooleanField(default=False)
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invoices_fact_interval",
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.from_on}"


class ClassOverride(InsertOnly):
    """A class set by hand for at most 90 days, approved by another than the rep."""

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    due_item = models.ForeignKey(
        DueItem, on_delete=models.PROTECT, related_name="overrides"
    )
    severity = models.PositiveSmallIntegerField()
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=500)
    approved_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)
    withdrawn = models.BooleanField(default=False)
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    recorded_at = models.DateTimeField()

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invoices_override_interval",
                condition=Q(until_on__gt=F("from_on")),
            ),
            models.CheckConstraint(
                name="invoices_override_class",
                condition=Q(severity__gte=1) & Q(severity__lte=5),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.severity} {self.from_on}"


class ClassHistory(InsertOnly):
    """One change of an item's class, as decided for the end of `changed_on`."""

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    due_item = models.ForeignKey(
        DueItem, on_delete=models.PROTECT, related_name="class_history"
    )
    changed_on = models.DateField()
    from_severity = models.PositiveSmallIntegerField(null=True)
    to_severity = models.PositiveSmallIntegerField()
    decided_by = models.CharField(max_length=60)
    policy = models.ForeignKey(ClassificationPolicy, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField()

    objects = ItemQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["company", "changed_on"], name="invoices_history_changed"
            )
        ]

    def __str__(self) -> str:
        return f"{self.due_item_id}: {self.from_severity} -> {self.to_severity}"


class ClassificationProgress(models.Model):
    """Through which day a company's items are classified, and under which policy."""

    company = models.OneToOneField(
        "core.Company", primary_key=True, on_delete=models.PROTECT
    )
    through = models.DateField(null=True)
    # The day that nights are or were last giving classes for: after `through` while one
    # is under way, or where it broke off.
    begun = models.DateField(null=True)
    # The version whose dates stand in `DueItemState`.
    policy = models.ForeignKey(
        ClassificationPolicy, null=True, on_delete=models.PROTECT
    )

    def __str__(self) -> str:
        return f"{self.company_id}: {self.through}"
