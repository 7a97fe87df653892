"""What an access token may be used for; the role of its owner narrows it further."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TokenScope(models.TextChoices):
    READ = "read", _("Read everything its owner may see")
    WRITE_CUSTOMERS = "write:customers", _("Keep customers, contacts and contracts")
    WRITE_LEDGER = "write:ledger", _("Post, allocate and reverse documents")
    WRITE_COLLECTION = "write:collection", _("Log visits and promises")
