"""What lowers a debt: payments and credit notes, and their counter-documents."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from arcollect.core.fields import MoneyField, whole_minor_units
from arcollect.core.querysets import OfCustomerQuerySet
from invoices.models.invoice import Invoice
from invoices.models.posted import PostedDocument

# A counter-document has the negative amount of the one document it reverses, so
# that plain sums over documents are right at every date.
_SIGN = models.Q(reverses__isnull=True, amount__gt=0) | models.Q(
    reverses__isnull=False, amount__lt=0
)


class CreditNote(PostedDocument):
    """A posted credit note; `reverses_invoice` makes it an invoice's reversal."""

    effective_field = "issued_on"

    class Reason(models.TextChoices):
        RETURN = "return", _("Return")
        EXCHANGE = "exchange", _("Exchange")
        TRANSFER = "transfer", _("Transfer")
        PRICE = "price", _("Price")
        DAMAGE = "damage", _("Damage")
        REBATE = "rebate", _("Rebate")
        DEDUCTION = "deduction", _("Approved deduction")
        TAKEN_BACK = "taken_back", _("Goods taken back")
        ASSIGNMENT = "assignment", _("Claim assigned")
        OPENING = "opening", _("Opening balance")
        SOLD = "sold", _("Sell-through statement")
        REVERSAL = "reversal", _("Reversal of an invoice")
        OTHER = "other", _("Other")

    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT)
    contract = models.ForeignKey(
        "customers.Contract", null=True, on_delete=models.PROTECT
    )
    number = models.CharField(_("credit note number"), max_length=60)
    reason = models.CharField(
        _("reason"), max_length=10, choices=Reason.choices, default=Reason.OTHER
    )
    issued_on = models.DateField(_("issued on"))
    amount = MoneyField(_("amount"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    reverses_invoice = models.OneToOneField(
        Invoice, null=True, on_delete=models.PROTECT, related_name="reversed_by"
    )
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversed_by"
    )

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "number"], name="invoices_creditnote_number_once"
            ),
            models.CheckConstraint(name="invoices_creditnote_sign", condition=_SIGN),
            *whole_minor_units("invoices_creditnote", "amount"),
        ]
        indexes = [
            models.Index(
                fields=["company", "-issued_on", "-id"], name="invoices_cn_recent"
            )
        ]

    def __str__(self) -> str:
        return self.number


class Payment(PostedDocument):
    """Money that came in; without a customer while nobody knows whose it is."""

    effective_field = "received_on"

    class Method(models.TextChoices):
        TRANSFER = "transfer", _("Bank transfer")
        CASH = "cash", _("Cash")
        CHEQUE = "cheque", _("Cheque")
        BILL = "bill", _("Bill")
        CARD = "card", _("Card")
        OFFSET = "offset", _("Offset")
        OTHER = "other", _("Other")

    # They settle debts and bring no money: a bill does when it is honoured.
    NO_MONEY = (Method.BILL, Method.OFFSET)

    customer = models.ForeignKey(
        "customers.Customer", null=True, on_delete=models.PROTECT
    )
    reference = models.CharField(_("reference"), max_length=100)
    received_on = models.DateField(_("received on"))
    amount = MoneyField(_("amount"))
    method = models.CharField(
        _("method"), max_length=10, choices=Method.choices, default=Method.TRANSFER
    )
    payer_name = models.CharField(_("payer"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversed_by"
    )

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "reference", "customer", "received_on", "amount"],
                name="invoices_payment_once",
            ),
            models.UniqueConstraint(
                fields=["company", "reference", "received_on", "amount"],
                condition=models.Q(customer__isnull=True),
                name="invoices_payment_unidentified_once",
            ),
            models.CheckConstraint(name="invoices_payment_sign", condition=_SIGN),
            *whole_minor_units("invoices_payment", "amount"),
        ]
        indexes = [
            models.Index(
                fields=["company", "-received_on", "-id"], name="invoices_pay_recent"
            )
        ]

    def __str__(self) -> str:
        return self.reference
