"""What the ledger keeps for contracts: advances, releases of goods, sold goods."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.fields import CurrencyField, MoneyField, whole_minor_units
from arcollect.core.insert_only import InsertOnly
from arcollect.core.querysets import OfCustomerQuerySet
from invoices.models.due_date import DueDateChange
from invoices.models.invoice import DueItem, Invoice
from invoices.models.money_in import CreditNote, Payment
from invoices.querysets import ItemQuerySet


class ContractAdvance(InsertOnly):
    """A payment that came for a contract before it was owed.

    Until it is allocated it is the customer's credit, as any money on account.
    """

    class Kind(models.TextChoices):
        DEPOSIT = "deposit", _("Deposit")
        PREPAYMENT = "prepayment", _("Payment before delivery")
        ADVANCE = "advance", _("Other advance")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT)
    contract = models.ForeignKey(
        "customers.Contract", on_delete=models.PROTECT, related_name="advances"
    )
    payment = models.OneToOneField(
        Payment, on_delete=models.PROTECT, related_name="advance"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)

    objects = OfCustomerQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.payment_id}"


class GoodsRelease(InsertOnly):
    """Goods of an invoice that is paid before or on delivery left the house."""

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT)
    invoice = models.OneToOneField(
        Invoice, on_delete=models.PROTECT, related_name="release"
    )
    released_on = models.DateField(_("released on"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)

    objects = OfCustomerQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.invoice_id}: {self.released_on}"


class SellThroughStatement(InsertOnly):
    """Goods the customer sold on: only they fall due, the rest waits on.

    An item sold whole gets its date; of one sold in part the sold money moves to an
    invoice of the kind `sold`, against a credit note on the waiting item.
    """

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT)
    contract = models.ForeignKey(
        "customers.Contract", on_delete=models.PROTECT, related_name="statements"
    )
    agreed_on = models.DateField(_("agreed on"))
    currency = CurrencyField()
    amount = MoneyField(_("sold"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    credit_note = models.OneToOneField(
        CreditNote, null=True, on_delete=models.PROTECT, related_name="statement"
    )
    invoice = models.OneToOneField(
        Invoice, null=True, on_delete=models.PROTECT, related_name="statement"
    )
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversed_by"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invoices_sellthroughstatement_amount",
                condition=Q(amount__gt=0, reverses__isnull=True)
                | Q(amount__lt=0, reverses__isnull=False),
            ),
            *whole_minor_units("invoices_sellthroughstatement", "amount"),
        ]

    def __str__(self) -> str:
        return f"{self.agreed_on}: {self.amount} {self.currency}"


class SellThroughPart(InsertOnly):
    """What of one waiting item a statement covers; `change` where it was sold whole."""

    statement = models.ForeignKey(
        SellThroughStatement, on_delete=models.PROTECT, related_name="parts"
    )
    due_item = models.ForeignKey(DueItem, on_delete=models.PROTECT)
    currency = CurrencyField()
    amount = MoneyField(_("sold"))
    change = models.OneToOneField(DueDateChange, null=True, on_delete=models.PROTECT)

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "due_item"], name="invoices_sellthroughpart_once"
            ),
            models.CheckConstraint(
                name="invoices_sellthroughpart_amount", condition=Q(amount__gt=0)
            ),
            *whole_minor_units("invoices_sellthroughpart", "amount"),
        ]

    def __str__(self) -> str:
        return f"{self.due_item_id}: {self.amount}"
