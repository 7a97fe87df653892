from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReconciliationConfig(AppConfig):
    """Confirmation letters: what both sides agree the balance is."""

    name = "reconciliation"
    verbose_name = _("Reconciliation")

    def ready(self) -> None:
        from arcollect.core import audit_text, jobs
        from reconciliation import audit_words, audit_words_seal, on_customers_page
        from reconciliation.services.start_signing import resume_signing
        from reconciliation.services.work_on_run import resume_runs

        on_customers_page.register()
        jobs.register_every_minute("letters", resume_runs)
        jobs.register_every_minute("seals", resume_signing)
        audit_text.name_words(
            actions=audit_words.ACTIONS,
            objects=audit_words.OBJECTS,
            fields=audit_words.FIELDS,
            values=audit_words.VALUES,
        )
        audit_text.name_words(
            actions=audit_words_seal.ACTIONS,
            objects=audit_words_seal.OBJECTS,
            fields=audit_words_seal.FIELDS,
            values=audit_words_seal.VALUES,
        )
