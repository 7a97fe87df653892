"""Bank statements as the bank states them, and what became of each credit line.

- `BankStatement`, `BankEntry`: what the files say; inserted once, never changed.
- `BankEntryState`: one row per credit entry, moved by compare-and-set.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.fields import CurrencyField, MoneyField, whole_minor_units
from arcollect.core.insert_only import InsertOnly
from invoices.models.money_in import Payment
from invoices.querysets import BankQuerySet


class BankStatement(InsertOnly):
    """One statement of one account, read from a file."""

    class Format(models.TextChoices):
        MT940 = "mt940", "MT940"
        MT942 = "mt942", "MT942"
        CAMT052 = "camt.052", "CAMT.052"
        CAMT053 = "camt.053", "CAMT.053"
        CAMT054 = "camt.054", "CAMT.054"
        OFX = "ofx", "OFX"
        BAI2 = "bai2", "BAI2"
        CSV = "csv", "CSV"
        XLS = "xls", "XLS"
        XLSX = "xlsx", "XLSX"

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    # As the file writes it; empty where the file names none.
    account = models.CharField(_("account"), max_length=100, blank=True)
    bank_account = models.ForeignKey(
        "core.BankAccount", null=True, on_delete=models.PROTECT
    )
    format = models.CharField(_("format"), max_length=8, choices=Format.choices)
    # The mapping that a table was read by.
    profile = models.CharField(max_length=100, blank=True)
    number = models.CharField(_("statement number"), max_length=60, blank=True)
    currency = CurrencyField()
    from_on = models.DateField(_("from"), null=True)
    until_on = models.DateField(_("until"), null=True)
    # Both in `currency`, negative when overdrawn; empty where the file states none.
    opening = MoneyField(_("opening balance"), null=True)
    closing = MoneyField(_("closing balance"), null=True)
    # Entries the file states, those that were known before included.
    entries_stated = models.PositiveIntegerField(_("entries"))
    fingerprint = models.CharField(max_length=64)
    file_name = models.CharField(_("file"), max_length=200)
    file_path = models.CharField(max_length=300)
    file_sha256 = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)

    objects = BankQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invoices_bankstatement_dates",
                condition=Q(from_on__isnull=True)
                | Q(until_on__isnull=True)
                | Q(until_on__gte=F("from_on")),
            ),
            # A statement without entries is known by itself.
            models.UniqueConstraint(
                fields=["company", "fingerprint"],
                condition=Q(entries_stated=0),
                name="invoices_bankstatement_empty_once",
            ),
            *whole_minor_units("invoices_bankstatement", "opening", "closing"),
        ]
        indexes = [
            models.Index(
                fields=["company", "-until_on", "-id"], name="invoices_bankst_recent"
            ),
            models.Index(
                fields=["company", "file_sha256"], name="invoices_bankst_file"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.number}".strip()


class BankEntry(InsertOnly):
    """One line of a statement; a credit to us is positive."""

    class Status(models.TextChoices):
        BOOKED = "booked", _("Booked")
        PENDING = "pending", _("Pending")
        INFORMATION = "info", _("For information")

    statement = models.ForeignKey(
        BankStatement, on_delete=models.PROTECT, related_name="entries"
    )
    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    # From 1, in the order of the statement.
    position = models.PositiveIntegerField()
    # Only a booked entry moved money on the account.
    status = models.CharField(
        max_length=7, choices=Status.choices, default=Status.BOOKED
    )
    booked_on = models.DateField(_("booked on"))
    value_on = models.DateField(_("value date"), null=True)
    currency = CurrencyField()
    amount = MoneyField(_("amount"))
    # The other side: who paid us, or whom we paid.
    payer_name = models.CharField(_("payer"), max_length=200, blank=True)
    payer_account = models.CharField(_("payer's account"), max_length=100, blank=True)
    # The whole remittance text.
    text = models.TextField(_("text"), blank=True)
    bank_reference = models.CharField(_("bank's reference"), max_length=200, blank=True)
    # What the payer states: structured creditor reference, else end to end.
    payer_reference = models.CharField(
        _("payer's reference"), max_length=200, blank=True
    )
    # What tells the entry from others: account, currency, day and amount with the
    # bank's reference, else with everything else the line says.
    fingerprint = models.CharField(max_length=64)
    # Which of several lines of a file that read the same.
    occurrence = models.PositiveIntegerField(default=1)

    objects = BankQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "fingerprint", "occurrence"],
                name="invoices_bankentry_once",
            ),
            models.UniqueConstraint(
                fields=["statement", "position"], name="invoices_bankentry_position"
            ),
            *whole_minor_units("invoices_bankentry", "amount"),
        ]
        indexes = [
            models.Index(
                fields=["company", "-booked_on", "-id"],
                name="invoices_bankentry_recent",
            )
        ]

    def __str__(self) -> str:
        return f"{self.booked_on} {self.amount} {self.currency}"


class BankEntryState(models.Model):
    """What became of one booked credit; every booked entry above zero has one."""

    class State(models.TextChoices):
        OPEN = "open", _("To be matched")
        MATCHED = "matched", _("Matched")
        UNIDENTIFIED = "unidentified", _("Unidentified")
        IGNORED = "ignored", _("Not from a customer")

    entry = models.OneToOneField(
        BankEntry, primary_key=True, on_delete=models.PROTECT, related_name="state"
    )
    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    # Repeated from the entry, for the list of what is left.
    booked_on = models.DateField()
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.OPEN
    )
    # Who clears it up.
    owner = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="bank_entries"
    )
    # The payment that was posted from it, if it is one.
    payment = models.ForeignKey(
        Payment, null=True, on_delete=models.PROTECT, related_name="bank_entries"
    )
    matched_by = models.ForeignKey(
        "core.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    matched_at = models.DateTimeField(null=True)

    objects = BankQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invoices_bankentrystate_state",
                condition=Q(
                    state__in=["open", "ignored"],
                    payment__isnull=True,
                )
                | Q(state="unidentified")
                | Q(state="matched", matched_at__isnull=False),
            ),
            models.CheckConstraint(
                name="invoices_bankentrystate_matched",
                condition=Q(state="matched")
                | Q(matched_at__isnull=True, matched_by__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "booked_on", "entry"],
                condition=Q(state__in=["open", "unidentified"]),
                name="invoices_bankstate_left",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.state}"
