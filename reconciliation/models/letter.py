"""Confirmation letters: what was issued, its files, and how it stands.

Three tables, from the most to the least firm:

- `ConfirmationLetter`: one row per letter, inserted once. Number, code, parties, balance
  and the whole content (`data`) as of the cut-off. Triggers refuse UPDATE and DELETE.
- `LetterFile`: the bytes, at most one ISSUED (as rendered) and one SEALED (with seal and
  signature) per letter, inserted once; path below ARCOLLECT_VAR and SHA-256.
- `LetterState`: the only thing that moves. Written by compare-and-set.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from arcollect.core.fields import CurrencyField, MoneyField, whole_minor_units
from arcollect.core.insert_only import InsertOnly
from arcollect.core.querysets import OfCustomerQuerySet


class ConfirmationLetter(InsertOnly):
    """A letter to one customer about one currency, frozen at issue.

    `balance` is as of the end of the cut-off day: positive, the customer owes us;
    negative, we owe him. Several currencies of a customer are several letters.
    """

    class Kind(models.TextChoices):
        RECONCILIATION = "reconciliation", _("Reconciliation letter")
        DEMAND_RECONCILIATION = "demand_reconciliation", _("Reconciliation and demand")
        AUDIT_CONFIRMATION = "audit_confirmation", _("Audit confirmation")

    class Language(models.TextChoices):
        ZH_HANS = "zh-hans", _("Simplified Chinese")
        ZH_HANT = "zh-hant", _("Traditional Chinese")
        ENGLISH = "en", _("English")
        BILINGUAL = "bilingual", _("Chinese and English")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, related_name="letters"
    )
    run = models.ForeignKey(
        "reconciliation.LetterRun",
        null=True,
        on_delete=models.PROTECT,
        related_name="letters",
    )
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    language = models.CharField(_("language"), max_length=10, choices=Language.choices)
    # Gapless per company and year of issue, e.g. DZ-2026-000123.
    number = models.CharField(_("number"), max_length=20)
    # Random, for the verify page; without the hyphens it is shown with.
    code = models.CharField(_("code"), max_length=16, unique=True)
    cut_off = models.DateField(_("cut-off date"))
    issued_on = models.DateField(_("issued on"))
    reply_due_on = models.DateField(_("reply due on"))
    currency = CurrencyField()
    balance = MoneyField(_("balance"))
    # Everything the letter says; see `reconciliation.domain.letter_content`.
    data = models.JSONField()
    # SHA-256 of the attached ledger.csv, printed on the last page.
    ledger_sha256 = models.CharField(max_length=64)
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    recorded_at = models.DateTimeField()
    issued_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)

    objects = OfCustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "number"], name="reconciliation_letter_number_once"
            ),
            models.UniqueConstraint(
                fields=["run", "customer", "currency"],
                name="reconciliation_letter_once_per_run",
            ),
            models.CheckConstraint(
                name="reconciliation_letter_days",
                condition=Q(cut_off__lte=F("issued_on"))
                & Q(reply_due_on__gte=F("issued_on")),
            ),
            *whole_minor_units("reconciliation_letter", "balance"),
        ]
        indexes = [
            models.Index(
                fields=["company", "cut_off"], name="reconciliation_letter_cut_off"
            ),
            models.Index(
                fields=["customer", "currency", "cut_off"],
                name="reconciliation_letter_customer",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class LetterFile(InsertOnly):
    """The bytes of a letter, once per kind; `path` is relative to ARCOLLECT_VAR."""

    class Kind(models.TextChoices):
        ISSUED = "issued", _("As issued")
        SEALED = "sealed", _("Sealed")

    letter = models.ForeignKey(
        ConfirmationLetter, on_delete=models.PROTECT, related_name="files"
    )
    kind = models.CharField(max_length=6, choices=Kind.choices)
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "kind"], name="reconciliation_letterfile_once"
            )
        ]

    def __str__(self) -> str:
        return self.path


class LetterState(models.Model):
    """Where a letter stands. That it is sealed shows in its SEALED file."""

    class State(models.TextChoices):
        ISSUED = "issued", pgettext_lazy("letter state", "Issued")
        DELIVERED = "delivered", _("Delivered")
        ANSWERED = "answered", _("Answered")
        NO_REPLY = "no_reply", _("No reply")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        SUPERSEDED = "superseded", _("Superseded")

    letter = models.OneToOneField(
        ConfirmationLetter,
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="state",
    )
    # Repeated from the letter, so that the database can hold "one in force".
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT)
    currency = CurrencyField()
    cut_off = models.DateField()
    kind = models.CharField(max_length=24, choices=ConfirmationLetter.Kind.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.ISSUED
    )
    state_changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)
    withdrawn_reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reconciliation_letterstate_state",
                condition=Q(
                    state__in=[
                        "issued",
                        "delivered",
                        "answered",
                        "no_reply",
                        "withdrawn",
                        "superseded",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="reconciliation_letterstate_withdrawn",
                condition=~Q(state="withdrawn")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
            ),
            models.UniqueConstraint(
                fields=["customer", "currency", "cut_off", "kind"],
                condition=Q(state__in=["issued", "delivered", "answered", "no_reply"]),
                name="reconciliation_letterstate_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id}: {self.state}"
