"""Who did what, when and why: append-only, hashed, sealed into a chain."""

from __future__ import annotations

from django.db import models

from arcollect.core.insert_only import InsertOnly
from arcollect.core.models.company import Company
from arcollect.core.models.people import User


class AuditEvent(InsertOnly):
    """One act. Written in the transaction of the act; never changed."""

    company = models.ForeignKey(Company, null=True, on_delete=models.PROTECT)
    at = models.DateTimeField()
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT)
    actor_label = models.CharField(max_length=150)
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    object_label = models.CharField(max_length=200)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, blank=True)
    request_id = models.CharField(max_length=40, blank=True)
    row_hash = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["company", "-id"], name="core_audit_company"),
            models.Index(fields=["object_type", "object_id"], name="core_audit_object"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_label}"


class AuditSeal(InsertOnly):
    """A link of the chain over the events up to `last_event_id`."""

    last_event_id = models.BigIntegerField(unique=True)
    events = models.PositiveIntegerField()
    chain_hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.last_event_id}: {self.chain_hash[:12]}"
