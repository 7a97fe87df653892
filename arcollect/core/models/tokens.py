"""Personal access tokens of the API."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arcollect.core.models.company import Company
from arcollect.core.models.people import User


class ApiToken(models.Model):
    """A key with which a program acts for its owner in one company.

    Only the SHA-256 of the secret is kept; `prefix` is the part that may be shown. The
    token ends with `expires_at`, `revoked_at`, the owner's login or his role in the
    company, whichever comes first.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    name = models.CharField(_("name"), max_length=60)
    prefix = models.CharField(max_length=12, unique=True)
    secret_hash = models.CharField(max_length=64)
    scopes = models.JSONField(_("allowed to"), default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("expires"))
    # Written at most once an hour.
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="core_apitoken_expires",
                condition=Q(expires_at__gt=F("created_at")),
            )
        ]
        indexes = [
            models.Index(fields=["user", "company"], name="core_apitoken_owner"),
        ]

    def __str__(self) -> str:
        return self.name
