"""Scheduled work and keys that make a second submit harmless."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from arcollect.core.models.company import Company
from arcollect.core.models.people import User


class Schedule(models.Model):
    """A job of a company and the local time after which it is due each day."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    job = models.CharField(max_length=40)
    due_after = models.TimeField(_("due after"))
    enabled = models.BooleanField(_("enabled"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "job"], name="core_schedule_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.due_after}"


class Run(models.Model):
    """One job of one company for one business day; the unique key is the lock."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    job = models.CharField(max_length=40)
    business_day = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "job", "business_day"], name="core_run_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.business_day}: {self.state}"


class IdempotencyKey(models.Model):
    """A key made by the caller (form or API client) for one write.

    A form's key is written with its effect and is done from the start. A call of the
    API claims its key first (`running`) and stores the answer with the effect.
    """

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"

    user = models.ForeignKey(User, on_delete=models.CASCADE)
    key = models.CharField(max_length=80)
    action = models.CharField(max_length=60)
    result = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.DONE)
    # SHA-256 over method, path and body; empty for forms.
    fingerprint = models.CharField(max_length=64, blank=True)
    # Whoever takes over from a call that died counts one up; the dead one's answer
    # can then no longer be stored, and with it not its effect.
    attempt = models.PositiveSmallIntegerField(default=1)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"], name="core_idempotencykey_once"
            ),
            models.CheckConstraint(
                name="core_idempotencykey_state",
                condition=models.Q(state="done")
                | models.Q(state="running", lease_until__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], name="core_idempotencykey_age"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.key}"
