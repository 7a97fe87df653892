from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

JUDGE_ORDER, CADENCE_ORDER = 10, 20


class CollectionConfig(AppConfig):
    """Collection work. The folder is singular on purpose: ADR 0001."""

    name = "collection"
    label = "collections"
    verbose_name = _("Collections")

    def ready(self) -> None:
        from arcollect.core import audit_text, nightly_steps
        from collection import audit_words, on_customers_page
        from collection.reminders import register_reminders
        from collection.tasks import cadence_step, judge_step

        nightly_steps.register_step("promises", JUDGE_ORDER, judge_step)
        nightly_steps.register_step("cadence", CADENCE_ORDER, cadence_step)
        on_customers_page.register()
        audit_text.name_words(
            actions=audit_words.ACTIONS,
            objects=audit_words.OBJECTS,
            fields=audit_words.FIELDS,
            values=audit_words.VALUES,
        )
        register_reminders()
