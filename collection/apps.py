from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CollectionConfig(AppConfig):
    """Collection work. The folder is singular on purpose: ADR 0001."""

    name = "collection"
    label = "collections"
    verbose_name = _("Collections")

    def ready(self) -> None:
        from collection.reminders import register_reminders

        register_reminders()
