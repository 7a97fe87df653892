"""The outbox: what must leave the house, written in the transaction of its cause."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.models.company import Company


class OutboxMessage(models.Model):
    """One message to one recipient, and how far it came.

    Two marks make a crash harmless: a message that was only claimed never left and is
    taken again; one that was being handed over may have left, and is shown to a person.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        CLAIMED = "claimed", _("Being prepared")
        HANDING_OVER = "handing_over", _("Being handed over")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Needs attention")
        UNKNOWN = "unknown", _("Probably sent")
        CANCELLED = "cancelled", _("Called off")

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    kind = models.CharField(max_length=30)
    # Whatever runs twice writes the same key, and the second one changes nothing.
    unique_key = models.CharField(max_length=120, unique=True)
    recipient = models.EmailField(_("recipient"))
    # Subject, texts and files as frozen before the first claim; empty until then.
    payload = models.JSONField(default=dict)
    prepared_at = models.DateTimeField(null=True)
    # The same in every attempt: servers and people recognise a second one by it.
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claim_token = models.CharField(max_length=36, blank=True)
    claimed_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    handing_over_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    # Why it failed, was called off, or how a person settled it.
    error = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="core_outboxmessage_state",
                condition=Q(
                    state__in=[
                        "queued",
                        "claimed",
                        "handing_over",
                        "sent",
                        "failed",
                        "unknown",
                        "cancelled",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="core_outboxmessage_claimed",
                condition=~Q(state__in=["claimed", "handing_over"])
                | Q(claimed_at__isnull=False, lease_until__isnull=False),
            ),
            models.CheckConstraint(
                name="core_outboxmessage_handed_over",
                condition=~Q(state__in=["handing_over", "unknown"])
                | Q(handing_over_at__isnull=False),
            ),
            models.CheckConstraint(
                name="core_outboxmessage_sent",
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                condition=Q(state="queued"),
                name="core_outbox_queued",
            ),
            models.Index(
                fields=["lease_until"],
                condition=Q(state__in=["claimed", "handing_over"]),
                name="core_outbox_in_hand",
            ),
            models.Index(
                fields=["company", "-id"],
                condition=Q(state__in=["failed", "unknown"]),
                name="core_outbox_attention",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.recipient}"
