from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

JUDGE_ORDER, CADENCE_ORDER, POINTS_ORDER = 10, 20, 60


class CollectionConfig(AppConfig):
    """Collection work. The folder is singular on purpose: ADR 0001."""

    name = "collection"
    label = "collections"
    verbose_name = _("Collections")

    def ready(self) -> None:
        from arcollect.core import audit_text, nightly_steps
        from collection import audit_words, on_customers_page
        from collection.reminders import register_reminders
        from collection.selectors.promise_rate import promise_kept_rate
        from collection.tasks import cadence_step, judge_step, points_step
        from customers.promise_rates import register_promise_rate

        nightly_steps.register_step("promises", JUDGE_ORDER, judge_step)
        nightly_steps.register_step("cadence", CADENCE_ORDER, cadence_step)
        nightly_steps.register_step("points", POINTS_ORDER, points_step)
        on_customers_page.register()
        register_promise_rate(promise_kept_rate)
        audit_text.name_words(
            actions=audit_words.ACTIONS,
            objects=audit_words.OBJECTS,
            fields=audit_words.FIELDS,
            values=audit_words.VALUES,
        )
        register_reminders()
