"""Sales orders, the credit checks they went through, and who let them pass."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from arcollect.core.fields import CurrencyField, MoneyField, whole_minor_units
from arcollect.core.insert_only import InsertOnly
from arcollect.core.querysets import OfCustomerQuerySet
from invoices.models.invoice import Invoice


class SalesOrder(models.Model):
    """What a customer ordered on credit, from entry to its invoice."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        HELD = "held", _("Held")
        APPROVED = "approved", _("Approved")
        DELIVERED = "delivered", pgettext_lazy("of an order", "Delivered")
        INVOICED = "invoiced", _("Invoiced")
        CANCELLED = "cancelled", _("Cancelled")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, related_name="orders"
    )
    contract = models.ForeignKey(
        "customers.Contract", null=True, on_delete=models.PROTECT
    )
    number = models.CharField(_("order number"), max_length=60)
    customer_reference = models.CharField(
        _("customer's order number"), max_length=100, blank=True
    )
    ordered_on = models.DateField(_("ordered on"))
    wanted_on = models.DateField(_("wanted on"), null=True, blank=True)
    currency = CurrencyField()
    amount = MoneyField(_("amount"))
    # What the customer pays before the goods go out.
    deposit = MoneyField(_("deposit"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    delivered_on = models.DateField(_("delivered on"), null=True)
    invoice = models.ForeignKey(
        Invoice, null=True, on_delete=models.PROTECT, related_name="orders"
    )
    entered_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="orders_entered"
    )
    entered_at = models.DateTimeField()
    state_changed_at = models.DateTimeField()

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "number"], name="invoices_salesorder_number_once"
            ),
            models.CheckConstraint(
                name="invoices_salesorder_amount", condition=Q(amount__gt=0)
            ),
            models.CheckConstraint(
                name="invoices_salesorder_deposit",
                condition=Q(deposit__gte=0) & Q(deposit__lte=F("amount")),
            ),
            models.CheckConstraint(
                name="invoices_salesorder_state",
                condition=Q(
                    state__in=["draft", "held", "approved", "cancelled"],
                    delivered_on__isnull=True,
                    invoice__isnull=True,
                )
                | Q(
                    state="delivered",
                    delivered_on__isnull=False,
                    invoice__isnull=True,
                )
                | Q(
                    state="invoiced", delivered_on__isnull=False, invoice__isnull=False
                ),
            ),
            *whole_minor_units("invoices_salesorder", "amount", "deposit"),
        ]
        indexes = [
            models.Index(
                fields=["company", "-ordered_on", "-id"], name="invoices_order_recent"
            ),
            models.Index(
                fields=["customer", "currency"],
                condition=Q(state__in=["approved", "delivered"]),
                name="invoices_order_counted",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class SalesOrderLine(InsertOnly):
    """One line of an order."""

    order = models.ForeignKey(
        SalesOrder, on_delete=models.PROTECT, related_name="lines"
    )
    position = models.PositiveSmallIntegerField()
    description = models.CharField(_("description"), max_length=200)
    quantity = MoneyField(_("quantity"))
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    unit_price = MoneyField(_("unit price"))
    currency = CurrencyField()
    amount = MoneyField(_("amount"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "position"], name="invoices_salesorderline_once"
            ),
            *whole_minor_units("invoices_salesorderline", "amount"),
        ]

    def __str__(self) -> str:
        return self.description


class OrderCheck(InsertOnly):
    """One credit check of an order: every reason found, and the figures behind it."""

    class Moment(models.TextChoices):
        ENTRY = "entry", _("At entry")
        AGAIN = "again", _("Asked again")
        RELEASE = "release", _("At release")
        REOPENED = "reopened", _("At reopening")
        DELIVERY = "delivery", _("At delivery")

    order = models.ForeignKey(
        SalesOrder, on_delete=models.PROTECT, related_name="checks"
    )
    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT)
    moment = models.CharField(max_length=10, choices=Moment.choices)
    as_of = models.DateField()
    currency = CurrencyField()
    # Without a line in force: empty.
    line = MoneyField(_("line"), null=True)
    exposure = MoneyField(_("exposure"))
    # Reasons as {"block": code, "short": decimal text}; released ones are marked.
    reasons = models.JSONField()
    passed = models.BooleanField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            *whole_minor_units("invoices_ordercheck", "line", "exposure"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.moment}"


class OrderRelease(models.Model):
    """Somebody let a held order pass, with his reason; above the limit two people."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for a second person")
        GIVEN = "given", _("Released")
        VOID = "void", _("No longer holds")

    order = models.ForeignKey(
        SalesOrder, on_delete=models.PROTECT, related_name="releases"
    )
    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT)
    check_row = models.ForeignKey(OrderCheck, on_delete=models.PROTECT)
    reason = models.CharField(_("reason"), max_length=500)
    state = models.CharField(max_length=8, choices=State.choices)
    requested_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        "core.User", on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField()
    second_approved_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    second_approved_at = models.DateTimeField(null=True)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(state="waiting"),
                name="invoices_orderrelease_one_waiting",
            ),
            # Nobody releases what he entered, and one person is not two.
            models.CheckConstraint(
                name="invoices_orderrelease_four_eyes",
                condition=(
                    Q(requested_by__isnull=True) | ~Q(approved_by=F("requested_by"))
                )
                & (
                    Q(second_approved_by__isnull=True)
                    | ~Q(second_approved_by=F("approved_by"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.state}"
