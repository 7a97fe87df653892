from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    name = "customers"
    verbose_name = _("Customers")

    def ready(self) -> None:
        from arcollect.core import audit_text
        from customers import audit_words

        audit_text.name_words(
            actions=audit_words.ACTIONS,
            objects=audit_words.OBJECTS,
            fields=audit_words.FIELDS,
            values=audit_words.VALUES,
        )
