"""Runs: many letters issued at once, letter by letter, in the background."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LetterRun(models.Model):
    """What a person asked for, and how far it is.

    Each letter is issued in a transaction of its own; a run whose worker died goes on
    with the customers that have no letter of this run yet.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being issued")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")

    company = models.ForeignKey("core.Company", on_delete=models.PROTECT)
    created_by = models.ForeignKey("core.User", null=True, on_delete=models.PROTECT)
    created_at = models.DateTimeField()
    cut_off = models.DateField(_("cut-off date"))
    # First day of the ledger lines; empty, from the beginning of the books.
    ledger_from = models.DateField(_("ledger from"), null=True, blank=True)
    issued_on = models.DateField()
    reply_due_on = models.DateField(_("reply due on"))
    # Empty: a demand where items are past due, else a reconciliation.
    kind = models.CharField(_("kind"), max_length=24, blank=True)
    # Empty: the language of the customer's letters.
    language = models.CharField(_("language"), max_length=10, blank=True)
    # What only some kinds need: pay-by date, the auditor's reply address.
    details = models.JSONField(default=dict)
    # [customer id, currency] of every letter, in the order of their numbers.
    scope = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    state_changed_at = models.DateTimeField()
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    # [customer, reason] of everything that could not be issued.
    refused = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reconciliation_letterrun_state",
                condition=Q(state__in=["waiting", "running", "done", "stopped"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.state}"
